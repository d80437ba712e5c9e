/**
 * Reads `.editorconfig` (editorconfig.org): how an editor indents and ends lines. The files of all folders above a file
 * count, up to one that says `root = true`; inner files win.
 */
import { ancestors, dirname, join, relativeTo, type FilePath } from '../base/path.ts';
import { LONGEST_EDITOR_CONFIG, withinLimit } from './limit.ts';

const EDITOR_CONFIG = '.editorconfig';

/** What they say about one file. Everything may be missing. */
export interface EditorConfig {
  readonly indentStyle?: 'tab' | 'space';
  /** Columns per level of indentation. */
  readonly indentSize?: number;
  /** A lone carriage return is missing here: it does not end a comment of protobuf. */
  readonly endOfLine?: 'lf' | 'crlf';
  readonly insertFinalNewline?: boolean;
}

/** The paths of the `.editorconfig` files that may count for a file, the innermost first. */
export function editorConfigPaths(path: FilePath): readonly FilePath[] {
  return [...ancestors(path)].slice(0, MOST_FOLDERS).map((folder) => join(folder, EDITOR_CONFIG));
}

/** So many folders above a file can have an `.editorconfig`. */
const MOST_FOLDERS = 64;

/** What the files say about a file. `read` gives the text of one of them, or undefined. */
export function editorConfigOf(path: FilePath, read: (path: FilePath) => string | undefined): EditorConfig {
  const all: ReadonlyMap<string, string>[] = [];
  const budget = { left: MOST_STEPS };
  for (const config of editorConfigPaths(path)) {
    const text = read(config);
    if (text === undefined) continue;
    const { isRoot, properties } = parseEditorConfig(text, relativeTo(dirname(config), path) ?? '', budget);
    all.push(properties);
    if (isRoot) break;
  }
  return known(new Map(all.reverse().flatMap((properties) => [...properties])));
}

function known(properties: ReadonlyMap<string, string>): EditorConfig {
  const style = oneOf(properties.get('indent_style'), ['tab', 'space'] as const);
  const size = sizeOf(properties);
  const end = oneOf(properties.get('end_of_line'), ['lf', 'crlf'] as const);
  const final = oneOf(properties.get('insert_final_newline'), ['true', 'false'] as const);
  return {
    ...(style && { indentStyle: style }),
    ...(size && { indentSize: size }),
    ...(end && { endOfLine: end }),
    ...(final && { insertFinalNewline: final === 'true' }),
  };
}

/** `indent_size = tab` means the width of a tab. */
function sizeOf(properties: ReadonlyMap<string, string>): number | undefined {
  const written = properties.get('indent_size') ?? 'tab';
  const size = Number(written === 'tab' ? properties.get('tab_width') : written);
  if (Number.isInteger(size) && size > 0 && size <= LARGEST_INDENT) return size;
  return undefined;
}

const LARGEST_INDENT = 16;

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

