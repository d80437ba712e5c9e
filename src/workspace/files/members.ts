/** The fields and values of a text by what declares them: small enough to be kept of an open file's saved text. */
import type {
  EnumItem,
  EnumNode,
  FieldNode,
  FileItem,
  MessageItem,
  MessageNode,
  Node,
  NumberNode,
} from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';

/** A field or an enum value. */
export interface Member {
  readonly name: string;
  readonly number: number;
}

/** What declares members; of fields, groups alone do. */
export type Owner = MessageNode | EnumNode | FieldNode;

/** By the full name without the package; what is broken is left out. */
export type Members = ReadonlyMap<string, readonly Member[]>;

/** The members of each message, group and enum by its name. Those with a syntax error in them are left out. */
export function membersOf(tree: SyntaxTree): Members {
  const isBroken = brokenPlaces(tree);
  const members = new Map<string, readonly Member[]>();
  eachOwner(tree, (name, owner) => {
    if (!isBroken(owner)) members.set(name, membersIn(owner));
  });
  return members;
}

/** What stands in its braces; undefined where it has none. */
export function itemsIn(owner: Owner): readonly (MessageItem | EnumItem)[] | undefined {
  if (owner.kind === 'field') return owner.group;
  return owner.items;
}

/** Messages, groups and enums, outer ones first. */
export function eachOwner(tree: SyntaxTree, visit: (name: string, owner: Owner) => void): void {
  const go = (items: readonly (FileItem | MessageItem | EnumItem)[], scope: string): void => {
    for (const item of items) {
      if (item.kind === 'oneof' || item.kind === 'extend') go(item.items ?? [], scope);
      if (!isOwner(item) || item.name === undefined) continue;
      visit(scope + item.name.text, item);
      go(itemsIn(item) ?? [], `${scope}${item.name.text}.`);
    }
  };
  go(tree.root.items, '');
}

/** Whether a node declares members: a message, a group or an enum. */
export function isOwner(node: Node): node is Owner {
  return node.kind === 'message' || node.kind === 'enum' || (node.kind === 'field' && node.group !== undefined);
}

/** The members directly in one owner. */
export function membersIn(owner: Owner): readonly Member[] {
  const members: Member[] = [];
  eachMember(owner, (name, number) => members.push({ name, number: numberOf(number) }));
  return members;
}

/** Whether a block begins with these members, as most do that nobody edits: nothing is made to find out. */
export function beginsWith(owner: Owner, members: readonly Member[]): boolean {
  let at = 0;
  let found = 0;
  eachMember(owner, (name, number) => {
    const member = members[at++];
    if (member?.name === name && member.number === numberOf(number)) found++;
  });
  return found === members.length;
}

/** Those of oneofs are the message's own. */
function eachMember(owner: Owner, visit: (name: string, number: NumberNode) => void): void {
  const go = (item: MessageItem | EnumItem): void => {
    if (item.kind === 'oneof') for (const inner of item.items ?? []) go(inner);
    else if (item.kind === 'field' && item.name && item.number) visit(fieldName(item, item.name.text), item.number);
    else if (item.kind === 'enumValue' && item.name && item.number) visit(item.name.text, item.number);
  };
  for (const item of itemsIn(owner) ?? []) go(item);
}

/** A group's message has the name that is written; the field has it in small letters. */
function fieldName({ group }: FieldNode, written: string): string {
  if (group === undefined) return written;
  return written.toLowerCase();
}

function numberOf({ text, negative }: NumberNode): number {
  if (negative) return -Number(text);
  return Number(text);
}

/** Tells of a block whether it has no end or a syntax error inside. */
export function brokenPlaces(tree: SyntaxTree): (block: Owner) => boolean {
  const errors = tree.diagnostics
    .flatMap(({ severity, span }) => (severity === 'error' && span ? [span.start] : []))
    .sort((a, b) => a - b);
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
    const items = itemsIn(block);
    const isClosed = items !== undefined && items.at(-1)?.last !== block.last && tree.tokens.text(block.last) === '}';
    return !isClosed || firstFrom(start) <= end;
  };
}
