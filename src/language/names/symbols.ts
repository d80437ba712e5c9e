/** Finds the symbol that a place in a file names, and the declaration of a symbol. */
import type {
  FileInterface,
  LinkedFile,
  LinkedImport,
  Reference,
  SymbolDefinition,
  SymbolName,
} from '../../schema/descriptors/model.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { RelatedPlace } from '../../text/diagnostic.ts';
import { spanTouches, type Span } from '../../text/span.ts';
import { partAt } from './nameParts.ts';
import { SpanIndex } from './spanIndex.ts';

/** What is at a place in a file: a name that refers to a symbol, a name that declares a symbol, or an import. */
export type NamedPlace =
  | { readonly kind: 'reference' | 'declaration'; readonly span: Span; readonly symbol: SymbolName }
  | { readonly kind: 'import'; readonly span: Span; readonly import: LinkedImport };

/**
 * Finds the linked file, with its text, that belongs to a file interface; undefined if the file is gone. With an import
 * path, it finds the file that `file` would import by this path.
 */
export type TextOf = (file: FileInterface, importPath?: string) => LinkedFile | undefined;

/** The name or the import at the cursor, or directly before the cursor. */
export function namedPlaceAt(file: LinkedFile, offset: number): NamedPlace | undefined {
  const imported = file.imports.find((item) => spanTouches(item.span, offset));
  if (imported) return { kind: 'import', span: imported.span, import: imported };
  const { references, symbols } = placesOf(file);
  const reference = references.at(offset);
  if (reference) return { kind: 'reference', ...partAt(file.tree, reference, offset) };
  const symbol = symbols.at(offset);
  return symbol && { kind: 'declaration', span: symbol.nameSpan, symbol };
}

/** A declaration with its file. */
export interface Declared {
  readonly file: LinkedFile;
  readonly symbol: SymbolDefinition;
}

/**
 * Where a symbol is declared now: in this file or in a file of its import closure. A file can use the options of
 * descriptor.proto without an import.
 */
export function declarationOf(file: LinkedFile, symbol: SymbolName, textOf: TextOf): Declared | undefined {
  const home = homeOf(file, symbol, textOf);
  // One pass over all symbols is faster than building a map. If several symbols have the same name, we take the first.
  const found = home?.symbols.find(({ kind, fullName }) => kind === symbol.kind && fullName === symbol.fullName);
  return home && found && { file: home, symbol: found };
}

/**
 * The package statement that a part of a name refers to; undefined if the part is not a package. It is the statement of
 * the file that declares what the whole name refers to.
 */
export function packageOf(file: LinkedFile, symbol: SymbolName, textOf: TextOf): PackageStatement | undefined {
  const home = homeOf(file, symbol, textOf);
  const isPackage = home !== undefined && `${home.interface.package}.`.startsWith(`${symbol.fullName}.`);
  if (!isPackage) return undefined;
  const node = home.tree.root.items.findLast((item) => item.kind === 'package');
  if (node?.name === undefined) return undefined;
  return { file: home, span: spanOf(home.tree, node), nameSpan: spanOf(home.tree, node.name) };
}

/** A package statement with its file. The spans are offsets in this file. */
export interface PackageStatement {
  readonly file: LinkedFile;
  readonly span: Span;
  readonly nameSpan: Span;
}

function homeOf(file: LinkedFile, symbol: SymbolName, textOf: TextOf): LinkedFile | undefined {
  if (file.path === symbol.file) return file;
  return fileInClosure(file, symbol.file, textOf);
}

/** The names in a file, which we can find by offset. */
interface Places {
  readonly references: SpanIndex<Reference>;
  readonly symbols: SpanIndex<SymbolDefinition>;
}

/**
 * The places of each linked file. A linked file never changes, and an editor needs them each time the pointer moves.
 */
const places = new WeakMap<LinkedFile, Places>();

function placesOf(file: LinkedFile): Places {
  const known = places.get(file);
  if (known !== undefined) return known;
  const made: Places = {
    references: new SpanIndex(file.references, ({ span }) => span),
    symbols: new SpanIndex(file.symbols, ({ nameSpan }) => nameSpan),
  };
  places.set(file, made);
  return made;
}

function fileInClosure(file: LinkedFile, path: string, textOf: TextOf): LinkedFile | undefined {
  const seen = new Set<FileInterface>();
  const waiting = [file.interface];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.path === path) return textOf(next);
    seen.add(next);
    for (const item of next.imports) if (item.file && !seen.has(item.file)) waiting.push(item.file);
  }
  return textOf(file.interface, path);
}

/** The current span of a place that a diagnostic refers to. */
export function relatedSpan(home: LinkedFile, place: RelatedPlace): Span {
  return home.symbols.find(({ fullName }) => fullName === place.declaration)?.nameSpan ?? place.span;
}

/** The node of a declaration: the innermost node that contains the declared name and more. */
export function declarationNode(file: LinkedFile, symbol: SymbolDefinition): Node | undefined {
  const path = nodePathAt(file.tree, symbol.nameSpan.start);
  return path.findLast((node) => node.kind !== 'identifier' && node.kind !== 'typeName' && node.kind !== 'mapType');
}
