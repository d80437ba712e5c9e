/** Removes fields and enum values and reserves their numbers and names, so that they never get another meaning. */
import { present } from '../../base/present.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { EnumNode, EnumValueNode, FieldNode, MessageNode, ReservedNode } from '../../syntax/tree/nodes.ts';
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { itemsIn, membersIn, type Member, type Owner } from '../../workspace/files/members.ts';
import { canBeReserved, isReserved, removals, reservedName } from '../diagnostics/removed.ts';
import { atBlockStart, behindBrace, fix, type Fix, type FixContext, insert, remove, statementSpan } from './fix.ts';

/** The action "Delete it and reserve" for the field or value at the cursor. */
export function deleteAndReserve(file: LinkedFile, offset: number): readonly Fix[] {
  const { tree } = file;
  const path = nodePathAt(tree, offset);
  const item = path.findLast((node) => node.kind === 'field' || node.kind === 'enumValue');
  if (item?.name === undefined || item.number === undefined || (item.kind === 'field' && item.group !== undefined))
    return [];
  const owner = ownerOf(path, item);
  if (owner === undefined || isNamedElsewhere(file, item, owner)) return [];
  const going =
    path.findLast((node) => node.kind === 'oneof' && node.items?.filter((one) => one.kind === 'field').length === 1) ??
    item;
  const member = { name: item.name.text, number: signedNumber(item.number) };
  const isShared =
    membersIn(owner).filter((one) => one.number === member.number || one.name === member.name).length > 1;
  if (isShared || !canBeReserved(owner, member) || isReserved(owner, member)) return [];
  const edits = reserving(tree, owner, [member]);
  if (edits === undefined) return [];
  const removed = statementSpan(tree, going, true);
  if (edits.some(({ span }) => removed.start < span.start && span.start < removed.end)) return [];
  return [fix(`Delete ${item.name.text} and reserve its number and name`, [...edits, remove(removed)], false)];
}

/** The members removed since the last save: the one that the diagnostic is about, and all of its message or enum. */
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

function ownerOf(
  path: ReturnType<typeof nodePathAt>,
  item: FieldNode | EnumValueNode,
): MessageNode | EnumNode | undefined {
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
  // The first value is the default of every field that does not set one.
  if (owner.items?.find((one) => one.kind === 'enumValue') === item) return undefined;
  return owner;
}

/** The value is a default, or it shares its number with another value. */
function isNamedElsewhere(file: LinkedFile, item: FieldNode | EnumValueNode, owner: MessageNode | EnumNode): boolean {
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

/** Numbers as ranges, each number once: `1, 2, 5 to 9`. */
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
