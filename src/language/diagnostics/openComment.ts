/**
 * protoc reports a comment without an end twice: at the end of the file, and with a second message where the comment
 * begins. An editor sorts errors by place, so the second message would come first, and it is unclear without the first.
 * We turn it into a related place of the first error.
 */
import type { Diagnostic } from '../../text/diagnostic.ts';

const FIRST_MESSAGE = 'End-of-file inside block comment.';
const SECOND_MESSAGE = 'Comment started here.';

/** The diagnostics with the second message as a related place. A file has at most one comment without an end. */
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
