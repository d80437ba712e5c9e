/** Replacements in one text. */
import type { Span } from './span.ts';

/**
 * One replacement: `newText` replaces the text in `span`. An empty span inserts text; an empty `newText` deletes text.
 */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Returns the text after the edits. The edits may be in any order, but must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let at = 0;
  for (const { span, newText } of ordered) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}
