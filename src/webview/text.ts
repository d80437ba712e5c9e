/** Formats numbers, times and sizes in the page's language. */

/** Replaces `{0}`, `{1}` and so on in a text with values. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
}

function number(value: number, digits: number): string {
  return new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: digits }).format(
    value,
  );
}

/** Formats a duration: `3.1 ms`, `240 ms`, `1.24 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${number(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
  if (milliseconds < 60_000) return `${number(milliseconds / 1_000, milliseconds < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${number(Math.floor(seconds / 60), 0)} min ${number(seconds % 60, 0)} s`;
}

/** Formats the time of a running clock. It always has tenths of a second, so that the text does not flicker. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds >= 60_000) return formatDuration(milliseconds);
  return `${new Intl.NumberFormat(document.documentElement.lang || undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(milliseconds / 1_000)} s`;
}

/** Formats a size: `17 B`, `1.2 KB`, `3.4 MB`. A KB has 1,024 bytes. */
export function formatSize(bytes: number): string {
  if (bytes < 1_024) return `${number(bytes, 0)} B`;
  if (bytes < 1_024 * 1_024) return `${number(bytes / 1_024, 1)} KB`;
  return `${number(bytes / (1_024 * 1_024), 1)} MB`;
}

/** Formats a whole number with the separators of the language: `10,000`. */
export function formatCount(count: number): string {
  return number(count, 0);
}

/** Formats a time of day, and adds the date if it is not today. */
export function formatClock(time: number, now = Date.now()): string {
  const language = document.documentElement.lang || undefined;
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    time,
  );
  if (new Date(time).toDateString() === new Date(now).toDateString()) return clock;
  return `${new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' }).format(time)} ${clock}`;
}

/** Returns a JSON text in one line. We cut it off at `limit` characters, which is more than a row can show. */
export function oneLine(json: string, limit = 300): string {
  const start = json.slice(0, limit * 4);
  const lines = start.split('\n').map((each) => each.trim());
  const line = lines.filter((each) => each !== '').join(' ');
  if (line.length > limit || start.length < json.length) return `${line.slice(0, limit)}…`;
  return line;
}

/**
 * Separates an error such as `greeter.proto:5:3: Expected ";".` into its place and its words. The place is empty if the
 * error has none.
 */
export function errorAt(message: string): { readonly words: string; readonly place: string } {
  const [, place = '', words = message] = /^(\S[^:]*:\d+:\d+): (.*)$/s.exec(message) ?? [];
  return { words, place };
}
