/** Converts the outline of a file to nested symbols. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import { outline, type OutlineItem, type OutlineKind } from '../../../../language/structure/outline.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { isDeprecated } from '../../../../workspace/files/deprecated.ts';
import { LastingResult } from '../lastingResult.ts';
import { toRange } from './ranges.ts';
import { DEPRECATED_SYMBOL } from './workspaceSymbol.ts';

const SYMBOL_KINDS: Readonly<Record<OutlineKind, SymbolKind>> = {
  package: SymbolKind.Package,
  message: SymbolKind.Struct,
  field: SymbolKind.Field,
  oneof: SymbolKind.Object,
  enum: SymbolKind.Enum,
  enumValue: SymbolKind.EnumMember,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
  extend: SymbolKind.Namespace,
};

/** Keeps the outline of each tree, because editors request it after each edit and when the user opens another view. */
const outlines = new WeakMap<SyntaxTree, LastingResult<readonly DocumentSymbol[]>>();

/**
 * The largest number of symbols in an outline. The largest file of google-proto-files has 60,000. A text of 8 MB can
 * declare over a million, and their JSON would be almost as long as the longest string of Node.
 */
const MOST_SYMBOLS = 200_000;

/** Returns the reply to a request for the outline. We make it once for each tree. */
export function toOutline(tree: SyntaxTree): LastingResult<readonly DocumentSymbol[]> {
  const known = outlines.get(tree);
  if (known !== undefined) return known;
  const result = new LastingResult(toDocumentSymbols(tree));
  outlines.set(tree, result);
  return result;
}

/** Returns the outline as nested symbols, up to MOST_SYMBOLS. */
export function toDocumentSymbols(tree: SyntaxTree): readonly DocumentSymbol[] {
  return symbolsOf(tree, outline(tree), { left: MOST_SYMBOLS });
}

function symbolsOf(tree: SyntaxTree, items: readonly OutlineItem[], budget: { left: number }): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const item of items) {
    if (budget.left === 0) break;
    budget.left--;
    symbols.push(toDocumentSymbol(tree, item, budget));
  }
  return symbols;
}

function toDocumentSymbol(tree: SyntaxTree, item: OutlineItem, budget: { left: number }): DocumentSymbol {
  const symbol: DocumentSymbol = {
    name: symbolName(item),
    kind: SYMBOL_KINDS[item.kind],
    range: toRange(tree, item.span),
    selectionRange: toRange(tree, item.nameSpan),
  };
  // A large file has tens of thousands of symbols, so we leave out empty properties.
  if (item.detail !== '') symbol.detail = item.detail;
  if (isDeprecated(item.node)) symbol.tags = DEPRECATED_SYMBOL;
  if (item.children.length > 0) symbol.children = symbolsOf(tree, item.children, budget);
  return symbol;
}

function symbolName({ kind, name }: OutlineItem): string {
  if (kind === 'extend') return `extend ${name}`;
  return name;
}
