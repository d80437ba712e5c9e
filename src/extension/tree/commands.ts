/** Commands about the schema: search, copy, go to source, explain. */
import * as vscode from 'vscode';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { pickRow } from './pickRow.ts';
import { rowIcon, withModule } from './rowLooks.ts';
import { openSource } from '../shared/openSource.ts';
import { showBriefly } from '../shared/notify.ts';

/** What a search of the schema needs. */
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

/** A list shows the whole name of a package, because it has no rows around it. */
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

/** Opens the file of a row at its name. A row that is gone does nothing. */
export async function revealInSource(client: SchemaClient, node: SchemaNode | undefined): Promise<void> {
  const place = node && (await client.node(node.id))?.place;
  if (place) await openSource(place);
}

/** Shows the hover of the import at the cursor, which says where we looked for it and why it leads to that file. */
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
