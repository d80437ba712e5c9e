/**
 * Tokens that formatted text does not have, or writes in another way: empty statements, separators in message literals,
 * and angle brackets around message literals.
 */
import { children } from '../../syntax/tree/walk.ts';
import type { AggregateNode, ListNode, Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** The bits of a mark. */
export const MARK = {
  /** An empty statement. */
  empty: 1,
  /** A separator in a message literal, or the comma at the end of a list. */
  separator: 2,
  /** `<` or `>` around a message literal, which becomes a brace. */
  angle: 4,
  /** Begins a message literal directly after its field's name. Formatted text has a colon between them. */
  colonBefore: 8,
} as const;

/** Formatted text does not have these tokens. */
export const DROPPED = MARK.empty | MARK.separator;

/** One mark per token of the tree. Only tokens of `node` have any. */
export function tokenMarks(tree: SyntaxTree, node: Node = tree.root): Uint8Array {
  const marker = new Marker(tree);
  marker.mark(node);
  return marker.marks;
}

/** Marks for edits that may be applied without each other: a bracket must not change without its partner. */
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
    if (node.kind === 'empty') this.#markAll(node.first, node.last, MARK.empty);
    if (node.kind === 'aggregate') this.#aggregate(node);
    if (node.kind === 'list') this.#list(node);
    if (node.kind === 'aggregateField' && node.value?.kind === 'aggregate') this.#colon(node.value.first);
    for (const child of children(node)) this.mark(child);
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
      if (text === ',' || text === ';') this.#add(at, MARK.separator);
    }
  }

  #colon(value: number): void {
    if (this.#text(value - 1) !== ':') this.#add(value, MARK.colonBefore);
  }

  #markAll(first: number, last: number, mark: number): void {
    for (let at = first; at <= last; at++) this.#add(at, mark);
  }

  #add(token: number, mark: number): void {
    this.marks[token] = (this.marks[token] ?? 0) | mark;
  }

  #text(token: number): string {
    return this.#tree.tokens.text(token);
  }
}
