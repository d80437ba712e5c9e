/** The names of a file that were resolved, noted as cheaply as can be: most are never asked for. */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Entity } from '../descriptors/descriptor.ts';
import type { Reference } from '../descriptors/model.ts';
import { symbolName } from '../descriptors/symbol.ts';

/** References of a piece of text, for where the same piece comes again. */
export interface RelativeReferences {
  readonly tokens: readonly number[];
  readonly targets: readonly Entity[];
}

/** Which name leads where, as pairs of tokens and targets. `list` turns them into spans. */
export class References {
  /** First and last token of each. */
  readonly #tokens: number[] = [];
  readonly #targets: Entity[] = [];

  /** What the compiler makes up is no target. */
  add(first: number, last: number, target: Entity): void {
    if (target.nameStart < 0) return;
    this.#tokens.push(first, last);
    this.#targets.push(target);
  }

  get count(): number {
    return this.#targets.length;
  }

  /** Those that were added from the `from`th on, as seen from a token. */
  since(from: number, token: number): RelativeReferences {
    return { tokens: this.#tokens.slice(2 * from).map((at) => at - token), targets: this.#targets.slice(from) };
  }

  /** Adds the same ones at another token. */
  repeat({ tokens, targets }: RelativeReferences, token: number): void {
    for (const at of tokens) this.#tokens.push(at + token);
    for (const target of targets) this.#targets.push(target);
  }

  /** The tokens of the first that was added and stands between two tokens, and whose target is meant. */
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

  /** In the order of the text. */
  list({ tokens }: SyntaxTree): readonly Reference[] {
    const references = this.#targets.map((target, i): Reference => {
      const [first = 0, last = 0] = this.#tokens.slice(2 * i, 2 * i + 2);
      return { span: { start: tokens.start(first), end: tokens.end(last) }, target: symbolName(target) };
    });
    return references.sort((a, b) => a.span.start - b.span.start);
  }
}
