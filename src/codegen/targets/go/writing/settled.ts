/** gofmt's form: what gofmt leaves as it is. It takes some lists in comments apart once more when it sees them again. */
import type { FormatResult } from '../reading/gofmt.ts';
import type { Format } from '../reading/serverFolder.ts';

/** Twice is enough for every comment that was found. */
const ROUNDS = 4;

/** `format` again for what it has changed. */
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
