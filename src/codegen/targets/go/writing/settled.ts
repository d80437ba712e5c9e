/**
 * Formats with gofmt until the text no longer changes. In some comments, gofmt splits a list only in its second pass.
 */
import type { FormatResult } from '../reading/gofmt.ts';
import type { Format } from '../reading/serverFolder.ts';

/** We run gofmt at most this many times. Two passes were enough for every comment that we found. */
const ROUNDS = 4;

/** Returns a formatter that formats a text again as long as `format` changes it. */
export function settled(format: Format, rounds = ROUNDS): Format {
  if (rounds === 1) return format;
  return async (sources) => {
    const results = await format(sources);
    const changed = results.flatMap((result, i) =>
      result.kind === 'formatted' && result.text !== sources[i] ? [{ i, text: result.text }] : [],
    );
    if (changed.length === 0) return results;
    const again = await settled(format, rounds - 1)(changed.map(({ text }) => text));
    const later = new Map<number, FormatResult | undefined>(changed.map(({ i }, at) => [i, again[at]]));
    return results.map((result, i) => later.get(i) ?? result);
  };
}
