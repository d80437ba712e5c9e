/** Fixes for numbers that are taken, reserved or out of bounds, and for names that are reserved. */
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor } from '../../schema/descriptors/descriptor.ts';
import type {
  EnumNode,
  EnumValueNode,
  FieldNode,
  NumberNode,
  RangeNode,
  ReservedNode,
} from '../../syntax/tree/nodes.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import { itemsIn, type Owner } from '../../workspace/files/members.ts';
import { nextEnumNumber, nextExtensionNumber, nextFieldNumber } from '../names/freeNumbers.ts';
import { fix, type Fix, FixContext, insert, remove, replace, statementSpan } from './fix.ts';

/** The next free number, for a field, an extension or an enum value whose number cannot stay. */
export function renumber(context: FixContext): readonly Fix[] {
  const node = context.node('field', 'enumValue') ?? context.before.node('field', 'enumValue');
  if (node === undefined) return [];
  if (node.kind === 'field') return renumberField(context, node);
  return renumberValue(context, node);
}

function renumberField(context: FixContext, node: FieldNode): readonly Fix[] {
  const field = fieldAt(context, node);
  const next = field?.isExtension ? freeExtension(context, field) : freeField(context, node, field);
  if (next === undefined) return [];
  return numbered(context, node, next);
}

function fieldAt({ file, tree }: FixContext, node: FieldNode): FieldDescriptor | undefined {
  const start = node.name === undefined ? -1 : tree.tokens.start(node.name.first);
  for (const entity of file.interface.scope.values())
    if (entity.kind === 'field' && entity.nameStart === start) return entity;
  return undefined;
}

function freeField(context: FixContext, node: FieldNode, field: FieldDescriptor | undefined): number | undefined {
  const message = field?.container ?? enclosingMessage(context, node);
  if (message === undefined) return undefined;
  const start = node.name === undefined ? -1 : context.tree.tokens.start(node.name.first);
  return nextFieldNumber(
    message,
    message.fields.findIndex((one) => one.nameStart === start),
  );
}

/** The message around a field without a descriptor: the field may be half-typed, or the second one with its name. */
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
  const start = node.name === undefined ? -1 : context.tree.tokens.start(node.name.first);
  const index = type?.values.findIndex((one) => one.nameStart === start);
  const next = type && nextEnumNumber(type, index);
  // An open enum begins with zero, whatever else is wrong with the number.
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

/** Replaces a number, or adds it if there is none. */
function numbered(context: FixContext, node: FieldNode | EnumValueNode, number: number): readonly Fix[] {
  const { tree } = context;
  // A number that touches other text is not a complete number.
  if (node.number !== undefined && !/^[\s;[]/.test(tree.text.slice(spanOf(tree, node.number).end))) return [];
  if (node.number !== undefined)
    return [fix(`Change the number to ${number}, which is free`, [replace(spanOf(tree, node.number), String(number))])];
  if (node.name === undefined) return [];
  const behind = tree.tokens.text(node.name.last + 1) === '=' ? node.name.last + 1 : node.name.last;
  const end = tree.tokens.end(behind);
  const text = behind === node.name.last ? ` = ${number}` : ` ${number}`;
  const next = tree.tokens.text(behind + 1);
  const closing = next === ';' || next === '[' ? '' : ';';
  // Something else follows on the line, and we do not guess.
  const follows = /[\r\n]/.test(tree.text.slice(end, tree.tokens.start(behind + 1))) || next === '}' || next === '';
  if (closing !== '' && !follows) return [];
  return [fix(`Give it the number ${number}, which is free`, [insert(end, text + closing)])];
}

/** A field or value that uses a reserved number or name: change it, or remove the reservation. */
export function avoidReservedNumber(context: FixContext): readonly Fix[] {
  const user = /^(?:Field|Enum value) "([^"]+)" uses reserved number (-?\d+)/.exec(context.diagnostic.message);
  if (user === null) return [];
  const item = itemsOf(context.owner).find(
    (one) => one.name?.text === user[1] && numberOf(one.number) === Number(user[2]),
  );
  const reserved = context.node('reserved');
  const other = renumbered(context, item);
  return [...other, ...(reserved === undefined ? [] : unreserveNumber(context, reserved, Number(user[2])))];
}

function renumbered(context: FixContext, item: FieldNode | EnumValueNode | undefined): readonly Fix[] {
  if (item === undefined) return [];
  if (item.kind === 'field') return renumberField(context, item);
  return renumberValue(context, item);
}

/** The last number of a range, infinite for `max`. */
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
  return Number(node.text) * (node.negative ? -1 : 1);
}

const MAX_INT32 = 0x7fffffff;
const FIRST_OF_PROTOBUF = 19000;
const LAST_OF_PROTOBUF = 19999;

