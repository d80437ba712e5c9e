/** Converts the edits of a refactoring. They may create a file, and they may have a warning. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Refactored } from '../../../../language/refactoring/refactoring.ts';
import { pathToUri } from '../uris.ts';
import { toChanges, toTextEdits } from './edits.ts';
import type { RenameStyle } from './rename.ts';

/** The features of the editor that a refactoring can use. */
export interface RefactoringStyle extends RenameStyle {
  /** Whether an edit may create a file. */
  readonly creates: boolean;
}

/**
 * Converts the edits of a refactoring. If they have a warning, the editor shows it and waits until the user confirms
 * the edits.
 */
export function toRefactoringEdit(
  { files, created, warning }: Refactored,
  label: string,
  style: RefactoringStyle,
): WorkspaceEdit {
  const asks = warning !== undefined && style.annotations;
  if (created === undefined && !asks) return toChanges(files);
  const mark = asks ? { annotationId: REFACTORING } : {};
  const changes = files.map((file) => ({
    textDocument: { uri: pathToUri(file.path), version: null },
    edits: toTextEdits(file).map((edit) => ({ ...edit, ...mark })),
  }));
  const documentChanges = [...creationOf(created), ...changes];
  if (!asks) return { documentChanges };
  const annotation = { label, description: warning, needsConfirmation: true };
  return { changeAnnotations: { [REFACTORING]: annotation }, documentChanges };
}

const REFACTORING = 'refactoring';

function creationOf(created: Refactored['created']): NonNullable<WorkspaceEdit['documentChanges']> {
  if (created === undefined) return [];
  const uri = pathToUri(created.path);
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: created.text }] },
  ];
}
