/**
 * Writes tokens one after the other, each with its comments. The functions for the grammar decide the whitespace
 * between two tokens; this file alone decides what happens to the comments there.
 */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { asBlockComment, commentLines } from './commentText.ts';
import type { Gap, GapComment, Gaps } from './gaps.ts';
import { MARK } from './marks.ts';
import { Writer } from './writer.ts';

/**
 * The whitespace before a token. `space` is one space. `none` is nothing, but whitespace around comments stays.
 * `inside` is like `none`, but without whitespace between a parenthesis and the first comment. `tight`, as before a
 * semicolon, is a space only before comments. `sign`, as between a sign and its number, is spaces only around comments.
 */
export type Before = 'space' | 'none' | 'inside' | 'tight' | 'sign';

/**
 * What happens to a line comment after a token. With `line`, it may end the line. With `inline`, it becomes a block
 * comment, so that the line continues. `inside` is like `inline`, but without a space after a parenthesis. With
 * `later`, the caller writes it.
 */
export type Behind = 'line' | 'inline' | 'inside' | 'later';

/** Whether an empty line comes before a statement: as in the original text, never, or always. */
export type EmptyLine = 'asWritten' | 'never' | 'always';

/**
 * The comments before a statement that get their own lines: only leading comments, or also comments that trail the
 * previous token.
 */
export type OwnLines = 'leading' | 'all';

/** The cursor over the kept tokens, and the text written so far. */
export class TokenPrinter {
  /** The index of the next token. */
  at = 0;
  readonly tree: SyntaxTree;
  readonly marks: Uint8Array;
  readonly gaps: Gaps;
  readonly writer: Writer;
  /**
   * The indexes of the kept tokens in the order in which we wrote them. `offsets` has their offsets in the new text.
   */
  readonly written: number[] = [];
  readonly offsets: number[] = [];
  /** The index of the token whose leading comments are already written; -1 for none. */
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

  /** Begins a line for the next token. The comments before the token get their own lines. */
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

  /** Begins with the next token, without writing the comments before it. */
  beginHere(): void {
    this.#begun = this.at;
  }

  /**
   * Writes the comments before a token that ends a block. If an empty line follows these comments, `buf format` removes
   * the empty lines between them, except where `isSparse` is set.
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

  /**
   * Writes comments on their own lines. The first `trailing` of them trailed a token, and no empty line follows these.
   */
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

  /**
   * Writes a comment that other text follows on its line. If a line comment cannot become a block comment, it ends the
   * line.
   */
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
