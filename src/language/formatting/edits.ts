/**
 * Makes the edits that turn a text into its formatted form. Where tokens keep their order, each edit changes only the
 * whitespace and comments between two tokens, so cursors, folds and breakpoints stay at their places.
 */
import { lineBreakOf } from '../../text/lines.ts';
import type { TextEdit } from '../../text/edit.ts';
import { MARK } from './marks.ts';
import type { FormatStyle } from './style.ts';
import type { TokenPrinter } from './tokenPrinter.ts';

/** The edits of the whole text, in the order of the text. `output` is the text from the printer, with line feeds. */
export function editsOf(p: TokenPrinter, output: string, style: FormatStyle): readonly TextEdit[] {
  const maker = new EditMaker(p, output, style);
  return maker.all();
}

/** The edits inside one statement. The printer must have written only this statement. */
export function editsInside(p: TokenPrinter, output: string, style: FormatStyle): readonly TextEdit[] {
  const maker = new EditMaker(p, output, style);
  return maker.inside();
}

const BYTE_ORDER_MARK = 0xfeff;

class EditMaker {
  readonly #p: TokenPrinter;
  readonly #text: string;
  readonly #output: string;
  readonly #style: FormatStyle;
  readonly #lineBreak: string;
  /** The written tokens, sorted by their places in the text. */
  readonly #inText: readonly number[];
  readonly #edits: TextEdit[] = [];

  constructor(p: TokenPrinter, output: string, style: FormatStyle) {
    this.#p = p;
    this.#text = p.tree.text;
    this.#output = output;
    this.#style = style;
    this.#lineBreak = style.lineBreak ?? lineBreakOf(this.#text);
    this.#inText = [...p.written].sort((a, b) => a - b);
  }

  all(): readonly TextEdit[] {
    const { written } = this.#p;
    const { from, to } = this.#moved();
    for (let at = 0; at <= from; at++) this.#gap(at);
    if (from < to) {
      this.#replace(this.#start(from), this.#end(to), this.#newText(from, to));
      for (let at = to + 1; at <= written.length; at++) this.#gap(at);
    }
    return this.#edits;
  }

  inside(): readonly TextEdit[] {
    for (let at = 1; at < this.#inText.length; at++) this.#gap(at);
    return this.#edits;
  }

  /**
   * The range of written tokens that contains all moved tokens: `from` is the index of the first one, `to` of the last
   * one.
   */
  #moved(): { readonly from: number; readonly to: number } {
    const { written } = this.#p;
    let from = 0;
    while (from < written.length && written[from] === this.#inText[from]) from++;
    let to = written.length - 1;
    while (to > from && written[to] === this.#inText[to]) to--;
    return { from, to: Math.max(from, to) };
  }

  /** Adds the edit of the text before a written token, and of the token itself if it is an angle bracket. */
  #gap(at: number): void {
    const token = this.#p.written[at];
    const start = at === 0 ? this.#textStart : this.#end(at - 1);
    const end = token === undefined ? this.#text.length : this.#start(at);
    const newStart = at === 0 ? 0 : this.#newEnd(at - 1);
    const newEnd = this.#p.offsets[at] ?? this.#output.length;
    this.#replace(start, end, this.#output.slice(newStart, newEnd));
    if (token !== undefined && ((this.#p.marks[token] ?? 0) & MARK.angle) !== 0) {
      this.#replace(end, end + 1, this.#output.charAt(newEnd));
    }
  }

  get #textStart(): number {
    return this.#text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  }

  #start(at: number): number {
    return this.#p.tree.tokens.start(this.#inText[at] ?? this.#p.tree.tokens.count);
  }

  #end(at: number): number {
    return this.#p.tree.tokens.end(this.#inText[at] ?? this.#p.tree.tokens.count);
  }

  #newEnd(at: number): number {
    const { offsets, tree, written } = this.#p;
    const token = written[at] ?? 0;
    return (offsets[at] ?? 0) + tree.tokens.end(token) - tree.tokens.start(token);
  }

  #newText(from: number, to: number): string {
    return this.#output.slice(this.#p.offsets[from], this.#newEnd(to));
  }

  #replace(start: number, end: number, output: string): void {
    const old = this.#text.slice(start, end);
    if (old === output && this.#lineBreak === '\n') return;
    const [oldLines, newLines] = [old.split('\n'), output.split('\n')];
    if (!haveSameWords(oldLines, newLines)) {
      this.#replaceText(start, old, output);
      return;
    }
    let at = start;
    for (const [line, oldLine] of oldLines.entries()) {
      const isLast = line === oldLines.length - 1;
      const lineEnd = isLast ? '' : '\n';
      this.#replaceText(at, oldLine + lineEnd, (newLines[line] ?? '') + lineEnd);
      at += oldLine.length + lineEnd.length;
    }
  }

  #replaceText(start: number, old: string, output: string): void {
    if (this.#style.lineBreak === undefined && old.replaceAll('\r\n', '\n') === output) return;
    const newText = this.#lineBreak === '\n' ? output : output.replaceAll('\n', this.#lineBreak);
    if (old !== newText) this.#edits.push(trimmed(start, old, newText));
  }
}

/** Whether only the whitespace inside lines differs. In this case, we make a separate edit for each line. */
function haveSameWords(old: readonly string[], lines: readonly string[]): boolean {
  return old.length === lines.length && old.every((line, at) => withoutSpace(line) === withoutSpace(lines[at] ?? ''));
}

function withoutSpace(line: string): string {
  return line.replaceAll(/\s/g, '');
}

/** The edit without the text that is equal at both ends. An edit never begins or ends inside a CRLF. */
function trimmed(start: number, old: string, newText: string): TextEdit {
  const shorter = Math.min(old.length, newText.length);
  let head = 0;
  while (head < shorter && old.charCodeAt(head) === newText.charCodeAt(head)) head++;
  if (head > 0 && old.charAt(head - 1) === '\r') head--;
  let tail = 0;
  while (
    tail < shorter - head &&
    old.charCodeAt(old.length - 1 - tail) === newText.charCodeAt(newText.length - 1 - tail)
  )
    tail++;
  if (tail > 0 && old.charAt(old.length - tail) === '\n') tail--;
  const span = { start: start + head, end: start + old.length - tail };
  return { span, newText: newText.slice(head, newText.length - tail) };
}
