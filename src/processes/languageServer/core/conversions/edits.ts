/** Text edits, of one file and of several. */
import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../../../../language/navigation/rename.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import type { TextEdit } from '../../../../text/edit.ts';
import { LineIndex } from '../../../../text/lines.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** One edit of a file. */
export function toTextEdit(tree: SyntaxTree, edit: TextEdit): LspTextEdit {
  return { range: toRange(tree, edit.span), newText: edit.newText };
}

/** Edits without anything to say about them. */
export function toChanges(files: readonly FileEdits[]): WorkspaceEdit {
  return { changes: Object.fromEntries(files.map((file) => [pathToUri(file.path), toTextEdits(file)])) };
}

/** The edits of one file, which need not be parsed. */
export function toTextEdits({ text, edits }: FileEdits): LspTextEdit[] {
  const lines = new LineIndex(text);
  return edits.map(({ span, newText }) => ({
    range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
    newText,
  }));
}
