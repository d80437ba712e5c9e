/** Fixes for numbers that are taken, reserved or out of bounds, and for names that are reserved. */
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor } from '../../schema/descriptors/descriptor.ts';
import type {
  EnumNode,
  EnumValueNode,
  FieldNode,
  Node,
  NumberNode,
  RangeNode,
  ReservedNode,
} from '../../syntax/tree/nodes.ts';
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { itemsIn, type Owner } from '../../workspace/files/members.ts';
import { reservedNames } from '../diagnostics/removed.ts';
import { isFreeField, nextEnumNumber, nextExtensionNumber, nextFieldNumber } from '../names/freeNumbers.ts';
import { fix, type Fix, FixContext, insert, remove, replace, statementSpan } from './fix.ts';

/** Fixes that change an invalid or taken number to the next free one. */
export function renumber(context: FixContext): readonly Fix[] {
  const node = context.node('field', 'enumValue') ?? context.before.node('field', 'enumValue');
  if (node === undefined) return [];
  if (node.kind === 'field') return renumberField(context, node);
  return renumberValue(context, node);
}

function renumberField(context: FixContext, node: FieldNode): readonly Fix[] {
  const next = freeNumber(context, node);
  if (next === undefined) return [];
  return numbered(context, node, next);
}

function fieldAt({ file, tree }: FixContext, node: FieldNode): FieldDescriptor | undefined {
  const start = node.name && tree.tokens.start(node.name.first);
  for (const entity of file.interface.scope.values())
    if (entity.kind === 'field' && entity.nameStart === start) return entity;
  return undefined;
}

function freeNumber(context: FixContext, node: FieldNode): number | undefined {
  const field = fieldAt(context, node);
  if (field?.isExtension) return freeExtension(context, field);
  const message = field?.container ?? enclosingMessage(context, node);
  if (message === undefined) return undefined;
  const start = node.name && context.tree.tokens.start(node.name.first);
  const except = message.fields.findIndex((one) => one.nameStart === start);
  const said = saidNumber(context);
  if (said !== undefined && isFreeField(message, said)) return said;
  return nextFieldNumber(message, except);
}

/** The number that protoc's message suggests. A fix must not contradict the message that the user sees next to it. */
function saidNumber({ diagnostic }: FixContext): number | undefined {
  const said = /Next available field number is (\d+)/.exec(diagnostic.message)?.[1];
  return said === undefined ? undefined : Number(said);
}

/** The message that contains a field without a descriptor. Such a field may be half-typed, or its name may be taken. */
function enclosingMessage(context: FixContext, node: FieldNode): MessageDescriptor | undefined {
  const { file, tree } = context;
  const at = tree.tokens.start(node.first);
  let found: { readonly message: MessageDescriptor; readonly length: number } | undefined;
  for (const symbol of file.symbols) {
    if (symbol.kind !== 'message' || at < symbol.span.start || at > symbol.span.end) continue;
    const entity = file.interface.scope.get(symbol.fullName);
    const length = symbol.span.end - symbol.span.start;
    if (entity?.kind === 'message' && (found === undefined || length < found.length))
      found = { message: entity, length };
  }
  return found?.message;
}

function freeExtension({ file }: FixContext, field: FieldDescriptor): number | undefined {
  const { container } = field;
  if (container === undefined) return undefined;
  const used: number[] = [];
  for (const entity of file.interface.scope.values()) {
    if (
      entity.kind === 'field' &&
      entity !== field &&
      entity.isExtension &&
      entity.container?.fullName === container.fullName
    )
      used.push(entity.number);
  }
  return nextExtensionNumber(container, used);
}

function renumberValue(context: FixContext, node: EnumValueNode): readonly Fix[] {
  const type = enumAround(context, node);
  const start = node.name && context.tree.tokens.start(node.name.first);
  const index = type?.values.findIndex((one) => one.nameStart === start);
  const next = type && nextEnumNumber(type, index);
  // The first value of an open enum must be zero, whatever else is wrong with its number.
  const mustBeZero = index === 0 && type?.features.enum_type !== 'CLOSED';
  if (next === undefined || (mustBeZero && next !== 0)) return [];
  return numbered(context, node, next);
}

function enumAround(context: FixContext, node: EnumValueNode): EnumDescriptor | undefined {
  return context.enum(enumNodeAround(context, node));
}

