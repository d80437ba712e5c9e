/** Formats until gofmt changes nothing more. gofmt splits some lists in comments again in a second pass. */
import type { FormatResult } from '../reading/gofmt.ts';
import type { Format } from '../reading/serverFolder.ts';

/** Two passes were enough for every comment that we found. */
const ROUNDS = 4;

/** Formats again what `format` has changed. */
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
