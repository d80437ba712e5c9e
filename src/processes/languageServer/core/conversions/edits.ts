/** Converts text edits of one file and of several files. */
import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../../../../language/navigation/rename.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import type { TextEdit } from '../../../../text/edit.ts';
import { LineIndex } from '../../../../text/lines.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** Converts one edit of a file. */
export function toTextEdit(tree: SyntaxTree, edit: TextEdit): LspTextEdit {
  return { range: toRange(tree, edit.span), newText: edit.newText };
}

/** Converts edits that have no description. */
export function toChanges(files: readonly FileEdits[]): WorkspaceEdit {
  return { changes: Object.fromEntries(files.map((file) => [pathToUri(file.path), toTextEdits(file)])) };
}

/** Converts the edits of one file, which may have no syntax tree. */
export function toTextEdits({ text, edits }: FileEdits): LspTextEdit[] {
  const lines = new LineIndex(text);
  return edits.map(({ span, newText }) => ({
    range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
    newText,
  }));
}
