/** Finds free field numbers, which protoc suggests after errors about numbers. */
import { MAX_FIELD_NUMBER } from '../descriptors/build.ts';
import type { MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking, Place } from './scope.ts';

const MAX_SUGGESTIONS = 3;
const FIRST_RESERVED = 19000;
const LAST_RESERVED = 19999;

interface Hint {
  count: number;
  readonly place: Place | undefined;
}

/** Counts how many new numbers each message needs, and suggests free numbers at the end. */
export class NumberHints {
  readonly #hints = new Map<MessageDescriptor, Hint>();

  request(message: MessageDescriptor | undefined, place: Place | undefined, count: number): void {
    if (message === undefined) return;
    const hint = this.#hints.get(message);
    if (hint === undefined) this.#hints.set(message, { count, place });
    else hint.count += count;
  }

  /** Suggests numbers for the file's outermost messages, as protoc does. */
  report(link: Linking): void {
    for (const message of link.file.messages) {
      const hint = this.#hints.get(message);
      if (hint !== undefined) {
        const numbers = freeNumbers(message, Math.min(MAX_SUGGESTIONS, hint.count));
        link.error(
          'suggested-numbers',
          `Suggested field numbers for ${message.fullName}: ${numbers.join(', ')}`,
          hint.place,
        );
      }
    }
  }
}

/** Returns the lowest numbers that no field, extension or range of the message uses. */
function freeNumbers(message: MessageDescriptor, count: number): number[] {
  const used = [
    ...[...message.fields, ...message.extensions].map(({ number }) => ({ from: number, to: number + 1 })),
    ...[...message.reservedRanges, ...message.extensionRanges].map(({ start, end }) => ({ from: start, to: end })),
    // As in protoc, the last reserved number can be suggested, but the largest field number cannot.
    { from: FIRST_RESERVED, to: LAST_RESERVED },
    { from: MAX_FIELD_NUMBER, to: MAX_FIELD_NUMBER + 1 },
  ].sort((a, b) => a.from - b.from || a.to - b.to);
  const free: number[] = [];
  let next = 1;
  for (const { from, to } of used) {
    while (next < from && free.length < count) free.push(next++);
    if (free.length === count) break;
    next = Math.max(next, to);
  }
  return free;
}