interface ParsedConfig {
  readonly isRoot: boolean;
  /** Those of the sections that match the file; later ones win. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Never fails: it leaves out lines that it cannot read. `relative` is the path below the folder of the text. */
function parseEditorConfig(text: string, relative: string, budget: Budget): ParsedConfig {
  const properties = new Map<string, string>();
  let isRoot = false;
  let section: boolean | undefined;
  for (const raw of withinLimit(text, LONGEST_EDITOR_CONFIG).split('\n')) {
    const line = raw.replace(/^\ufeff/, '').trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[') && line.endsWith(']')) section = matches(line.slice(1, -1), relative, budget);
    else {
      const [key, value] = property(line);
      if (section === undefined && key === 'root') isRoot = value === 'true';
      if (section === true) properties.set(key, value);
    }
  }
  return { isRoot, properties };
}

function property(line: string): readonly [key: string, value: string] {
  const equals = line.indexOf('=');
  if (equals < 0) return [line.toLowerCase(), ''];
  return [
    line.slice(0, equals).trim().toLowerCase(),
    line
      .slice(equals + 1)
      .trim()
      .toLowerCase(),
  ];
}

/** The work that is left for the patterns of all files. Malicious ones end it; real ones need some thousand steps. */
interface Budget {
  left: number;
}

const MOST_STEPS = 1_000_000;
const LONGEST_PATTERN = 1024;
const MOST_ALTERNATIVES = 64;

/** Whether a section's pattern matches. A pattern without a slash matches in each folder. */
function matches(pattern: string, path: string, budget: Budget): boolean {
  if (pattern.length > LONGEST_PATTERN || budget.left < 0) return false;
  const rooted = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
  return alternatives(rooted).some((one) => matchesGlob(one, path, budget) || matchesHere(one, path, budget));
}

/** A leading `**` with its slash also stands for nothing. */
function matchesHere(pattern: string, path: string, budget: Budget): boolean {
  return pattern.startsWith('**/') && matchesGlob(pattern.slice(3), path, budget);
}

/** The pattern with each choice of its braces; a brace without a comma or a partner is an ordinary character. */
function alternatives(pattern: string): readonly string[] {
  let done: readonly string[] = [''];
  let rest = pattern;
  for (let open = rest.indexOf('{'); open >= 0 && done.length <= MOST_ALTERNATIVES; open = rest.indexOf('{')) {
    const close = rest.indexOf('}', open);
    if (close < 0) break;
    const before = rest.slice(0, open);
    const choices = choicesOf(rest.slice(open + 1, close));
    done = done.flatMap((start) => choices.map((choice) => start + before + choice));
    rest = rest.slice(close + 1);
  }
  return done.slice(0, MOST_ALTERNATIVES).map((start) => start + rest);
}

function choicesOf(inside: string): readonly string[] {
  const range = /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(inside);
  if (range !== null) return numbers(Number(range[1]), Number(range[2]));
  if (!inside.includes(',')) return [`{${inside}}`];
  return inside.split(',');
}

function numbers(from: number, to: number): readonly string[] {
  const count = Math.min(MOST_ALTERNATIVES, Math.abs(to - from) + 1);
  return Array.from({ length: count }, (_, at) => String(Math.min(from, to) + at));
}

/**
 * `*` stands for any text without a slash, `**` for any text, `?` for one character, and brackets for one of theirs. It
 * follows all places of the pattern at once, so the time does not explode.
 */
function matchesGlob(pattern: string, path: string, budget: Budget): boolean {
  let places = closure(pattern, new Set([0]));
  for (const character of path) {
    const next = new Set<number>();
    for (const at of places) step(pattern, at, character, next);
    places = closure(pattern, next);
    budget.left -= places.size + 1;
    if (places.size === 0 || budget.left < 0) return false;
  }
  return places.has(pattern.length);
}

/** The places, and those behind stars that stand for nothing. */
function closure(pattern: string, places: Set<number>): Set<number> {
  for (const at of places) if (pattern.charAt(at) === '*') places.add(at + 1);
  return places;
}

function step(pattern: string, at: number, character: string, next: Set<number>): void {
  const expected = pattern.charAt(at);
  if (expected === '*') {
    const isDouble = pattern.charAt(at + 1) === '*' || pattern.charAt(at - 1) === '*';
    if (isDouble || character !== '/') next.add(at);
  } else if (expected === '[') bracket(pattern, at, character, next);
  else if (expected === '\\' && pattern.charAt(at + 1) === character) next.add(at + 2);
  else if (expected === character || (expected === '?' && character !== '/')) next.add(at + 1);
}

function bracket(pattern: string, at: number, character: string, next: Set<number>): void {
  const close = pattern.indexOf(']', at + 1);
  if (close < 0) {
    if (character === '[') next.add(at + 1);
    return;
  }
  const inside = pattern.slice(at + 1, close);
  const isNegated = inside.startsWith('!');
  if (hasCharacter(isNegated ? inside.slice(1) : inside, character) !== isNegated) next.add(close + 1);
}

/** `a-z` is a range. */
function hasCharacter(set: string, character: string): boolean {
  for (let at = 0; at < set.length; at++) {
    const isRange = set.charAt(at + 1) === '-' && at + 2 < set.length;
    if (isRange && set.charAt(at) <= character && character <= set.charAt(at + 2)) return true;
    if (set.charAt(at) === character) return true;
    if (isRange) at += 2;
  }
  return false;
}
