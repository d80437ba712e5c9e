/**
 * A list of declarations that follows the typed text. The language server searches, and sends only the best matches.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';

/** An entry of the list, with its row. */
export interface RowItem extends vscode.QuickPickItem {
  readonly row: SchemaNode;
}

/** The options of the list. */
export interface RowPick {
  readonly placeholder: string;
  readonly kinds: readonly SchemaNodeKind[];
  readonly toItem: (row: SchemaNode) => Omit<RowItem, 'row' | 'alwaysShow'>;
  /** What the button of an entry does, after the list has closed. */
  readonly onButton?: (row: SchemaNode) => Promise<void>;
}

/** More rows than a user reads before typing another letter. */
const LIMIT = 100;

/** Undefined if the user chose nothing. */
export function pickRow(
  client: SchemaClient,
  { placeholder, kinds, toItem, onButton }: RowPick,
): Promise<SchemaNode | undefined> {
  const list = vscode.window.createQuickPick<RowItem>();
  list.placeholder = placeholder;
  let search = new vscode.CancellationTokenSource();
  const show = async (query: string): Promise<void> => {
    search.cancel();
    search.dispose();
    search = new vscode.CancellationTokenSource();
    const { token } = search;
    list.busy = true;
    const found = await client.search({ query, limit: LIMIT, kinds }, token).catch(() => undefined);
    if (token.isCancellationRequested) return;
    list.busy = false;
    // The server has already matched the names, because it knows more about them than the list.
    list.items = (found?.rows ?? []).map((row) => ({ ...toItem(row), alwaysShow: true, row }));
  };
  const showInBackground = (query: string): void =>
    inBackground(show(query), 'The schema was not searched', (line) => console.error(line));
  return new Promise((resolve) => {
    list.onDidChangeValue(showInBackground);
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.row);
      list.hide();
    });
    list.onDidTriggerItemButton(({ item }) => {
      list.hide();
      if (onButton !== undefined) inBackground(onButton(item.row), 'A button failed', (line) => console.error(line));
    });
    list.onDidHide(() => {
      search.cancel();
      search.dispose();
      list.dispose();
      resolve(undefined);
    });
    list.show();
    showInBackground('');
  });
}
