/**
 * Lists the fields and enum values of a text by the declaration that contains them. The result is small enough to keep
 * for the saved text of each open file.
 */
import { LONG_SCOPE } from '../../base/longNames.ts';
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
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';

/** A field or an enum value. */
export interface Member {
  readonly name: string;
  readonly number: number;
}

/** A declaration that contains members: a message, an enum, or a field that is a group. */
export type Owner = MessageNode | EnumNode | FieldNode;

/**
 * The members of each declaration, by its full name without the package. Declarations with syntax errors are not
 * included.
 */
export type Members = ReadonlyMap<string, readonly Member[]>;

/**
 * Returns the members of each message, group and enum by its name. It leaves out declarations with a syntax error
 * inside.
 */
export function membersOf(tree: SyntaxTree): Members {
  const isBroken = brokenPlaces(tree);
  const members = new Map<string, readonly Member[]>();
  eachOwner(tree, (name, owner) => {
    if (!isBroken(owner)) members.set(name, membersIn(owner));
  });
  return members;
}

/** Returns the items inside the braces of a declaration; undefined if it has no braces. */
export function itemsIn(owner: Owner): readonly (MessageItem | EnumItem)[] | undefined {
  if (owner.kind === 'field') return owner.group;
  return owner.items;
}

/**
 * Visits the messages, groups and enums of a file, outer ones before inner ones. It leaves out those inside names that
 * are too long (see `longNames.ts`).
 */
export function eachOwner(tree: SyntaxTree, visit: (name: string, owner: Owner) => void): void {
  const go = (items: readonly (FileItem | MessageItem | EnumItem)[], scope: string): void => {
    if (scope.length > LONG_SCOPE) return;
    for (const item of items) {
      if (item.kind === 'oneof' || item.kind === 'extend') go(item.items ?? [], scope);
      if (!isOwner(item) || item.name === undefined) continue;
      visit(scope + item.name.text, item);
      go(itemsIn(item) ?? [], `${scope}${item.name.text}.`);
    }
  };
  go(tree.root.items, '');
}

/** Whether a node contains members: a message, a group or an enum. */
export function isOwner(node: Node): node is Owner {
  return node.kind === 'message' || node.kind === 'enum' || (node.kind === 'field' && node.group !== undefined);
}

/** Returns the members that are directly inside a declaration. */
export function membersIn(owner: Owner): readonly Member[] {
  const members: Member[] = [];
  eachMember(owner, (name, number) => members.push({ name, number: signedNumber(number) }));
  return members;
}

/** Whether a declaration begins with these members, as most unedited ones do. The check allocates nothing. */
export function beginsWith(owner: Owner, members: readonly Member[]): boolean {
  let at = 0;
  let found = 0;
  eachMember(owner, (name, number) => {
    const member = members[at++];
    if (member?.name === name && member.number === signedNumber(number)) found++;
  });
  return found === members.length;
}

/** Visits the members of a declaration. Fields of a oneof are members of the message. */
function eachMember(owner: Owner, visit: (name: string, number: NumberNode) => void): void {
  const go = (item: MessageItem | EnumItem): void => {
    if (item.kind === 'oneof') for (const inner of item.items ?? []) go(inner);
    else if (item.kind === 'field' && item.name && item.number) visit(fieldName(item, item.name.text), item.number);
    else if (item.kind === 'enumValue' && item.name && item.number) visit(item.name.text, item.number);
  };
  for (const item of itemsIn(owner) ?? []) go(item);
}

/** Returns the name of a field. The field of a group has the name of its message in lower case. */
function fieldName({ group }: FieldNode, written: string): string {
  if (group === undefined) return written;
  return written.toLowerCase();
}

/** Returns a function that says whether a block has no end or a syntax error inside. */
export function brokenPlaces(tree: SyntaxTree): (block: Owner) => boolean {
  const errors = tree.diagnostics
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ span }) => span?.start ?? [])
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
    // If a block has no closing brace of its own, it ends where its last item ends.
    const items = itemsIn(block);
    const isClosed = items !== undefined && items.at(-1)?.last !== block.last && tree.tokens.text(block.last) === '}';
    return !isClosed || firstFrom(start) <= end;
  };
}
