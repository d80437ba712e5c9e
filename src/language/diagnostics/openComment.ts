/**
 * Joins the two errors that protoc reports for a comment without an end. One is at the end of the file, and the other
 * is at the start of the comment. Editors sort errors by place, so the second one would come first, and its text alone
 * does not explain the problem. We turn it into a related place of the first one.
 */
import type { Diagnostic } from '../../text/diagnostic.ts';

const FIRST_MESSAGE = 'End-of-file inside block comment.';
const SECOND_MESSAGE = 'Comment started here.';

/** A file can have only one comment without an end. */
export function withOpenComment(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const second = diagnostics.find((one) => isLexical(one, SECOND_MESSAGE));
  if (second?.span === undefined) return diagnostics;
  const related = [{ span: second.span, message: SECOND_MESSAGE }];
  return diagnostics
    .filter((one) => one !== second)
    .map((one) => (isLexical(one, FIRST_MESSAGE) ? { ...one, related } : one));
}

function isLexical({ code, message }: Diagnostic, text: string): boolean {
  return code === 'lexical-error' && message.trim() === text;
}
