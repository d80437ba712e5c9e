/**
 * Asks the user for the file that declarations move to. The language server then moves them. Only a code action calls
 * this command.
 */
import * as vscode from 'vscode';
import { isNumber, isObjectOf, isString } from '../../base/check.ts';
import { messageOf } from '../../base/background.ts';
import type { MoveResult, SelectedRange } from '../../contract/languageServer.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { showError } from '../shared/notify.ts';

const isPosition = isObjectOf<SelectedRange['range']['start']>({ line: isNumber, character: isNumber });
const isSelectedRange = isObjectOf<SelectedRange>({
  uri: isString,
  range: isObjectOf<SelectedRange['range']>({ start: isPosition, end: isPosition }),
});

interface TargetItem extends vscode.QuickPickItem {
  /** The file to move the declarations to. It is missing for a new file. */
  readonly target?: vscode.Uri;
}

/** Moves the declarations in a range. Other extensions may pass any value, so we check the argument. */
export async function moveDeclarations(client: SchemaClient, argument: unknown): Promise<void> {
  if (!isSelectedRange(argument)) return;
  const target = await pickTarget(client, argument);
  if (target === undefined) return;
  const { failed } = await client
    .moveDeclarations({ ...argument, target: target.toString() })
    .catch((error: unknown): MoveResult => ({ failed: messageOf(error) }));
  if (failed !== undefined) showError(failed);
}

async function pickTarget(client: SchemaClient, where: SelectedRange): Promise<vscode.Uri | undefined> {
  const targets = (await client.moveTargets(where)).map((uri) => vscode.Uri.parse(uri));
  const items: TargetItem[] = [
    { label: vscode.l10n.t('$(new-file) New File…') },
    ...targets.map((target) => ({ label: vscode.workspace.asRelativePath(target), target })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('File to move the declarations to'),
  });
  if (picked === undefined || picked.target !== undefined) return picked?.target;
  return askForNewFile(vscode.Uri.parse(where.uri));
}

/** Asks for the path of a new file. The path is relative to the folder of the document. */
async function askForNewFile(document: vscode.Uri): Promise<vscode.Uri | undefined> {
  const path = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Path of the new file, relative to the folder of this one'),
    value: 'new_file.proto',
    valueSelection: [0, 'new_file'.length],
    validateInput: (value) =>
      value.endsWith('.proto') ? undefined : vscode.l10n.t('The name of the file has to end in .proto.'),
  });
  if (path === undefined) return undefined;
  return vscode.Uri.joinPath(document, '..', ...path.split(/[\\/]/));
}
