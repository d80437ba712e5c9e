/** The commands about the schema: search it, copy a name, go to the source, and explain an import. */
import * as vscode from 'vscode';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { pickRow } from './pickRow.ts';
import { rowIcon, withModule } from './rowLooks.ts';
import { openSource } from '../shared/openSource.ts';
import { showBriefly } from '../shared/notify.ts';

/** What the search of the schema needs from the extension. */
export interface SchemaSearch {
  readonly client: SchemaClient;
  readonly view: vscode.TreeView<SchemaNode>;
  readonly extensionUri: vscode.Uri;
}

/** Lets the user pick a declaration, then shows it in the tree and in its source. */
export async function searchSchema({ client, view, extensionUri }: SchemaSearch): Promise<void> {
  const send = { iconPath: new vscode.ThemeIcon('play'), tooltip: vscode.l10n.t('Send Request') };
  const picked = await pickRow(client, {
    placeholder: vscode.l10n.t('Package, service, method or message'),
    kinds: ['package', 'service', 'method', 'message', 'enum', 'extend'],
    toItem: (row) => ({ ...itemOf(row, extensionUri), buttons: row.kind === 'method' ? [send] : [] }),
    onButton: async (row) => {
      await vscode.commands.executeCommand('grpcWorkbench.sendRequest', row);
    },
  });
  if (!picked) return;
  await view.reveal(picked, { select: true, focus: true, expand: true });
  await revealInSource(client, picked);
}

/**
 * An entry of the list. It shows the full name of a package, because the list does not show the packages that contain
 * it.
 */
function itemOf(row: SchemaNode, extensionUri: vscode.Uri): vscode.QuickPickItem {
  const iconPath = rowIcon(extensionUri, row);
  if (row.kind === 'package') return { label: row.fullName === '' ? row.label : row.fullName, iconPath };
  const text = row.fullName === row.label ? (row.description ?? '') : row.fullName;
  return { label: row.label, description: withModule(row, text), iconPath };
}

/** Copies the full name of a row, without a leading dot. */
export async function copyFullName(node: SchemaNode | undefined): Promise<void> {
  if (!node) return;
  await vscode.env.clipboard.writeText(node.fullName);
  showBriefly(vscode.l10n.t('Copied {0}', node.fullName));
}

/** Opens the file of a row, with the cursor at the row's name. Does nothing if the row no longer exists. */
export async function revealInSource(client: SchemaClient, node: SchemaNode | undefined): Promise<void> {
  const place = node && (await client.node(node.id))?.place;
  if (place) await openSource(place);
}

/** Shows the hover of the import at the cursor. It says where we looked for the file and why the import leads to it. */
export async function explainImport(client: SchemaClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { line } = editor.selection.active;
  const text = editor.document.lineAt(line).text;
  const quote = text.search(/["']/);
  const found =
    quote < 0 ? null : await client.explainImport({ uri: editor.document.uri.toString(), line, character: quote });
  if (!found) {
    showBriefly(vscode.l10n.t('Put the cursor on the line of an import.'));
    return;
  }
  const inside = new vscode.Position(line, quote + 1);
  editor.selection = new vscode.Selection(inside, inside);
  await vscode.commands.executeCommand('editor.action.showHover', { focus: 'autoFocusImmediately' });
}
