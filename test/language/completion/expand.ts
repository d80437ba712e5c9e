/**
 * Expands a snippet to its text after Tab was pressed at each place: the part of VS Code's snippet syntax that
 * completion uses. `choice` says which of `${1|a,b|}` is taken.
 */
interface Cursor {
  readonly text: string;
  readonly choice: number;
  readonly values: Map<string, string>;
  at: number;
}

type Format = (groups: readonly (string | undefined)[]) => string;

export function expandSnippet(body: readonly string[], choice = 0): string {
  const cursor: Cursor = { text: body.join('\n'), choice, values: new Map(), at: 0 };
  const expanded = sequence(cursor, '');
  if (cursor.at < cursor.text.length) throw new Error(`unexpected "}" at ${cursor.at} of ${cursor.text}`);
  return expanded.replaceAll('\t', '  ');
}

function sequence(cursor: Cursor, end: string): string {
  let out = '';
  while (cursor.at < cursor.text.length && (end === '' || cursor.text[cursor.at] !== end)) out += element(cursor);
  return out;
}

function element(cursor: Cursor): string {
  const tabStop = take(cursor, /\$(\d+)/y);
  if (tabStop) return cursor.values.get(tabStop[1] ?? '') ?? '';
  const open = take(cursor, /\$\{(\d+)/y);
  if (open) return placeholder(cursor, open[1] ?? '');
  const plain = take(cursor, /[^$}]+|\}/y);
  if (plain) return plain[0];
  throw new Error(`not a snippet at ${cursor.at} of ${cursor.text}`);
}

function placeholder(cursor: Cursor, number: string): string {
  const list = take(cursor, /\|([^|]*)\|\}/y);
  if (list) {
    const words = (list[1] ?? '').split(',');
    return remember(cursor, number, words[cursor.choice % words.length] ?? '');
  }
  const transform = take(cursor, /\/((?:[^/\\]|\\.)*)\/((?:[^/$\\]|\\.|\$\{\d+(?::\/?[+\w]+)?\})*)\/(g?)\}/y);
  if (transform) {
    const [, pattern = '', format = '', flags = ''] = transform;
    const apply = formatter(format);
    return (cursor.values.get(number) ?? '').replace(new RegExp(pattern, flags), (...groups) =>
      apply(groups as (string | undefined)[]),
    );
  }
  const value = take(cursor, /:/y) ? sequence(cursor, '}') : (cursor.values.get(number) ?? '');
  if (!take(cursor, /\}/y)) throw new Error(`placeholder ${number} is not closed in ${cursor.text}`);
  return remember(cursor, number, value);
}

/** Reads the formats `${1}`, `${1:/upcase}` and `${1:+text}`. */
function formatter(format: string): Format {
  return (groups) =>
    format.replace(/\$\{(\d+)(?::(\/upcase|\+[^}]*))?\}/g, (_, number: string, how?: string) => {
      const group = groups[Number(number)] ?? '';
      if (how === undefined || group === '') return group;
      return how === '/upcase' ? group.toUpperCase() : how.slice(1);
    });
}

function remember(cursor: Cursor, number: string, value: string): string {
  cursor.values.set(number, value);
  return value;
}

/** Moves past the sticky pattern if it matches. */
function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match) cursor.at = pattern.lastIndex;
  return match;
}
