/** Removes fields and enum values and reserves their numbers and names, so that these never get another meaning. */
import { present } from '../../base/present.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { EnumNode, EnumValueNode, FieldNode, MessageNode, Node, ReservedNode } from '../../syntax/tree/nodes.ts';
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { itemsIn, membersIn, type Member, type Owner } from '../../workspace/files/members.ts';
import { canBeReserved, isReserved, removals, reservedName } from '../diagnostics/removed.ts';
import { atBlockStart, behindBrace, fix, type Fix, type FixContext, insert, remove, statementSpan } from './fix.ts';

type MemberNode = FieldNode | EnumValueNode;

/** What "Delete and reserve" would delete. */
interface Chosen {
  readonly owner: MessageNode | EnumNode;
  readonly items: readonly MemberNode[];
}

/** The action "Delete and reserve" for the field or value at the cursor, or for all that the selection touches. */
export function deleteAndReserve(file: LinkedFile, span: Span): readonly Fix[] {
  const { tree } = file;
  const chosen = span.start === span.end ? chosenAt(tree, span.start) : chosenIn(tree, span);
  if (chosen === undefined) return [];
  const { owner, items } = chosen;
  const members = items.flatMap((item) => retirable(file, item, owner) ?? []);
  if (members.length < items.length) return [];
  const edits = reserving(tree, owner, members);
  if (edits === undefined) return [];
  const removed = goingWith(owner, new Set(items)).map((node) => statementSpan(tree, node, true));
  if (removed.some((one, at) => at > 0 && one.start < (removed[at - 1]?.end ?? 0))) return [];
  if (edits.some((edit) => removed.some((one) => one.start < edit.span.start && edit.span.start < one.end))) return [];
  return [fix(titleFor(members, owner), [...edits, ...removed.map(remove)], false)];
}

function titleFor(members: readonly Member[], { kind }: Chosen['owner']): string {
  const [first] = members;
  if (members.length === 1) return `Delete ${first?.name ?? ''} and reserve its number and name`;
  return `Delete ${members.length} ${kind === 'enum' ? 'values' : 'fields'} and reserve their numbers and names`;
}

function chosenAt(tree: SyntaxTree, offset: number): Chosen | undefined {
  const path = nodePathAt(tree, offset);
  const item = path.findLast((node) => node.kind === 'field' || node.kind === 'enumValue');
  const owner = item && ownerOf(path, item);
  return owner && { owner, items: [item] };
}

/** Undefined if the selection touches anything else, because nothing else would be deleted. */
function chosenIn(tree: SyntaxTree, span: Span): Chosen | undefined {
  const owner = nodePathAt(tree, span.start).findLast(
    (node) => !isMember(node) && node.kind !== 'oneof' && isBlock(node),
  );
  if (owner?.kind !== 'message' && owner?.kind !== 'enum') return undefined;
  if (span.start <= tree.tokens.start(owner.first) || span.end > spanOf(tree, owner).end) return undefined;
  const items = touched<Node>(tree, owner.items ?? [], span).flatMap((item): readonly Node[] =>
    item.kind === 'oneof' ? touched<Node>(tree, item.items ?? [], span) : [item],
  );
  if (items.length === 0 || !items.every(isMember)) return undefined;
  const kept = owner.kind === 'enum' ? firstValue(owner) : undefined;
  if (kept !== undefined && items.includes(kept)) return undefined;
  return { owner, items };
}

function isBlock({ kind }: Node): boolean {
  return kind === 'message' || kind === 'enum' || kind === 'extend' || kind === 'field';
}

function isMember(node: Node | undefined): node is MemberNode {
  return node?.kind === 'enumValue' || (node?.kind === 'field' && node.group === undefined);
}

function touched<N extends Node>(tree: SyntaxTree, items: readonly N[], span: Span): readonly N[] {
  return items.filter((item) => {
    const { start, end } = spanOf(tree, item);
    return span.start < end && start < span.end;
  });
}

/** What has to be reserved for a field or value; undefined if that is not possible or if it is still in use. */
function retirable(file: LinkedFile, item: MemberNode, owner: Chosen['owner']): Member | undefined {
  if (!isMember(item) || item.name === undefined || item.number === undefined) return undefined;
  if (isNamedElsewhere(file, item, owner)) return undefined;
  const member = { name: item.name.text, number: signedNumber(item.number) };
  const alike = membersIn(owner).filter((one) => one.number === member.number || one.name === member.name);
  if (alike.length > 1 || !canBeReserved(owner, member) || isReserved(owner, member)) return undefined;
  return member;
}