function enumNodeAround(context: FixContext, node: EnumValueNode): EnumNode | undefined {
  const at = new FixContext(context.workspace, context.path, context.file, {
    ...context.diagnostic,
    span: spanOf(context.tree, node),
  });
  return at.node('enum');
}

/** The fix that replaces a member's number, or adds one if the member has none. */
function numbered(context: FixContext, node: FieldNode | EnumValueNode, number: number): readonly Fix[] {
  const { tree } = context;
  // If other text directly follows the number, the number is not complete.
  if (node.number !== undefined && !/^[\s;[]/.test(tree.text.slice(spanOf(tree, node.number).end))) return [];
  if (node.number !== undefined)
    return [fix(`Change the number to ${number}, which is free`, [replace(spanOf(tree, node.number), String(number))])];
  if (node.name === undefined) return [];
  const title = `Give it the number ${number}, which is free`;
  const { last } = node.name;
  if (tree.tokens.text(last + 1) === '=') return statementEnd(tree, last + 1, ` ${number}`, title);
  return statementEnd(tree, last, ` = ${number}`, title);
}

/** The fix that adds a text after a token, with a semicolon if nothing continues the statement. */
function statementEnd({ text, tokens }: SyntaxTree, token: number, added: string, title: string): readonly Fix[] {
  const end = tokens.end(token);
  const next = tokens.text(token + 1);
  if (next === ';' || next === '[') return [fix(title, [insert(end, added)])];
  const isLast = /[\r\n]/.test(text.slice(end, tokens.start(token + 1))) || next === '}' || next === '';
  if (isLast) return [fix(title, [insert(end, `${added};`)])];
  // Other text follows on the line, so we cannot tell where the statement ends.
  return [];
}

/** Fixes for a member that uses a reserved number: change the number, or remove the reservation. */
export function avoidReservedNumber(context: FixContext): readonly Fix[] {
  const user = /^(?:Field|Enum value) "([^"]+)" uses reserved number (-?\d+)/.exec(context.diagnostic.message);
  if (user === null) return [];
  const item = itemsOf(context.owner).find(
    (one) => one.name?.text === user[1] && numberOf(one.number) === Number(user[2]),
  );
  return [...renumbered(context, item), ...unreserveNumber(context, Number(user[2]))];
}

function renumbered(context: FixContext, item: FieldNode | EnumValueNode | undefined): readonly Fix[] {
  if (item === undefined) return [];
  if (item.kind === 'field') return renumberField(context, item);
  return renumberValue(context, item);
}

/** The last number of a range; infinite for `max`. */
function endOfRange({ start, end }: RangeNode): number {
  if (end === undefined) return numberOf(start);
  if (end.kind === 'identifier') return Number.POSITIVE_INFINITY;
  return numberOf(end);
}

function itemsOf(owner: Owner | undefined): readonly (FieldNode | EnumValueNode)[] {
  return ((owner && itemsIn(owner)) ?? []).flatMap((item) => {
    if (item.kind === 'field' || item.kind === 'enumValue') return [item];
    if (item.kind === 'oneof') return (item.items ?? []).filter((inner) => inner.kind === 'field');
    return [];
  });
}

function numberOf(node: NumberNode | undefined): number {
  if (node === undefined) return Number.NaN;
  return signedNumber(node);
}

const MAX_INT32 = 0x7fffffff;
const FIRST_OF_PROTOBUF = 19000;
const LAST_OF_PROTOBUF = 19999;

/**
 * Fixes for fields with numbers that protobuf reserves for itself. protoc does not say which field it means, so we
 * offer fixes for each of them.
 */
export function avoidProtobufNumbers(context: FixContext): readonly Fix[] {
  return context.file.symbols.flatMap((symbol) => {
    if (symbol.kind !== 'field') return [];
    const entity = context.file.interface.scope.get(symbol.fullName);
    if (entity?.kind !== 'field' || entity.number < FIRST_OF_PROTOBUF || entity.number > LAST_OF_PROTOBUF) return [];
    const at = new FixContext(context.workspace, context.path, context.file, {
      ...context.diagnostic,
      span: symbol.nameSpan,
    });
    return renumber(at).map((one) => ({ ...one, title: `${one.title} (${entity.name})` }));
  });
}

