/** Records the resolved names of a file in little time and memory, because most of them are never used. */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Entity } from '../descriptors/descriptor.ts';
import type { Reference } from '../descriptors/model.ts';
import { symbolName } from '../descriptors/symbol.ts';

/** The references in a piece of text. If the file has the same piece again, we add them again. */
export interface RelativeReferences {
  readonly tokens: readonly number[];
  readonly targets: readonly Entity[];
}

/** Receives one reference: its first and last token, and the declaration that it refers to. */
export type VisitReference = (first: number, last: number, target: Entity) => void;

/** The references of a file. Each one is a pair of tokens and a target; `list` turns the tokens into spans. */
export class References {
  /** The first and the last token of each reference. */
  readonly #tokens: number[] = [];
  readonly #targets: Entity[] = [];

  /** Adds a reference, unless the compiler generated the declaration that it refers to. */
  add(first: number, last: number, target: Entity): void {
    if (target.nameStart < 0) return;
    this.#tokens.push(first, last);
    this.#targets.push(target);
  }

  get count(): number {
    return this.#targets.length;
  }

  /** Returns the references from index `from` on. Their tokens are relative to `token`. */
  since(from: number, token: number): RelativeReferences {
    return { tokens: this.#tokens.slice(2 * from).map((at) => at - token), targets: this.#targets.slice(from) };
  }

  /** Adds copies of the references that `since` returned, relative to another token. */
  repeat({ tokens, targets }: RelativeReferences, token: number): void {
    for (const at of tokens) this.#tokens.push(at + token);
    for (const target of targets) this.#targets.push(target);
  }

  /** Returns the tokens of the first reference between two tokens whose target matches. */
  firstWithin(
    first: number,
    last: number,
    isMeant: (target: Entity) => boolean,
  ): { readonly first: number; readonly last: number } | undefined {
    const index = this.#targets.findIndex((target, i) => {
      const token = this.#tokens[2 * i] ?? -1;
      return first <= token && token <= last && isMeant(target);
    });
    if (index < 0) return undefined;
    const [from = 0, to = 0] = this.#tokens.slice(2 * index, 2 * index + 2);
    return { first: from, last: to };
  }

  /** Calls `visit` with the first token, the last token and the target of each reference, in no particular order. */
  each(visit: VisitReference): void {
    for (const [index, target] of this.#targets.entries())
      visit(this.#tokens[2 * index] ?? 0, this.#tokens[2 * index + 1] ?? 0, target);
  }

  /** Returns the references with their spans, in the order of the text. */
  list({ tokens }: SyntaxTree): readonly Reference[] {
    const references = this.#targets.map((target, i): Reference => {
      const [first = 0, last = 0] = this.#tokens.slice(2 * i, 2 * i + 2);
      return { span: { start: tokens.start(first), end: tokens.end(last) }, target: symbolName(target) };
    });
    return references.sort((a, b) => a.span.start - b.span.start);
  }
}
