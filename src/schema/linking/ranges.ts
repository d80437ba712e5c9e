/**
 * Checks ranges of numbers in messages and enums. No range may end before it starts, overlap another, or contain a
 * field or value.
 */
import type {
  EnumDescriptor,
  ExtensionRange,
  FieldDescriptor,
  MessageDescriptor,
  ReservedRange,
} from '../descriptors/descriptor.ts';
import type { Linking } from './scope.ts';
import { isReservedNameWithinLimits } from './nameLimits.ts';
import type { NumberHints } from './numberHints.ts';
import { nameInEditor, namePlace, numberPlace } from './places.ts';
import { overlappingPairs, RangeIndex } from './rangeIndex.ts';

const MAX_FIELDS = 0xffff;

/** Checks one range of an `extensions` statement, without looking at other ranges. */
export function checkExtensionRange(
  link: Linking,
  hints: NumberHints,
  message: MessageDescriptor,
  range: ExtensionRange,
): void {
  const place = numberPlace(link, range);
  if (range.start <= 0) {
    hints.request(message, place, range.end - range.start);
    link.error('extension-range', 'Extension numbers must be positive integers.', place);
  }
  if (range.start >= range.end)
    link.error('extension-range', 'Extension range end number must be greater than start number.', place);
}

/** Checks one reserved range of a message, without looking at other ranges. */
export function checkReservedRange(
  link: Linking,
  hints: NumberHints,
  message: MessageDescriptor,
  range: ReservedRange,
): void {
  const place = numberPlace(link, range);
  if (range.start <= 0) {
    hints.request(message, place, range.end - range.start);
    link.error('reserved-range', 'Reserved numbers must be positive integers.', place);
  }
  if (range.start >= range.end)
    link.error('reserved-range', 'Reserved range end number must be greater than start number.', place);
}

/** Checks the ranges and reserved names of a message against each other and against its fields. */
export function checkMessageRanges(link: Linking, hints: NumberHints, message: MessageDescriptor): void {
  const hasRanges =
    message.extensionRanges.length > 0 || message.reservedRanges.length > 0 || message.reservedNames.length > 0;
  if (hasRanges) reservedOverlaps(link, message);
  checkFieldCount(link, message);
  if (!hasRanges) return;
  const reservedNames = checkReservedNames(link, message, 'Field name');
  const ranges = {
    extensions: new RangeIndex(message.extensionRanges, 0),
    reserved: new RangeIndex(message.reservedRanges, 0),
  };
  for (const field of message.fields) {
    if (link.isFull) break;
    checkField(link, hints, message, field, ranges, reservedNames);
  }
  extensionOverlaps(link, message);
}

/** Checks that a message does not have too many fields. protoc stores their number in 16 bits. */
function checkFieldCount(link: Linking, message: MessageDescriptor): void {
  const { fullName, fields } = message;
  if (fields.length <= MAX_FIELDS) return;
  link.error(
    'too-many-fields',
    `${fields.length} fields in ${fullName} exceeds the limit of ${MAX_FIELDS}`,
    nameInEditor(link, message),
  );
}

function reservedOverlaps(link: Linking, message: MessageDescriptor): void {
  for (const [first, second] of overlapping(message.reservedRanges, 0)) {
    link.error(
      'range-overlap',
      `Reserved range ${second.start} to ${second.end - 1} overlaps with already-defined range ${first.start} to ${first.end - 1}.`,
      numberPlace(link, first),
    );
  }
}

function checkReservedNames(
  link: Linking,
  what: MessageDescriptor | EnumDescriptor,
  kind: 'Field name' | 'Enum value',
): Set<string> {
  const names = new Set<string>();
  for (const name of what.reservedNames) {
    if (!isReservedNameWithinLimits(name)) link.error('name-length', 'Reserved name too long.', namePlace(link, what));
  }
  for (const name of what.reservedNames) {
    if (names.has(name))
      link.error('reserved-twice', `${kind} "${name}" is reserved multiple times.`, namePlace(link, what));
    names.add(name);
  }
  return names;
}