/** The fix that removes a number from a `reserved` statement, by splitting the range that contains the number. */
function unreserveNumber(context: FixContext, number: number): readonly Fix[] {
  const { tree } = context;
  const node = context.node('reserved');
  if (!node?.ranges.some((range) => numberOf(range.start) <= number && number <= endOfRange(range))) return [];
  const ranges = node.ranges.flatMap((range): string[] => {
    const start = numberOf(range.start);
    const end = endOfRange(range);
    const text = tree.text.slice(spanOf(tree, range).start, spanOf(tree, range).end);
    if (number < start || number > end) return [text];
    return [rangeText(start, number - 1), rangeText(number + 1, end)].filter((part) => part !== '');
  });
  if (ranges.length === 0)
    return [fix(`Do not reserve ${number} any more`, [remove(statementSpan(tree, node))], false)];
  const span = listSpan(tree, node, node.ranges);
  return [fix(`Do not reserve ${number} any more`, [replace(span, ranges.join(', '))], false)];
}

function rangeText(start: number, end: number): string {
  if (start > end || start > MAX_INT32) return '';
  if (end === Number.POSITIVE_INFINITY) return `${start} to max`;
  if (start === end) return String(start);
  return `${start} to ${end}`;
}

/** Fixes for a field or value whose name is reserved, and for a name that is reserved twice. */
export function unreserveName(context: FixContext): readonly Fix[] {
  const name = /^(?:Field name|Enum value) "([^"]+)" is reserved/.exec(context.diagnostic.message)?.[1];
  if (name === undefined) return [];
  const places = reservations(context.owner, name);
  if (context.diagnostic.code === 'reserved-twice')
    return namesRemoved(context, `Reserve "${name}" once`, places.slice(1), true);
  return namesRemoved(context, `Do not reserve "${name}" any more`, places, false);
}

/** One name in a `reserved` statement. */
interface Reservation {
  readonly node: ReservedNode;
  readonly index: number;
}

function reservations(owner: Owner | undefined, name: string): readonly Reservation[] {
  const statements = ((owner && itemsIn(owner)) ?? []).filter((item) => item.kind === 'reserved');
  return statements.flatMap((node) => {
    const all = reservedNames(node).map((one, index) => ({ one, index }));
    return all.filter(({ one }) => one === name).map(({ index }) => ({ node, index }));
  });
}

function namesRemoved(
  { tree }: FixContext,
  title: string,
  places: readonly Reservation[],
  preferred: boolean,
): readonly Fix[] {
  if (places.length === 0) return [];
  const statements = new Set(places.map(({ node }) => node));
  const edits = [...statements].map((node) => {
    const gone = new Set(places.filter((one) => one.node === node).map(({ index }) => index));
    const kept = node.names.filter((_, index) => !gone.has(index));
    if (kept.length === 0) return remove(statementSpan(tree, node));
    const texts = kept.map((one) => tree.text.slice(spanOf(tree, one).start, spanOf(tree, one).end));
    return replace(listSpan(tree, node, node.names), texts.join(', '));
  });
  return [fix(title, edits, preferred)];
}

/** The span of the list in a `reserved` statement. The list has at least one item. */
function listSpan(tree: SyntaxTree, node: ReservedNode, list: readonly Node[]): Span {
  const [first = node, last = node] = [list[0], list.at(-1)];
  return { start: spanOf(tree, first).start, end: spanOf(tree, last).end };
}

/** Fixes for a field whose number is in an extension range. The diagnostic is at the range. */
export function fieldInRange(context: FixContext): readonly Fix[] {
  const name = /includes field "([^"]+)"/.exec(context.diagnostic.message)?.[1];
  const item = itemsOf(context.owner).find((one) => one.name?.text === name);
  if (item?.kind === 'field') return renumberField(context, item);
  return [];
}

/** The fix for a range with its bounds in the wrong order, such as `reserved 5 to 1`. */
export function swapRangeBounds(context: FixContext): readonly Fix[] {
  const node = context.node('range');
  if (node?.end?.kind !== 'number') return [];
  const [start, end] = [numberOf(node.start), numberOf(node.end)];
  if (!(end < start)) return [];
  return [fix(`Change to ${end} to ${start}`, [replace(spanOf(context.tree, node), `${end} to ${start}`)])];
}
