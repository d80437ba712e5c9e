/** Finds a name that the linker could not resolve in a file with errors, such as the type of a half-typed field. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { Span } from '../../text/span.ts';

/** The first place that may use the name without a known reference; undefined if we know what each place means. */
export function unknownUse(file: LinkedFile, name: string, uses: readonly Span[]): Span | undefined {
  // In a text without errors, the linker resolves each name.
  if (!file.diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  const { tokens } = file.tree;
  let known: KnownPlaces | undefined;
  for (let at = 0; at < tokens.count; at++) {
    if (tokens.kind(at) !== 'identifier' || tokens.text(at) !== name) continue;
    const span = { start: tokens.start(at), end: tokens.end(at) };
    known ??= new KnownPlaces(file, uses);
    if (!known.has(span) && mayName(nodePathAt(file.tree, span.start + 1).at(-1))) return span;
  }
  return undefined;
}

/** The nodes in which an identifier may be a name. Keywords and scalar types are identifiers too. */
const NAMING: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'error',
  'typeName',
  'optionName',
  'optionNamePart',
  'nameValue',
  'aggregate',
  'aggregateField',
]);

function mayName(node: Node | undefined): boolean {
  return node !== undefined && NAMING.has(node.kind);
}

/** The places that the linker resolved, whatever they name. */
class KnownPlaces {
  readonly #starts: ReadonlySet<number>;
  readonly #references: readonly Span[];

  constructor(file: LinkedFile, uses: readonly Span[]) {
    this.#references = file.references.map(({ span }) => span);
    this.#starts = new Set([...uses, ...file.symbols.map(({ nameSpan }) => nameSpan)].map(({ start }) => start));
  }

  has({ start }: Span): boolean {
    return this.#starts.has(start) || this.#references.some((span) => span.start <= start && start < span.end);
  }
}