interface MessageRanges {
  readonly extensions: RangeIndex<ExtensionRange>;
  readonly reserved: RangeIndex<ReservedRange>;
}

function checkField(
  link: Linking,
  hints: NumberHints,
  message: MessageDescriptor,
  field: FieldDescriptor,
  ranges: MessageRanges,
  reservedNames: Set<string>,
): void {
  for (const range of ranges.extensions.with(field.number)) {
    hints.request(message, numberPlace(link, range), 1);
    link.error(
      'extension-range-used',
      `Extension range ${range.start} to ${range.end - 1} includes field "${field.name}" (${field.number}).`,
      numberPlace(link, range),
      link.relatedPlace(field, 'the field'),
    );
  }
  for (const range of ranges.reserved.with(field.number)) {
    hints.request(message, numberPlace(link, range), 1);
    link.error(
      'reserved-number',
      `Field "${field.name}" uses reserved number ${field.number}.`,
      numberPlace(link, range),
      link.relatedPlace(field, 'the field'),
    );
  }
  if (reservedNames.has(field.name))
    link.error('reserved-name', `Field name "${field.name}" is reserved.`, namePlace(link, field));
}

function extensionOverlaps(link: Linking, message: MessageDescriptor): void {
  // As in protoc, we report the overlaps of an extension range with reserved ranges first.
  const ranges = [...message.extensionRanges, ...message.reservedRanges];
  const isReserved = (index: number): boolean => index >= message.extensionRanges.length;
  const pairs = overlappingPairs(ranges, 0)
    .filter(([first]) => !isReserved(first))
    .sort((a, b) => a[0] - b[0] || Number(isReserved(b[1])) - Number(isReserved(a[1])) || a[1] - b[1]);
  for (const [first, second] of pairs) {
    const [range, other] = [message.extensionRanges[first], ranges[second]];
    if (range === undefined || other === undefined) continue;
    link.error('range-overlap', overlapText(range, other), numberPlace(link, range));
  }
}

/** The error for two ranges that overlap. If both are extension ranges, protoc names the later one first. */
function overlapText(range: ExtensionRange, other: ExtensionRange | ReservedRange): string {
  if (other.kind === 'reservedRange')
    return `Extension range ${numbersOf(range)} overlaps with reserved range ${numbersOf(other)}.`;
  return `Extension range ${numbersOf(other)} overlaps with already-defined range ${numbersOf(range)}.`;
}

function numbersOf({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${start} to ${end - 1}`;
}

/** Checks the reserved ranges and names of an enum against each other and against its values. */
export function checkEnumRanges(link: Linking, type: EnumDescriptor): void {
  if (type.reservedRanges.length === 0 && type.reservedNames.length === 0) return;
  for (const [first, second] of overlapping(type.reservedRanges, 1)) {
    link.error(
      'range-overlap',
      `Reserved range ${second.start} to ${second.end} overlaps with already-defined range ${first.start} to ${first.end}.`,
      numberPlace(link, first),
    );
  }
  const names = checkReservedNames(link, type, 'Enum value');
  const ranges = new RangeIndex(type.reservedRanges, 1);
  for (const value of type.values) {
    if (link.isFull) break;
    for (const range of ranges.with(value.number)) {
      link.error(
        'reserved-number',
        `Enum value "${value.name}" uses reserved number ${value.number}.`,
        numberPlace(link, range),
        link.relatedPlace(value, 'the value'),
      );
    }
    if (names.has(value.name))
      link.error('reserved-name', `Enum value "${value.name}" is reserved.`, namePlace(link, value));
  }
}

/** Returns the pairs of ranges that share a number. `inclusive` is 1 if the end belongs to the range. */
function overlapping(ranges: readonly ReservedRange[], inclusive: 0 | 1): [ReservedRange, ReservedRange][] {
  return overlappingPairs(ranges, inclusive).flatMap(([first, second]) => {
    const [one, other] = [ranges[first], ranges[second]];
    if (one === undefined || other === undefined) return [];
    return [[one, other]];
  });
}
