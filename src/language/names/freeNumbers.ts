/** Finds free numbers: the next one for a field, an extension or an enum value. */
import type { EnumDescriptor, ExtensionRange, MessageDescriptor } from '../../schema/descriptors/descriptor.ts';

const MAX_FIELD_NUMBER = 0x1fffffff;
const MAX_ENUM_NUMBER = 0x7fffffff;
/** The first number that your own custom options may have (protobuf documentation, "Custom Options"). */
const FIRST_OWN_OPTION = 50000;
/** protobuf reserves these numbers for itself. */
const OWN_OF_PROTOBUF = { start: 19000, end: 20000 };

/** A range of numbers, from `start` to just before `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The next number for a field: the first free one after the largest used number. If all later numbers are taken, it is
 * the lowest free number.
 */
export function nextFieldNumber(message: MessageDescriptor, except?: number): number | undefined {
  const numbers = message.fields
    .map(({ number }) => number)
    .filter((number, index) => index !== except && number > 0 && number <= MAX_FIELD_NUMBER);
  const taken = [...message.reservedRanges, ...message.extensionRanges, OWN_OF_PROTOBUF];
  const behind = firstFree(largest(numbers, 0) + 1, MAX_FIELD_NUMBER, new Set(numbers), taken);
  return behind ?? firstFree(1, MAX_FIELD_NUMBER, new Set(numbers), taken);
}

/**
 * Whether a number is free for a field of a message. We check this, because protoc may suggest a number that is taken.
 */
export function isFreeField(message: MessageDescriptor, number: number): boolean {
  const taken = [...message.reservedRanges, ...message.extensionRanges, OWN_OF_PROTOBUF];
  const isUsed = message.fields.some((field) => field.number === number);
  return !isUsed && !taken.some(({ start, end }) => start <= number && number < end);
}

/**
 * The next number for an enum value: the number after the largest one, or the first gap if the largest is the maximum;
 * undefined if all numbers are taken. `except` is the index of a value whose own number we treat as free.
 */
export function nextEnumNumber(type: EnumDescriptor, except?: number): number | undefined {
  const numbers = type.values.map(({ number }) => number).filter((_, index) => index !== except);
  const taken = type.reservedRanges.map(({ start, end }) => ({ start, end: end + 1 }));
  const behind = firstFree(largest(numbers, -1) + 1, MAX_ENUM_NUMBER, new Set(numbers), taken);
  return behind ?? firstFree(0, MAX_ENUM_NUMBER, new Set(numbers), taken);
}

/**
 * The next number for an extension: a number from the extension ranges of the extended message that is not in `used`.
 */
export function nextExtensionNumber(extendee: MessageDescriptor, used: readonly number[]): number | undefined {
  const last = largest(used, lastOfOthers(extendee));
  const ranges = extendee.extensionRanges;
  return freeIn(ranges, last + 1, used) ?? freeIn(ranges, 1, used);
}

/** We first look for a free extension number after this number. */
function lastOfOthers({ fullName }: MessageDescriptor): number {
  if (/^google\.protobuf\.\w+Options$/.test(fullName)) return FIRST_OWN_OPTION - 1;
  return 0;
}

function freeIn(ranges: readonly ExtensionRange[], from: number, used: readonly number[]): number | undefined {
  const taken = new Set(used);
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const found = firstFree(Math.max(start, from), end - 1, taken, [OWN_OF_PROTOBUF]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The largest of `numbers` and `atLeast`. `Math.max(...numbers)` fails if there are very many numbers. */
function largest(numbers: readonly number[], atLeast: number): number {
  return numbers.reduce((a, b) => Math.max(a, b), atLeast);
}

function firstFree(from: number, max: number, used: ReadonlySet<number>, taken: readonly Range[]): number | undefined {
  const ordered = [...taken].sort((a, b) => a.start - b.start);
  let number = from;
  let next = 0;
  // The variable `number` only grows, so we pass each taken range once.
  for (;;) {
    for (; (ordered[next]?.start ?? Number.POSITIVE_INFINITY) <= number; next++)
      number = Math.max(number, ordered[next]?.end ?? number);
    if (!used.has(number)) break;
    number++;
  }
  if (number > max) return undefined;
  return number;
}

/** The unused and unreserved ranges between the numbers of a message. They most likely belonged to deleted fields. */
export function gaps(message: MessageDescriptor): readonly Range[] {
  const taken: Range[] = [
    ...message.fields.map(({ number }) => ({ start: number, end: number + 1 })),
    ...message.reservedRanges,
    ...message.extensionRanges,
    OWN_OF_PROTOBUF,
  ].sort((a, b) => a.start - b.start);
  const last = largest(
    message.fields.map(({ number }) => number),
    0,
  );
  const found: Range[] = [];
  let next = 1;
  for (const { start, end } of taken) {
    if (start > last) break;
    if (start > next) found.push({ start: next, end: start });
    next = Math.max(next, end);
  }
  return found;
}
