/** Decides the order of a file's statements in formatted text. */
import type { FileItem, ImportNode, OptionNode } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** The groups of statements in a file, in their order. We sort only imports and options within their group. */
const GROUPS = ['syntax', 'package', 'import', 'option', 'declaration'] as const;

/** A group of statements. In sorted text, an empty line usually precedes each group. */
export type FileGroup = (typeof GROUPS)[number];

/** The group of a statement at the top level of a file. */
export function groupOf({ kind }: FileItem): FileGroup {
  if (kind === 'syntax' || kind === 'package' || kind === 'import' || kind === 'option') return kind;
  return 'declaration';
}

/**
 * The statements of a file in the order of formatted text, without empty statements. Statements with equal keys keep
 * their order.
 */
export function inFormattedOrder(tree: SyntaxTree): readonly FileItem[] {
  const keyed = tree.root.items
    .filter(({ kind }) => kind !== 'empty')
    .map((item) => ({ item, group: GROUPS.indexOf(groupOf(item)), key: sortKey(tree, item) }));
  keyed.sort((a, b) => a.group - b.group || compare(a.key, b.key));
  return keyed.map(({ item }) => item);
}

function sortKey(tree: SyntaxTree, item: FileItem): string {
  if (item.kind === 'import') return importKey(tree, item);
  if (item.kind === 'option') return optionKey(tree, item);
  return '';
}

/**
 * The sort key of an import: its path with the quotes. Each `import option` follows all other imports, as the language
 * requires.
 */
function importKey(tree: SyntaxTree, { modifier, path }: ImportNode): string {
  const group = modifier === 'option' ? '1' : '0';
  return group + tokenTexts(tree, path?.first ?? 0, path?.last ?? -1);
}

/** The sort key of an option: its name. Custom options follow all others. */
function optionKey(tree: SyntaxTree, { name }: OptionNode): string {
  const text = tokenTexts(tree, name?.first ?? 0, name?.last ?? -1);
  const group = text.startsWith('(') ? '1' : '0';
  return group + text;
}

function tokenTexts({ tokens }: SyntaxTree, first: number, last: number): string {
  let text = '';
  for (let at = first; at <= last; at++) text += tokens.text(at);
  return text;
}

/** Compares texts by code units, because the order must not depend on the user's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
