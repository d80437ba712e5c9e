/** Finds the declarations that a selection touches, and their names at another place. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { children } from '../../syntax/tree/walk.ts';
import type { Span } from '../../text/span.ts';
import { braceOf } from '../fixes/fix.ts';
import { RenamedNames } from '../navigation/renamedNames.ts';
import type { Movable } from './relocation.ts';
import type { Selection } from './refactoring.ts';

/**
 * The top-level declarations that a selection touches. For a cursor, it is the declaration whose head contains the
 * cursor.
 */
export function selectedDeclarations({ file, span }: Selection): readonly Movable[] {
  const items = file.tree.root.items.filter(isMovable);
  return items.filter((node) => isMeant(file.tree, node, span));
}

function isMovable(node: Node): node is Movable {
  return node.kind === 'message' || node.kind === 'enum' || node.kind === 'service' || node.kind === 'extend';
}

/** Whether the cursor is in the head of a declaration, or the selection touches the declaration. */
export function isMeant(tree: SyntaxTree, node: Node, selected: Span): boolean {
  const { start, end } = spanOf(tree, node);
  if (selected.start !== selected.end) return selected.start < end && start < selected.end;
  return selected.start >= start && selected.start <= headEnd(tree, node);
}

function headEnd(tree: SyntaxTree, node: Node): number {
  const brace = braceOf(tree, node);
  if (brace === undefined) return spanOf(tree, node).end;
  return tree.tokens.start(brace);
}

/** The names of declarations in a title: `A`, `A and B`, `A and 2 others`. */
export function namesOf(nodes: readonly Movable[]): string {
  const [first = '', ...others] = nodes.map(nameOf);
  if (others.length === 0) return first;
  if (others.length === 1) return `${first} and ${others[0] ?? ''}`;
  return `${first} and ${others.length} others`;
}

function nameOf(node: Movable): string {
  if (node.kind === 'extend') return `the extensions of ${node.extendee?.text ?? ''}`;
  return node.name?.text ?? '';
}

/**
 * The full names of declarations, now and in another scope. The values of an enum are in the same scope as the enum, so
 * their names change too.
 */
export function namesIn(
  file: LinkedFile,
  nodes: readonly Movable[],
  scopeAfter: string,
): { readonly moved: readonly string[]; readonly names: RenamedNames } {
  const starts = new Set(nodes.flatMap(namePlaces).map((node) => file.tree.tokens.start(node.first)));
  const moved = file.symbols.filter(({ nameSpan }) => starts.has(nameSpan.start)).map(({ fullName }) => fullName);
  const pairs = moved.map((name) => [name, inScope(scopeAfter, name.slice(name.lastIndexOf('.') + 1))] as const);
  return { moved, names: new RenamedNames(pairs) };
}

/** The nodes of the names that a declaration adds to its outer scope. */
function namePlaces(node: Movable): readonly Node[] {
  const own = node.kind === 'extend' || node.name === undefined ? [] : [node.name];
  if (node.kind !== 'enum' && node.kind !== 'extend') return own;
  const members = children(node).filter((item) => item.kind === 'enumValue' || item.kind === 'field');
  return [...own, ...members.flatMap(({ name }) => name ?? [])];
}

export function inScope(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${name}`;
}
