/**
 * Marks rows with errors, as the Explorer marks files and folders. A row with errors is red and shows their number; a
 * row that contains such rows shows a dot. VS Code attaches a mark to a URI, so each row has its own URI, and a new
 * error does not redraw any row.
 */
import * as vscode from 'vscode';
import type { ErrorRows } from './errorRows.ts';

const SCHEME = 'grpc-workbench-row';

/** Provides the marks of the rows that are visible. VS Code requests them. */
export class ErrorMarks implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #rows: Pick<ErrorRows, 'of'>;
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly #subscriptions: readonly { dispose(): void }[];

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(rows: Pick<ErrorRows, 'of' | 'onDidChange'>) {
    this.#rows = rows;
    this.#subscriptions = [
      rows.onDidChange(({ marked }) => this.#changed.fire(marked.map(rowUri))),
      vscode.window.registerFileDecorationProvider(this),
    ];
  }

  provideFileDecoration({ scheme, path }: vscode.Uri): vscode.FileDecoration | undefined {
    if (scheme !== SCHEME) return undefined;
    const errors = this.#rows.of(path.slice(1));
    if (errors === undefined) return undefined;
    const colour = new vscode.ThemeColor('list.errorForeground');
    if (errors.length === 0) return new vscode.FileDecoration('•', vscode.l10n.t('Contains errors'), colour);
    return new vscode.FileDecoration(badge(errors.length), errorCount(errors.length), colour);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

/** Returns the number in a mark, which has room for two characters. */
function badge(count: number): string {
  if (count > 9) return '9+';
  return String(count);
}

/**
 * Returns the number of errors in words. A screen reader reads words, and a high contrast theme shows the number
 * without a colour.
 */
export function errorCount(count: number): string {
  if (count === 1) return vscode.l10n.t('1 error');
  return vscode.l10n.t('{0} errors', count);
}

/** Returns the URI that VS Code attaches the mark of a row to. */
export function rowUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${id}` });
}
