/**
 * Parses text format in the value of an option, for the features of the editor. The linker checks it when it interprets
 * options.
 */
import { unescapeLiteral } from '../lexing/strings.ts';
import { behindTextComments } from '../lexing/textComments.ts';
import { KIND } from '../lexing/tokens.ts';
import type { AggregateFieldNode, AggregateNode, ListNode, StringNode, ValueNode } from '../tree/nodes.ts';
import type { Cursor } from './cursor.ts';
import { takeNumber } from './make.ts';

/**
 * The maximum depth of nested values in the tree. We leave out the contents of deeper values, but keep their tokens.
 */
const MAX_DEPTH = 100;

/** Reads fields from the cursor up to the token `limit`, which ends the value. */
export function textFields(p: Cursor, limit: number): AggregateFieldNode[] {
  const reader = new TextShape(p, limit);
  return reader.all();
}

class TextShape {
  readonly #p: Cursor;
  readonly #limit: number;
  /** The index of the last token that was read. It is not in a comment, because nodes contain no comments. */
  #last: number;

  constructor(p: Cursor, limit: number) {
    this.#p = p;
    this.#limit = limit;
    this.#last = p.at - 1;
  }

  all(): AggregateFieldNode[] {
    this.#skipComments();
    return this.#fields(MAX_DEPTH);
  }

  #skipComments(): void {
    const { tokens, at } = this.#p;
    this.#p.at = behindTextComments(tokens.source, tokens, at, this.#limit);
  }

  #take(): number {
    this.#last = this.#p.at++;
    this.#skipComments();
    return this.#last;
  }

  get #isOver(): boolean {
    return this.#p.at >= this.#limit;
  }

  #is(text: string): boolean {
    return !this.#isOver && this.#p.is(text);
  }

  #isKind(kind: number): boolean {
    return !this.#isOver && this.#p.isKind(kind);
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#take();
    return true;
  }

  #fields(depth: number): AggregateFieldNode[] {
    const fields: AggregateFieldNode[] = [];
    while (!this.#isOver) {
      if (this.#isKind(KIND.identifier) || this.#is('[')) fields.push(this.#field(depth));
      else if (this.#is('}') || this.#is('>')) break;
      else this.#take();
    }
    return fields;
  }

  #field(depth: number): AggregateFieldNode {
    const first = this.#p.at;
    const name = this.#fieldName();
    const colon = this.#accept(':');
    const isComposite = this.#is('{') || this.#is('<') || this.#is('[');
    const value = colon || isComposite ? this.#value(depth) : undefined;
    return { kind: 'aggregateField', first, last: this.#last, name, ...(value && { value }) };
  }

  #fieldName(): AggregateFieldNode['name'] {
    const { tokens } = this.#p;
    if (!this.#is('[')) return { kind: 'field', text: tokens.name(this.#take()) };
    this.#take();
    let text = '';
    while (!this.#isOver && !this.#is(']') && !this.#is('{') && !this.#is('}')) text += tokens.text(this.#take());
    this.#accept(']');
    return { kind: text.includes('/') ? 'any' : 'extension', text };
  }

  #value(depth: number): ValueNode | undefined {
    const p = this.#p;
    const first = p.at;
    if (this.#is('{') || this.#is('<')) return this.#message(depth);
    if (this.#is('[')) return this.#list(depth);
    if (this.#isKind(KIND.string)) return this.#string();
    const negative = this.#accept('-');
    if (this.#isKind(KIND.integer) || this.#isKind(KIND.float)) return this.#number(first, negative);
    if (!this.#isKind(KIND.identifier)) return undefined;
    const text = p.tokens.name(this.#take());
    return { kind: 'nameValue', first, last: this.#last, negative, text };
  }

  #number(first: number, negative: boolean): ValueNode {
    const number = takeNumber(this.#p, negative);
    this.#last = number.last;
    this.#skipComments();
    return { ...number, first };
  }

  /** Reads adjacent string literals as one string, even if there is a comment between them. */
  #string(): StringNode {
    const { tokens, at: first } = this.#p;
    let bytes = '';
    while (this.#isKind(KIND.string)) bytes += unescapeLiteral(tokens.text(this.#take()));
    return { kind: 'string', first, last: this.#last, bytes };
  }

  #message(depth: number): AggregateNode {
    const first = this.#p.at;
    const close = this.#is('{') ? '}' : '>';
    this.#take();
    if (depth === 0) {
      this.#skipNested();
      return { kind: 'aggregate', first, last: this.#last, fields: [] };
    }
    const fields = this.#fields(depth - 1);
    if (!this.#accept(close) && !this.#isOver) this.#take();
    return { kind: 'aggregate', first, last: this.#last, fields };
  }

  #list(depth: number): ListNode {
    const first = this.#p.at;
    const values: ValueNode[] = [];
    this.#take();
    while (!this.#isOver && !this.#is(']') && !this.#is('}')) {
      const value = depth === 0 ? undefined : this.#value(depth - 1);
      if (value !== undefined) values.push(value);
      else if (!this.#is(']')) this.#take();
    }
    this.#accept(']');
    return { kind: 'list', first, last: this.#last, values };
  }

  #skipNested(): void {
    for (let nested = 1; nested > 0 && !this.#isOver; this.#take()) {
      if (this.#is('{') || this.#is('<')) nested++;
      else if (this.#is('}') || this.#is('>')) nested--;
    }
  }
}
