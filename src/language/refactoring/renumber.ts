/**
 * Gives the fields of a message, or the values of an enum, new numbers in the order of the text. This breaks everything
 * that was written with the old numbers, so we do it only after the user confirms it.
 */
import type { EnumNode, MessageNode, NumberNode } from '../../syntax/tree/nodes.ts';
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import { replace } from '../fixes/fix.ts';
import { namedAtCursor, symbolOf } from './atCursor.ts';
import type { Facts } from './facts.ts';
import type { Offer, Selection } from './refactoring.ts';
import { rewriting } from './rewriting.ts';

const WARNING =
  'This breaks the wire format: stored data, and clients and servers with the old numbers, are read wrongly.';

/** A member that has a name and a number in the text. */
interface Numbered {
  readonly name: string;
  readonly number: NumberNode;
}

export function renumberOffers(selection: Selection): readonly Offer[] {
  const node = namedAtCursor(selection);
  if (node?.kind !== 'message' && node?.kind !== 'enum') return [];
  const members = membersOf(node);
  const before = members.map(({ number }) => signedNumber(number));
  const after = numbersFor(node, before);
  if (after === undefined || after.every((number, at) => number === before[at])) return [];
  const what = node.kind === 'enum' ? 'values' : 'fields';
  const name = node.name?.text ?? '';
  return [
    {
      kind: 'rewrite',
      title: `Renumber the ${what} of ${name} (breaks the wire format)`,
      work: () =>
        rewriting(
          selection,
          () => members.map(({ number }, at) => replace(spanOf(selection.file.tree, number), String(after[at] ?? 0))),
          {
            warning: WARNING,
            mentions: [name, ...members.map((one) => one.name)],
            intend: (facts) => setNumbers(facts, scopeOfMembers(selection, node), members, after),
          },
        ),
    },
  ];
}

/** The members that get new numbers. We leave out members without a number. */
function membersOf(node: MessageNode | EnumNode): readonly Numbered[] {
  if (node.kind === 'enum')
    return (node.items ?? []).flatMap((item) => (item.kind === 'enumValue' ? numbered(item) : []));
  return (node.items ?? []).flatMap((item) => {
    if (item.kind === 'oneof') return (item.items ?? []).flatMap((one) => (one.kind === 'field' ? numbered(one) : []));
    return item.kind === 'field' ? numbered(item) : [];
  });
}

function numbered({
  name,
  number,
}: {
  readonly name?: { readonly text: string };
  readonly number?: NumberNode;
}): readonly Numbered[] {
  if (name === undefined || number === undefined) return [];
  return [{ name: name.text, number }];
}

/** The new numbers; undefined if the old ones have a meaning, as negative numbers and those of aliases do. */
function numbersFor(node: MessageNode | EnumNode, before: readonly number[]): readonly number[] | undefined {
  const [first] = before;
  if (first === undefined || new Set(before).size < before.length) return undefined;
  if (node.kind === 'enum' && before.some((number) => number < 0)) return undefined;
  const taken = takenRanges(node);
  let next = node.kind === 'enum' ? first : 1;
  return before.map(() => {
    for (let range = rangeAt(taken, next); range !== undefined; range = rangeAt(taken, next)) next = range.end + 1;
    return next++;
  });
}

interface Range {
  readonly start: number;
  /** The last number of the range, inclusive. */
  readonly end: number;
}

/** The field numbers that protobuf reserves for itself. */
const OWN_OF_PROTOBUF: Range = { start: 19000, end: 19999 };

function takenRanges(node: MessageNode | EnumNode): readonly Range[] {
  const statements = (node.items ?? []).filter((item) => item.kind === 'reserved' || item.kind === 'extensions');
  const ranges = statements.flatMap((item) =>
    item.ranges.flatMap(({ start, end }): readonly Range[] => {
      if (start === undefined) return [];
      const from = signedNumber(start);
      if (end === undefined) return [{ start: from, end: from }];
      return [{ start: from, end: end.kind === 'number' ? signedNumber(end) : Number.MAX_SAFE_INTEGER - 1 }];
    }),
  );
  return node.kind === 'enum' ? ranges : [...ranges, OWN_OF_PROTOBUF];
}

function rangeAt(ranges: readonly Range[], number: number): Range | undefined {
  return ranges.find(({ start, end }) => start <= number && number <= end);
}

/** The start of the members' keys in the facts. The values of an enum are in the same scope as the enum. */
function scopeOfMembers(selection: Selection, node: MessageNode | EnumNode): string {
  const fullName = symbolOf(selection, node)?.fullName ?? '';
  if (node.kind === 'message') return `field ${fullName}.`;
  return `enumValue ${fullName.slice(0, fullName.lastIndexOf('.') + 1)}`;
}

function setNumbers(facts: Facts, scope: string, members: readonly Numbered[], numbers: readonly number[]): void {
  for (const [at, { name }] of members.entries()) {
    const fact = facts.get(scope + name) ?? facts.get(scope + name.toLowerCase());
    if (fact !== undefined) fact['number'] = numbers[at];
  }
}
