/** Text edits, of one file and of several. */
import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../../../../language/navigation/rename.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import type { TextEdit } from '../../../../text/edit.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** One edit of a file. */
export function toTextEdit(tree: SyntaxTree, edit: TextEdit): LspTextEdit {
  return { range: toRange(tree, edit.span), newText: edit.newText };
}

/** Edits without anything to say about them. */
export function toChanges(files: readonly FileEdits[]): WorkspaceEdit {
  const changes = files.map(({ path, tree, edits }): [string, LspTextEdit[]] => [
    pathToUri(path),
    edits.map((edit) => toTextEdit(tree, edit)),
  ]);
  return { changes: Object.fromEntries(changes) };
}
