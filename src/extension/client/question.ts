/**
 * What an edit of the server asks before it is applied. VS Code would show such an edit with all its boxes unticked, and
 * half of a refactoring breaks the files. So we ask one question, and apply all of it or nothing. Does not import
 * `vscode`.
 */
import type { ChangeAnnotation, WorkspaceEdit } from 'vscode-languageclient';

type DocumentChange = NonNullable<WorkspaceEdit['documentChanges']>[number];

/** The question about an edit, in the words of the server. */
export interface Question {
  readonly label: string;
  readonly description: string;
  /** The edit without the changes that the question is about; undefined if it is about all of them. */
  readonly without: WorkspaceEdit | undefined;
}

/** Undefined if nothing of the edit needs confirmation. */
export function questionOf(edit: WorkspaceEdit): Question | undefined {
  const annotations = Object.entries(edit.changeAnnotations ?? {});
  const asking = annotations.filter(([, { needsConfirmation }]) => needsConfirmation === true);
  if (asking.length === 0) return undefined;
  const ids = new Set(asking.map(([id]) => id));
  const rest = (edit.documentChanges ?? []).flatMap((change) => changeWithout(change, ids));
  return {
    label: wordsOf(asking, ({ label }) => label),
    description: wordsOf(asking, ({ description }) => description),
    without: rest.some(isAnnotated) ? answered({ ...edit, documentChanges: rest }) : undefined,
  };
}

/** The whole edit, without a question. */
export function answered(edit: WorkspaceEdit): WorkspaceEdit {
  const annotations = Object.entries(edit.changeAnnotations ?? {});
  const sure = annotations.map(([id, one]) => [id, { ...one, needsConfirmation: false }] as const);
  return { ...edit, changeAnnotations: Object.fromEntries(sure) };
}

/** The URIs of the documents that an edit changes. */
export function changedDocuments({ changes, documentChanges }: WorkspaceEdit): readonly string[] {
  const changed = (documentChanges ?? []).flatMap((one) => ('textDocument' in one ? [one.textDocument.uri] : []));
  return [...Object.keys(changes ?? {}), ...changed];
}

function changeWithout(change: DocumentChange, ids: ReadonlySet<string>): readonly DocumentChange[] {
  if (!('edits' in change)) return [change];
  const edits = change.edits.filter((one) => !('annotationId' in one && ids.has(one.annotationId ?? '')));
  return edits.length === 0 ? [] : [{ ...change, edits }];
}

/** A new file and its text have no annotation. They are of no use without the rest. */
function isAnnotated(change: DocumentChange): boolean {
  return 'edits' in change && change.edits.some((one) => 'annotationId' in one);
}

function wordsOf(
  asking: readonly (readonly [string, ChangeAnnotation])[],
  word: (annotation: ChangeAnnotation) => string | undefined,
): string {
  return asking.flatMap(([, annotation]) => word(annotation) ?? []).join('\n');
}
