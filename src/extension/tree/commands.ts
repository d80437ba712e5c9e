/** Commands about the schema: search, copy, go to source, explain. */
import * as vscode from 'vscode';
import type { SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { pickRow } from './pickRow.ts';
import { openSource } from '../shared/openSource.ts';
import { showInformation } from '../shared/notify.ts';

/** Lets the user pick a declaration, then shows it in the tree and in its source. */
export async function searchSchema(client: SchemaClient, view: vscode.TreeView<SchemaNode>): Promise<void> {
  const icons: Readonly<Partial<Record<SchemaNodeKind, string>>> = {
    package: 'symbol-namespace',
    service: 'symbol-interface',
    method: 'symbol-method',
    message: 'symbol-structure',
    enum: 'symbol-enum',
  };
  const picked = await pickRow(client, {
    placeholder: vscode.l10n.t('Package, service, method or message'),
    kinds: ['package', 'service', 'method', 'message', 'enum', 'extend'],
    toItem: (row) => ({
      label: `$(${icons[row.kind] ?? 'symbol-field'}) ${row.label}`,
      description: row.fullName === row.label ? (row.description ?? '') : row.fullName,
    }),
  });
  if (!picked) return;
  await view.reveal(picked, { select: true, focus: true, expand: true });
  await revealInSource(client, picked);
}

/** Copies the full name of a row, without a leading dot. */
export async function copyFullName(node: SchemaNode | undefined): Promise<void> {
  if (!node) return;
  await vscode.env.clipboard.writeText(node.fullName);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', node.fullName), 3000);
}

/** Opens the file of a row at its name. A row that is gone does nothing. */
export async function revealInSource(client: SchemaClient, node: SchemaNode | undefined): Promise<void> {
  const place = node && (await client.node(node.id))?.place;
  if (place) await openSource(place);
}

/** Shows the hover of the import at the cursor, which says where it was looked for and why it is that file. */
export async function explainImport(client: SchemaClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { line } = editor.selection.active;
  const text = editor.document.lineAt(line).text;
  const quote = text.search(/["']/);
  const found =
    quote < 0 ? null : await client.explainImport({ uri: editor.document.uri.toString(), line, character: quote });
  if (!found) {
    showInformation(vscode.l10n.t('Put the cursor on the line of an import.'));
    return;
  }
  const inside = new vscode.Position(line, quote + 1);
  editor.selection = new vscode.Selection(inside, inside);
  await vscode.commands.executeCommand('editor.action.showHover', { focus: 'autoFocusImmediately' });
}
