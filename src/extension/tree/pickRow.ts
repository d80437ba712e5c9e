/** A list of declarations that follows what is typed: the language server searches, and sends the best matches only. */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';

/** An entry of the list, with its row. */
export interface RowItem extends vscode.QuickPickItem {
  readonly row: SchemaNode;
}

/** What the list shows, and how. */
export interface RowPick {
  readonly placeholder: string;
  readonly kinds: readonly SchemaNodeKind[];
  readonly toItem: (row: SchemaNode) => Omit<RowItem, 'row' | 'alwaysShow'>;
  /** What a button of an entry does; the list closes. */
  readonly onButton?: (row: SchemaNode) => Promise<void>;
}

/** More rows than a user reads before typing another letter. */
const LIMIT = 100;

/** Undefined where nothing was chosen. */
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
    // What matches was decided by the server, which knows more of the names than the list does.
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
