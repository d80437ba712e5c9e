/**
 * Marks the tokens that formatted text does not have, or that it has in another form: empty statements, separators in
 * message literals, comments in message literals that begin with `#`, and angle brackets around message literals.
 */
import { behindTextComments } from '../../syntax/lexing/textComments.ts';
import { children } from '../../syntax/tree/walk.ts';
import type { AggregateNode, ListNode, Node, ValueNode } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** The bits that a mark consists of. */
export const MARK = {
  /** A semicolon that is an empty statement. */
  empty: 1,
  /** A separator in a message literal, or the comma at the end of a list. */
  separator: 2,
  /** `<` or `>` around a message literal. Formatted text has a brace instead. */
  angle: 4,
  /**
   * The first token of a message literal or a list that directly follows its field's name. Formatted text has a colon
   * before it.
   */
  colonBefore: 8,
  /** A word in a comment of text format, which begins with `#`. The formatter writes it as a part of the comment. */
  textComment: 16,
} as const;

/** The marks of tokens that formatted text does not have. */
export const DROPPED = MARK.empty | MARK.separator | MARK.textComment;

function isComposite(value: ValueNode | undefined): value is AggregateNode | ListNode {
  return value?.kind === 'aggregate' || value?.kind === 'list';
}

/** The marks of all tokens, one per token of the tree. Tokens outside `node` have the mark 0. */
export function tokenMarks(tree: SyntaxTree, node: Node = tree.root): Uint8Array {
  const marker = new Marker(tree);
  marker.mark(node);
  return marker.marks;
}

/**
 * The marks without those of angle brackets. If the user may apply single edits, a bracket must not change without its
 * partner.
 */
export function withoutAngles(marks: Uint8Array): Uint8Array {
  return marks.map((mark) => mark & ~MARK.angle);
}

class Marker {
  readonly marks: Uint8Array;
  readonly #tree: SyntaxTree;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
    this.marks = new Uint8Array(tree.tokens.count);
  }

  mark(node: Node): void {
    if (node.kind === 'option' && node.value?.kind === 'aggregate') this.#textComments(node.value);
    if (node.kind === 'empty') this.#markAll(node.first, node.last, MARK.empty);
    if (node.kind === 'aggregate') this.#aggregate(node);
    if (node.kind === 'list') this.#list(node);
    if (node.kind === 'aggregateField' && isComposite(node.value)) this.#colon(node.value.first);
    for (const child of children(node)) this.mark(child);
  }

  /** Marks the words of comments in text format. The parser skips these words, so no node contains them. */
  #textComments({ first, last }: AggregateNode): void {
    const { text, tokens } = this.#tree;
    for (let at = first + 1; at < last; at++) {
      const end = behindTextComments(text, tokens, at, last);
      for (; at < end; at++) this.#add(at, MARK.textComment);
    }
  }

  #aggregate({ first, last, fields }: AggregateNode): void {
    if (this.#text(first) === '<') this.#add(first, MARK.angle);
    if (this.#text(last) === '>') this.#add(last, MARK.angle);
    for (const [at, field] of fields.entries()) this.#separators(field.last + 1, fields[at + 1]?.first ?? last);
  }

  #list({ last, values }: ListNode): void {
    const end = values.at(-1)?.last;
    if (end !== undefined) this.#separators(end + 1, last);
  }

  #separators(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const text = this.#text(at);
      if (this.#isComment(at)) continue;
      if (text === ',' || text === ';') this.#add(at, MARK.separator);
    }
  }

  #colon(value: number): void {
    let before = value - 1;
    while (this.#isComment(before)) before--;
    if (this.#text(before) !== ':') this.#add(value, MARK.colonBefore);
  }

  #markAll(first: number, last: number, mark: number): void {
    for (let at = first; at <= last; at++) this.#add(at, mark);
  }

  #add(token: number, mark: number): void {
    this.marks[token] = (this.marks[token] ?? 0) | mark;
  }

  #isComment(token: number): boolean {
    return ((this.marks[token] ?? 0) & MARK.textComment) !== 0;
  }

  #text(token: number): string {
    return this.#tree.tokens.text(token);
  }
}