/** protoc does not say which field it means, so we take all of them. */
export function avoidProtobufNumbers(context: FixContext): readonly Fix[] {
  return context.file.symbols.flatMap((symbol) => {
    const entity = symbol.kind === 'field' ? context.file.interface.scope.get(symbol.fullName) : undefined;
    if (entity?.kind !== 'field' || entity.number < FIRST_OF_PROTOBUF || entity.number > LAST_OF_PROTOBUF) return [];
    const at = new FixContext(context.workspace, context.path, context.file, {
      ...context.diagnostic,
      span: symbol.nameSpan,
    });
    return renumber(at).map((one) => ({ ...one, title: `${one.title} (${entity.name})` }));
  });
}

/** Splits the range that contains a number. */
function unreserveNumber(context: FixContext, node: ReservedNode, number: number): readonly Fix[] {
  const { tree } = context;
  if (
    !node.ranges.some(
      (range) =>
        numberOf(range.start) <= number &&
        (range.end === undefined
          ? number === numberOf(range.start)
          : range.end.kind === 'identifier' || number <= numberOf(range.end)),
    )
  )
    return [];
  const ranges = node.ranges.flatMap((range): string[] => {
    const start = numberOf(range.start);
    const end = endOfRange(range);
    const text = tree.text.slice(spanOf(tree, range).start, spanOf(tree, range).end);
    if (number < start || number > end) return [text];
    return [rangeText(start, number - 1), rangeText(number + 1, end)].filter((part) => part !== '');
  });
  if (ranges.length === 0)
    return [fix(`Do not reserve ${number} any more`, [remove(statementSpan(tree, node))], false)];
  const [first, last] = [node.ranges[0], node.ranges.at(-1)];
  if (first === undefined || last === undefined) return [];
  const span = { start: spanOf(tree, first).start, end: spanOf(tree, last).end };
  return [fix(`Do not reserve ${number} any more`, [replace(span, ranges.join(', '))], false)];
}

function rangeText(start: number, end: number): string {
  if (start > end || start > MAX_INT32) return '';
  if (end === Number.POSITIVE_INFINITY) return `${start} to max`;
  if (start === end) return String(start);
  return `${start} to ${end}`;
}

/** `Field name "a" is reserved.`, and a name that is reserved twice. */
export function unreserveName(context: FixContext): readonly Fix[] {
  const name = /^(?:Field name|Enum value) "([^"]+)" is reserved/.exec(context.diagnostic.message)?.[1];
  if (name === undefined) return [];
  const twice = context.diagnostic.code === 'reserved-twice';
  const { owner } = context;
  const places: { readonly node: ReservedNode; readonly index: number }[] = [];
  for (const item of (owner && itemsIn(owner)) ?? []) {
    if (item.kind !== 'reserved') continue;
    item.names.forEach((one, index) => {
      if ((one.kind === 'string' ? stringText(one) : one.text) === name) places.push({ node: item, index });
    });
  }
  const extra = twice ? places.slice(1) : places;
  if (extra.length === 0) return [];
  const title = twice ? `Reserve "${name}" once` : `Do not reserve "${name}" any more`;
  return [fix(title, namesRemoved(context, extra), twice)];
}

function namesRemoved(
  { tree }: FixContext,
  places: readonly { readonly node: ReservedNode; readonly index: number }[],
): Fix['edits'] {
  const statements = new Set(places.map(({ node }) => node));
  return [...statements].map((node) => {
    const gone = new Set(places.filter((one) => one.node === node).map(({ index }) => index));
    const kept = node.names.filter((_, index) => !gone.has(index));
    if (kept.length === 0) return remove(statementSpan(tree, node));
    const [first, last] = [node.names[0], node.names.at(-1)];
    const span = first && last ? { start: spanOf(tree, first).start, end: spanOf(tree, last).end } : spanOf(tree, node);
    return replace(span, kept.map((one) => tree.text.slice(spanOf(tree, one).start, spanOf(tree, one).end)).join(', '));
  });
}

/** A field in an extension range: the diagnostic is at the range. */
export function fieldInRange(context: FixContext): readonly Fix[] {
  const name = /includes field "([^"]+)"/.exec(context.diagnostic.message)?.[1];
  const item = itemsOf(context.owner).find((one) => one.name?.text === name);
  if (item?.kind === 'field') return renumberField(context, item);
  return [];
}

/** `reserved 5 to 1` */
export function swapRangeBounds(context: FixContext): readonly Fix[] {
  const node = context.node('range');
  const [start, end] = [numberOf(node?.start), node?.end?.kind === 'number' ? numberOf(node.end) : Number.NaN];
  if (node === undefined || !(end < start)) return [];
  return [fix(`Change to ${end} to ${start}`, [replace(spanOf(context.tree, node), `${end} to ${start}`)])];
}
