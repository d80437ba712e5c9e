/** The fields and values of a text by what declares them: small enough to be kept of an open file's saved text. */
import type { EnumNode, MessageItem, MessageNode, NumberNode } from '../syntax/nodes.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree.ts';

export interface Member {
  readonly name: string;
  readonly number: number;
}

/** By the full name without the package; what is broken is left out. */
export type Members = ReadonlyMap<string, readonly Member[]>;

export function membersOf(tree: SyntaxTree): Members {
  const isBroken = brokenPlaces(tree);
  const members = new Map<string, readonly Member[]>();
  eachOwner(tree, (name, owner) => {
    if (!isBroken(owner)) members.set(name, membersIn(owner));
  });
  return members;
}

/** Messages and enums, outer ones first. A group's own body is not gone into: it is declared as a field. */
export function eachOwner(tree: SyntaxTree, visit: (name: string, owner: MessageNode | EnumNode) => void): void {
  const go = (items: readonly (MessageItem | SyntaxTree['root']['items'][number])[], scope: string): void => {
    for (const item of items) {
      if ((item.kind !== 'message' && item.kind !== 'enum') || item.name === undefined) continue;
      visit(scope + item.name.text, item);
      if (item.kind === 'message') go(item.items ?? [], `${scope}${item.name.text}.`);
    }
  };
  go(tree.root.items, '');
}

export function membersIn(owner: MessageNode | EnumNode): readonly Member[] {
  const members: Member[] = [];
  eachMember(owner, (name, number) => members.push({ name, number: numberOf(number) }));
  return members;
}

/** Whether a block begins with these members, as most do that nobody edits: nothing is made to find out. */
export function beginsWith(owner: MessageNode | EnumNode, members: readonly Member[]): boolean {
  let at = 0;
  let found = 0;
  eachMember(owner, (name, number) => {
    const member = members[at++];
    if (member?.name === name && member.number === numberOf(number)) found++;
  });
  return found === members.length;
}

/** Those of oneofs are the message's own. */
function eachMember(owner: MessageNode | EnumNode, visit: (name: string, number: NumberNode) => void): void {
  const { items } = owner;
  if (items === undefined) return;
  for (const item of items) {
    if (item.kind === 'oneof') {
      for (const inner of item.items ?? []) if (inner.kind === 'field' && inner.name && inner.number) visit(inner.name.text, inner.number);
    } else if ((item.kind === 'field' || item.kind === 'enumValue') && item.name && item.number) visit(item.name.text, item.number);
  }
}

function numberOf({ text, negative }: NumberNode): number {
  return negative ? -Number(text) : Number(text);
}

/** Tells of a block whether it has no end or a syntax error inside. */
export function brokenPlaces(tree: SyntaxTree): (block: MessageNode | EnumNode) => boolean {
  const errors = tree.diagnostics.flatMap(({ severity, span }) => (severity === 'error' && span ? [span.start] : [])).sort((a, b) => a - b);
  const firstFrom = (offset: number): number => {
    let [low, high] = [0, errors.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((errors[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return errors[low] ?? Number.POSITIVE_INFINITY;
  };
  return (block) => {
    const { start, end } = spanOf(tree, block);
    // Without a brace of its own, it ends where its last item does.
    const isClosed = block.items !== undefined && block.items.at(-1)?.last !== block.last && tree.tokens.text(block.last) === '}';
    return !isClosed || firstFrom(start) <= end;
  };
}
