/**
 * Formats a file as `buf format` does. It never guesses: a file with syntax errors stays as it is, and so does a file
 * whose formatted text would say something else.
 */
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { shownSpan, type Diagnostic } from '../../text/diagnostic.ts';
import { gapsWithDetached } from './detached.ts';
import { firstBrokenValue } from './brokenValue.ts';
import { editsOf } from './edits.ts';
import { saysTheSame } from './check.ts';
import { Gaps } from './gaps.ts';
import { breaksShape } from './shape.ts';
import { MARK, tokenMarks, withoutAngles } from './marks.ts';
import { inFormattedOrder } from './order.ts';
import { printFile } from './statements.ts';
import type { FormatStyle } from './style.ts';
import { TokenPrinter } from './tokenPrinter.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** The result: the edits and the new text, or the reason why there are none. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string; readonly edits: readonly TextEdit[] }
  /** The text has a syntax error, or a part that the formatter cannot write. */
  | { readonly kind: 'refused'; readonly reason: string; readonly offset: number }
  /** The formatter has a defect. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Formats a whole file, and sorts its imports and file options. */
export function formatFile(tree: SyntaxTree, style: FormatStyle): Formatted {
  return format(tree, style, true);
}

/**
 * Formats the lines of a selection. Statements stay in their order, so each edit is valid without the others. The
 * resulting text is that of the whole file with all edits.
 */
export function formatLines(tree: SyntaxTree, { start, end }: Span, style: FormatStyle): Formatted {
  const result = format(tree, style, false);
  if (result.kind !== 'formatted') return result;
  const from = tree.text.lastIndexOf('\n', start - 1);
  const lineEnd = tree.text.indexOf('\n', end);
  const to = lineEnd < 0 ? tree.text.length : lineEnd;
  return { ...result, edits: result.edits.filter(({ span }) => span.end >= from && span.start <= to) };
}

function format(tree: SyntaxTree, style: FormatStyle, isSorted: boolean): Formatted {
  const errors = tree.diagnostics.filter(({ severity }) => severity === 'error');
  const error = errors.find(breaksShape);
  if (error !== undefined) return refusal(error);
  const broken = firstBrokenValue(tree);
  if (broken !== undefined) return { kind: 'refused', reason: BROKEN_VALUE, offset: tree.tokens.start(broken) };
  const marks = isSorted ? tokenMarks(tree) : withoutAngles(tokenMarks(tree));
  const mixed = firstMixedComment(tree, marks);
  if (mixed !== undefined) return { kind: 'refused', reason: MIXED_COMMENT, offset: mixed };
  const items = isSorted ? inFormattedOrder(tree) : tree.root.items;
  const moved = isSorted ? gapsWithDetached(new Gaps(tree, marks), items) : undefined;
  const p = new TokenPrinter(tree, marks, new Gaps(tree, marks, moved), style.indent);
  printFile(p, items, isSorted);
  const edits = editsOf(p, withFinalLineBreak(p.writer.finish(), style), style);
  const text = applyEdits(tree.text, edits);
  if (saysTheSame(tree, marks, text, isSorted)) return { kind: 'formatted', text, edits };
  if (errors[0] !== undefined) return refusal(errors[0]);
  return {
    kind: 'failed',
    reason: 'Internal error: the formatted text would not say the same. The file stays as it is.',
  };
}

const BROKEN_VALUE = 'The formatter does not understand this part of the value of an option.';
const MIXED_COMMENT = 'A block comment begins in a comment that starts with "#". Such a file cannot be formatted.';

/**
 * The offset of the first `#` that the formatter cannot handle, such as a comment `# … /*`. For the lexer, a block
 * comment begins there and continues on the next line, but for a reader, the comment ends with its line.
 */
function firstMixedComment({ text, tokens }: SyntaxTree, marks: Uint8Array): number | undefined {
  if (!text.includes('#')) return undefined;
  for (let at = 0; at < tokens.count; at++) {
    const start = tokens.start(at);
    if (text.charAt(start) !== '#') continue;
    const isComment = ((marks[at] ?? 0) & MARK.textComment) !== 0;
    if (!isComment || text.slice(start, lineEnd(text, start)).includes('/*')) return start;
  }
  return undefined;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found;
}

/** The place is the one that an editor underlines, so that the message and the list of problems agree. */
function refusal(error: Diagnostic): Formatted {
  return { kind: 'refused', reason: error.message, offset: shownSpan(error)?.start ?? 0 };
}

function withFinalLineBreak(output: string, { finalLineBreak }: FormatStyle): string {
  if (finalLineBreak || !output.endsWith('\n')) return output;
  return output.slice(0, -1);
}
