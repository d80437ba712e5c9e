/**
 * Lets the user pick a declaration from a list that changes with the typed text. The language server searches the
 * schema and sends only the best matches.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';

/** An entry of the list, with the row that it stands for. */
export interface RowItem extends vscode.QuickPickItem {
  readonly row: SchemaNode;
}

/** The options for a list of declarations. */
export interface RowPick {
  readonly placeholder: string;
  readonly kinds: readonly SchemaNodeKind[];
  readonly toItem: (row: SchemaNode) => Omit<RowItem, 'row' | 'alwaysShow'>;
  /** Runs when the user presses the button of an entry, after the list has closed. */
  readonly onButton?: (row: SchemaNode) => Promise<void>;
}

/** The list shows at most this many rows. A user types another letter before reading more. */
const LIMIT = 100;

/** Shows the list and returns the row that the user picks, or undefined without a choice. */
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
    // The server has matched the names already. We stop VS Code from filtering them again, because it knows less about
    // the names.
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
