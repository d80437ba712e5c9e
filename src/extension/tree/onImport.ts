/** Sets a context key while the cursor is in an import, so that the menu offers to explain an import only there. */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';

const KEY = 'grpcWorkbench.isOnImport';
const IMPORT = /^\s*import\b/;

/** Follows the cursor of the active editor and sets the context key. */
export function followImports(log: vscode.LogOutputChannel): vscode.Disposable {
  let last = false;
  const follow = (): void => {
    const now = isOnImport(vscode.window.activeTextEditor);
    if (now === last) return;
    last = now;
    const told = vscode.commands.executeCommand('setContext', KEY, now);
    inBackground(told, 'The menu was not told where the cursor is', (line) => log.error(line));
  };
  follow();
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(follow),
    vscode.window.onDidChangeActiveTextEditor(follow),
  );
}

function isOnImport(editor: vscode.TextEditor | undefined): boolean {
  if (!editor?.document.languageId.startsWith('proto')) return false;
  return IMPORT.test(editor.document.lineAt(editor.selection.active.line).text);
}
