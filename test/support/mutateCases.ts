/** Own cases with small changes at random places, judged by us and by protoc: a search for rules without a case. */
import { ENTRY, type Files } from '../schema/cases/case.ts';
import { seededRandom } from './corpus.ts';

const TOKEN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\d[\w.]*|\s+|[^\s\w]/g;

/** Words and numbers that may replace each other. */
const GROUPS: readonly (readonly string[])[] = [
  ['optional', 'required', 'repeated', ''],
  ['int32', 'string', 'bytes', 'bool', 'float', 'uint64', 'A', 'E', 'p', 'M', '.p.A', 'group', 'sint64', 'fixed32'],
  ['0', '1', '2', '5', '-1', '19500', '536870911', '536870912', '2147483648', '1.5', 'max', '0x10'],
  [
    'message',
    'enum',
    'service',
    'oneof',
    'extend',
    'rpc',
    'option',
    'import',
    'package',
    'reserved',
    'extensions',
    'map',
  ],
  ['true', 'false', '1', '"x"', 'X', '{}', '-inf', 'nan', '1e3'],
  ['"proto2"', '"proto3"'],
  ['"2023"', '"2024"', '"2026"'],
  [
    'deprecated',
    'packed',
    'lazy',
    'json_name',
    'default',
    'jstype',
    'features',
    'targets',
    '(o)',
    'ctype',
    'retention',
    'allow_alias',
    'message_set_wire_format',
  ],
  ['{', '}', '[', ']', '(', ')', ';', ',', '=', '.', '<', '>', ':'],
  ['a', 'b', 'A', 'B', 'aB', 'a_b', 'p', 'o', 'x'],
  ['export', 'local', 'public', 'weak', 'stream', 'to', 'returns', 'syntax', 'edition'],
];

/** Makes `count` mutants; the same seed gives the same mutants. */
export function mutants(cases: readonly Files[], count: number, seed: number): Files[] {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const texts = cases.filter((files) => typeof files[ENTRY] === 'string' && files[ENTRY].length < 2000);
  return Array.from({ length: count }, () => {
    const files = random() < 0.3 ? joined(pick(texts) ?? {}, pick(texts) ?? {}) : (pick(texts) ?? {});
    const path = random() < 0.8 ? ENTRY : (pick(Object.keys(files)) ?? ENTRY);
    const tokens = String(files[path]).match(TOKEN) ?? [];
    for (let changes = Math.floor(random() * 3); changes > 0; changes--) change(tokens, random, pick);
    return { ...files, [path]: tokens.join('') };
  });
}

/** Joins the declarations of one case and those of another, in the language of the first. */
function joined(one: Files, other: Files): Files {
  const body = String(other[ENTRY]).split('\n').slice(2).join('\n');
  return { ...other, ...one, [ENTRY]: `${String(one[ENTRY])}\n${body}` };
}

function change(tokens: string[], random: () => number, pick: <T>(from: readonly T[]) => T | undefined): void {
  const solid = tokens.flatMap((token, i) => (token.trim() === '' ? [] : [i]));
  const at = pick(solid) ?? 0;
  const other = pick(solid) ?? 0;
  const token = tokens[at] ?? '';
  const kind = random();
  const group = pick(GROUPS.filter((words) => words.includes(token)));
  if (kind < 0.6 && group !== undefined) tokens[at] = pick(group) ?? '';
  else if (kind < 0.7) tokens[at] = '';
  else if (kind < 0.8) tokens[at] = `${token} ${token}`;
  else if (kind < 0.9) [tokens[at], tokens[other]] = [tokens[other] ?? '', token];
  else tokens[at] = `${token} ${pick(pick(GROUPS) ?? []) ?? ''} `;
}
