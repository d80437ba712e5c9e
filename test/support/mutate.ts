/** Broken texts made from valid ones; the same seed gives the same texts. */

export type Random = () => number;

const WORDS = [
  'message',
  'enum',
  'service',
  'rpc',
  'returns',
  'stream',
  'oneof',
  'extend',
  'extensions',
  'reserved',
  'option',
  'import',
  'package',
  'syntax',
  'edition',
  'map',
  'group',
  'optional',
  'repeated',
  'required',
  'default',
  'json_name',
  'to',
  'max',
  'public',
  'weak',
  'export',
  'local',
  'true',
  'inf',
  'nan',
  'int32',
  'bytes',
  'features',
  'google.protobuf.Any',
  'Foo',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '<',
  '>',
  ';',
  ',',
  '.',
  '=',
  '-',
  ':',
  '"proto2"',
  '"2024"',
  '"',
  "'",
  '0',
  '1',
  '-1',
  '0x',
  '017',
  '09',
  '1.5e',
  '.5',
  '536870911',
  '536870912',
  '2147483648',
  '18446744073709551616',
  '9223372036854775808',
  '1e400',
  '/*',
  '*/',
  '//',
  '\n',
  '\r\n',
  '\r',
  '\\',
  '"\\xff"',
  '"\\ud800"',
  'é',
  '😀',
  '\ud800',
  '\udc00',
  '\ufeff',
  '\0',
  '\u0001',
  '\t',
  '\u2028',
];

/** Makes one to four changes of a text. `other` is a text to take pieces from. */
export function mutated(text: string, other: string, random: Random): string {
  let result = text;
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) result = changed(result, other, random);
  return result;
}

function changed(text: string, other: string, random: Random): string {
  const at = place(text, random);
  const end = Math.min(text.length, at + Math.floor(random() ** 3 * 200));
  const piece = text.slice(at, end);
  const to = place(text, random);
  const insert = (added: string, where = at): string => text.slice(0, where) + added + text.slice(where);
  switch (Math.floor(random() * 9)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return insert(piece, to);
    case 2:
      return insert(` ${word(random)} `);
    case 3:
      return text.slice(0, at) + word(random) + text.slice(Math.min(text.length, at + 1));
    case 4:
      return insert(`${word(random)} `.repeat(1 + Math.floor(random() * 60)));
    case 5:
      return insert(String.fromCharCode(Math.floor(random() * (random() < 0.7 ? 128 : 65536))));
    case 6: {
      const from = place(other, random);
      return insert(other.slice(from, from + Math.floor(random() ** 2 * 400)));
    }
    case 7:
      return swappedWords(text, at, to);
    default:
      return otherNumber(text, at, random);
  }
}

const place = (text: string, random: Random): number => Math.floor(random() * (text.length + 1));
const word = (random: Random): string => WORDS[Math.floor(random() * WORDS.length)] ?? '';

/** Exchanges the words at two places. */
function swappedWords(text: string, one: number, other: number): string {
  const [first, second] =
    one < other ? [wordAt(text, one), wordAt(text, other)] : [wordAt(text, other), wordAt(text, one)];
  if (first.end > second.start) return text;
  return (
    text.slice(0, first.start) +
    text.slice(second.start, second.end) +
    text.slice(first.end, second.start) +
    text.slice(first.start, first.end) +
    text.slice(second.end)
  );
}

function wordAt(text: string, at: number): { readonly start: number; readonly end: number } {
  let [start, end] = [at, at];
  while (start > 0 && isWord(text.charCodeAt(start - 1))) start--;
  while (end < text.length && isWord(text.charCodeAt(end))) end++;
  return { start, end: end === start ? Math.min(text.length, end + 1) : end };
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

/** Changes a number, because most rules of a valid text are about numbers. */
function otherNumber(text: string, from: number, random: Random): string {
  const found = /\d+/.exec(text.slice(from, from + 2_000));
  if (found === null) return text;
  const start = from + found.index;
  const numbers = [
    '0',
    '1',
    '2',
    '19000',
    '536870911',
    '536870912',
    '2147483647',
    '2147483648',
    '4294967296',
    '9223372036854775808',
    '18446744073709551615',
    '18446744073709551616',
    '-1',
    '0x7fffffff',
    '1.0',
  ];
  return (
    text.slice(0, start) + (numbers[Math.floor(random() * numbers.length)] ?? '') + text.slice(start + found[0].length)
  );
}