/** A oneof without fields is not valid, so it goes with its last field. */
function goingWith(owner: Chosen['owner'], items: ReadonlySet<Node>): readonly Node[] {
  return (owner.items ?? []).flatMap((node: Node): readonly Node[] => {
    if (node.kind !== 'oneof') return items.has(node) ? [node] : [];
    const fields = (node.items ?? []).filter(({ kind }) => kind === 'field');
    const going = fields.filter((field) => items.has(field));
    return going.length > 0 && going.length === fields.length ? [node] : going;
  });
}

/**
 * Fixes that reserve members removed since the last save: the member that the diagnostic names, and all removed members
 * of its message or enum.
 */
export function reserveRemoved({ workspace, path, tree, diagnostic, owner }: FixContext): readonly Fix[] {
  const removal = removals(workspace, path).find((one) => one.owner === owner);
  if (removal === undefined) return [];
  const { members } = removal;
  const alone = members.length === 1;
  const fixes: Fix[] = [];
  const reserve = (title: string, retired: readonly Member[], preferred: boolean): void => {
    const edits = reserving(tree, removal.owner, retired);
    if (edits !== undefined) fixes.push(fix(title, edits, preferred));
  };
  const one = members.find(({ name, number }) => diagnostic.message.includes(` "${name}" = ${number} `));
  if (one !== undefined) reserve(`Reserve ${one.number} and "${one.name}"`, [one], alone);
  const what = removal.owner.kind === 'enum' ? 'values' : 'fields';
  if (!alone) reserve(`Reserve all ${members.length} removed ${what}`, members, true);
  return fixes;
}

function ownerOf(path: ReturnType<typeof nodePathAt>, item: MemberNode): MessageNode | EnumNode | undefined {
  const owner = path.findLast(
    (node) =>
      node !== item &&
      (node.kind === 'message' || node.kind === 'enum' || node.kind === 'extend' || node.kind === 'field'),
  );
  if (item.kind === 'field') {
    if (owner?.kind === 'message') return owner;
    return undefined;
  }
  if (owner?.kind !== 'enum') return undefined;
  return firstValue(owner) === item ? undefined : owner;
}

/** It is the default of every field that does not set one. */
function firstValue({ items }: EnumNode): EnumValueNode | undefined {
  return items?.find((one) => one.kind === 'enumValue');
}

/** The value is a default, or it shares its number with another value. */
function isNamedElsewhere(file: LinkedFile, item: MemberNode, owner: Chosen['owner']): boolean {
  if (item.kind !== 'enumValue' || owner.kind !== 'enum') return false;
  const name = item.name?.text ?? '';
  const shared = (owner.items ?? []).some(
    (one) =>
      one !== item &&
      one.kind === 'enumValue' &&
      one.number?.text === item.number?.text &&
      one.number?.negative === item.number?.negative,
  );
  const inOption = file.references.some(
    ({ span, target }) => target.kind === 'enumValue' && file.tree.text.slice(span.start, span.end) === name,
  );
  return (
    shared ||
    inOption ||
    [...file.interface.scope.values()].some((entity) => entity.kind === 'field' && entity.defaultValue === name)
  );
}

/** The edits that reserve numbers and names in a block; undefined if the block has no brace. */
export function reserving(tree: SyntaxTree, owner: Owner, retired: readonly Member[]): readonly TextEdit[] | undefined {
  if (behindBrace(tree, owner) === undefined) return undefined;
  const statements = (itemsIn(owner) ?? []).filter((one) => one.kind === 'reserved');
  const numbers = inRuns(retired.map(({ number }) => number));
  const names = retired.map(({ name }) => reservedName(tree, name));
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  const add = (statement: ReservedNode | undefined, parts: readonly string[]): void => {
    if (statement === undefined) lines.push(`reserved ${parts.join(', ')};`);
    else edits.push(insert(endOfList(tree, statement), `, ${parts.join(', ')}`));
  };
  add(
    statements.find((one) => one.ranges.length > 0),
    numbers,
  );
  add(
    statements.find((one) => one.names.length > 0),
    names,
  );
  if (lines.length === 0) return edits;
  const added = atBlockStart(tree, owner, lines.join('\n'), lineBreakOf(tree.text));
  return present(...edits, added);
}

/** Numbers as ranges, such as `1, 2, 5 to 9`, with each number once. */
function inRuns(numbers: readonly number[]): readonly string[] {
  const runs: { readonly start: number; end: number }[] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === number - 1) last.end = number;
    else runs.push({ start: number, end: number });
  }
  return runs.flatMap(({ start, end }) => {
    if (end - start > 1) return [`${start} to ${end}`];
    if (start === end) return [String(start)];
    return [String(start), String(end)];
  });
}

function endOfList(tree: SyntaxTree, statement: ReservedNode): number {
  const last = statement.names.at(-1) ?? statement.ranges.at(-1) ?? statement;
  return spanOf(tree, last).end;
}
