/**
 * Writes tokens one after the other, each with the comments around it. Productions of the grammar say what is between
 * two tokens; what happens to comments there is decided only here.
 */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { asBlockComment, commentLines } from './commentText.ts';
import type { Gap, GapComment, Gaps } from './gaps.ts';
import { MARK } from './marks.ts';
import { Writer } from './writer.ts';

/**
 * What is before a token: a `space`; nothing, and whitespace around comments stays (`none`); the same, but no whitespace
 * before the first comment (`inside` a parenthesis); a space only before comments (`tight`), as before a semicolon; spaces
 * only around comments (`sign`), as between a sign and its number.
 */
export type Before = 'space' | 'none' | 'inside' | 'tight' | 'sign';

/**
 * What happens to a line comment behind a token: it may end the line (`line`), it becomes a block comment so that the
 * line goes on (`inline`), also directly behind a parenthesis (`inside`), or the caller writes it (`later`).
 */
export type Behind = 'line' | 'inline' | 'inside' | 'later';

/** Whether an empty line comes before a statement: as in the text, never, or always. */
export type EmptyLine = 'asWritten' | 'never' | 'always';

/** Which comments before a statement get lines of their own: only leading ones, or those that trail a token too. */
export type OwnLines = 'leading' | 'all';

/** The cursor over the kept tokens, and the text so far. */
export class TokenPrinter {
  /** Index of the next token. */
  at = 0;
  readonly tree: SyntaxTree;
  readonly marks: Uint8Array;
  readonly gaps: Gaps;
  readonly writer: Writer;
  /** The kept tokens in the order in which they were written, and their offsets in the new text. */
  readonly written: number[] = [];
  readonly offsets: number[] = [];
  /** The token whose leading comments are already written. */
  #begun = -1;

  constructor(tree: SyntaxTree, marks: Uint8Array, gaps: Gaps, indent: string) {
    this.tree = tree;
    this.marks = marks;
    this.gaps = gaps;
    this.writer = new Writer(indent);
  }

  is(text: string): boolean {
    return this.tree.tokens.text(this.at) === text;
  }

  /** Writes the next token with its comments. */
  put(before: Before, behind: Behind = 'line'): void {
    const index = this.at;
    if (this.#begun !== index) this.#lead(this.gaps.before(index), before);
    this.written.push(index);
    this.offsets.push(this.writer.offset);
    this.writer.write(this.#textOf(index));
    this.at = this.gaps.kept(index + 1);
    if (behind !== 'later') this.putTrailing(behind);
  }

  /** Writes the comments that trail the last token, if `put` left them for later. */
  putTrailing(behind: Exclude<Behind, 'later'>): void {
    for (const comment of this.gaps.before(this.at).trailing) {
      if (behind !== 'inside' || !this.writer.isBehindParenthesis) this.writer.space();
      if (behind === 'line') this.#comment(comment.text);
      else this.#inside(comment);
      if (comment.isLine && behind === 'line') this.writer.endLine();
    }
  }

  /** Begins a line for the next token. Comments before it get lines of their own. */
  begin(emptyLine: EmptyLine, own: OwnLines = 'leading'): void {
    if (this.#begun === this.at) return;
    const gap = this.gaps.before(this.at);
    const comments = ownComments(gap, own);
    const isSeparate =
      emptyLine === 'always' || (emptyLine === 'asWritten' && (comments[0]?.blankBefore ?? gap.blankAfter));
    this.writer.endLine();
    if (isSeparate && !this.writer.isEmpty) this.writer.emptyLine();
    this.#ownLines(comments, true, own === 'all' ? gap.trailing.length : 0);
    if (comments.length > 0 && gap.blankAfter) this.writer.emptyLine();
    this.#begun = this.at;
  }

  /** Begins with the next token, without the comments before it. */
  beginHere(): void {
    this.#begun = this.at;
  }

  /**
   * Writes the comments before a token that ends a block. `buf format` keeps empty lines between them only if none is
   * after them.
   */
  beginClose(emptyLine: EmptyLine, own: OwnLines, isSparse: boolean): void {
    const gap = this.gaps.before(this.at);
    const comments = ownComments(gap, own);
    const keeps = isSparse || !gap.blankAfter;
    this.writer.endLine();
    if (keeps && emptyLine === 'asWritten' && comments[0]?.blankBefore === true && !this.writer.isEmpty)
      this.writer.emptyLine();
    this.#ownLines(comments, keeps, 0);
    this.#begun = this.at;
  }

  /** A comment that trailed a token has no empty line behind it. `trailing` is the number of these. */
  #ownLines(comments: readonly GapComment[], keepsEmptyLines: boolean, trailing: number): void {
    for (const [at, comment] of comments.entries()) {
      const isSeparate = at > 0 && at !== trailing && comment.blankBefore;
      if (isSeparate && keepsEmptyLines) this.writer.emptyLine();
      this.#comment(comment.text);
      this.writer.endLine();
    }
  }

  #lead({ leading, trailing, spaceAfter }: Gap, before: Before): void {
    for (const [at, comment] of leading.entries()) {
      if (this.#hasSpaceBefore(comment, before, at === 0)) this.writer.space();
      this.#inside(comment);
    }
    const last = leading.at(-1);
    const isGlued = before === 'none' || before === 'inside';
    const hasComments = leading.length + trailing.length > 0;
    const isApart = before === 'space' || (before === 'sign' && hasComments);
    if (isApart || (isGlued && last?.isLine === false && spaceAfter)) this.writer.space();
  }

  #hasSpaceBefore(comment: GapComment, before: Before, isFirst: boolean): boolean {
    if (before === 'space' || before === 'sign' || (before === 'tight' && isFirst)) return true;
    if (before === 'inside' && this.writer.isBehindParenthesis) return false;
    return comment.spaceBefore && !(before === 'tight' && comment.lineBefore);
  }

  /** A comment with something behind it. If a line comment cannot become a block comment, it ends the line. */
  #inside({ text, isLine }: GapComment): void {
    const block = isLine ? asBlockComment(text) : text;
    this.#comment(block ?? text);
    if (block === undefined) this.writer.endLine();
  }

  #comment(text: string): void {
    for (const [at, line] of commentLines(text).entries()) {
      if (at > 0) this.writer.endLine();
      if (line !== '') this.writer.write(line);
      else this.writer.emptyLine();
    }
  }

  #textOf(index: number): string {
    const text = this.tree.tokens.text(index);
    if (((this.marks[index] ?? 0) & MARK.angle) === 0) return text;
    return text === '<' ? '{' : '}';
  }
}

function ownComments({ trailing, leading }: Gap, own: OwnLines): readonly GapComment[] {
  if (own === 'leading' || trailing.length === 0) return leading;
  return [...trailing, ...leading];
}
