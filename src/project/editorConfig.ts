/**
 * Reads from `.editorconfig` files how an editor indents and ends lines (editorconfig.org). A file gets the settings of
 * all folders above it, up to a folder with `root = true`. Inner folders override outer ones.
 */
import { ancestors, dirname, join, relativeTo, type FilePath } from '../base/path.ts';
import { LONGEST_EDITOR_CONFIG, withinLimit } from './limit.ts';

const EDITOR_CONFIG = '.editorconfig';

/** The settings of the `.editorconfig` files for one file. Each setting may be missing. */
export interface EditorConfig {
  readonly indentStyle?: 'tab' | 'space';
  /** The number of columns per level of indentation. */
  readonly indentSize?: number;
  /** The line break. We ignore `cr`, because a lone carriage return does not end a comment in a proto. */
  readonly endOfLine?: 'lf' | 'crlf';
  readonly insertFinalNewline?: boolean;
}

/** The paths at which a file may have an `.editorconfig`, innermost first. */
export function editorConfigPaths(path: FilePath): readonly FilePath[] {
  return [...ancestors(path)].slice(0, MOST_FOLDERS).map((folder) => join(folder, EDITOR_CONFIG));
}

/** We search at most this many folders above a file for an `.editorconfig`. */
const MOST_FOLDERS = 64;

/**
 * Returns the settings for a file. `read` returns the text of an `.editorconfig`, or undefined if there is no such
 * file.
 */
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

/** The width of an indent. `indent_size = tab` stands for the width of a tab. */
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
  /** The settings in the sections that match the file. A later section overrides an earlier one. */
  readonly properties: ReadonlyMap<string, string>;
}

/**
 * Reads one `.editorconfig`. It never fails, and skips lines that it cannot read. `relative` is the path of the file in
 * the folder of the `.editorconfig`.
 */
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

/**
 * The number of steps left for matching the patterns of all files. Only malicious patterns use them up. Real patterns
 * need a few thousand steps.
 */
interface Budget {
  left: number;
}

const MOST_STEPS = 1_000_000;
const LONGEST_PATTERN = 1024;
const MOST_ALTERNATIVES = 64;

/** Whether the pattern of a section matches a path. A pattern without a slash matches in every folder. */
function matches(pattern: string, path: string, budget: Budget): boolean {
  if (pattern.length > LONGEST_PATTERN || budget.left < 0) return false;
  const rooted = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
  return alternatives(rooted).some((one) => matchesGlob(one, path, budget) || matchesHere(one, path, budget));
}

/** Whether a pattern matches without the double star and the slash at its start, which also match an empty path. */
function matchesHere(pattern: string, path: string, budget: Budget): boolean {
  return pattern.startsWith('**/') && matchesGlob(pattern.slice(3), path, budget);
}

/** Returns the pattern once per choice in its braces. A brace without a comma or a partner is an ordinary character. */
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
 * Whether a glob matches a path. `*` matches any text without a slash, `**` any text, `?` one character, and `[…]` one
 * of the listed characters. We follow all possible places in the pattern at once, so the time stays proportional to
 * both lengths.
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

/** Adds the places after each star, because a star also matches an empty text. */
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

/** Whether a bracket lists a character. `a-z` is a range. */
function hasCharacter(set: string, character: string): boolean {
  for (let at = 0; at < set.length; at++) {
    const isRange = set.charAt(at + 1) === '-' && at + 2 < set.length;
    if (isRange && set.charAt(at) <= character && character <= set.charAt(at + 2)) return true;
    if (set.charAt(at) === character) return true;
    if (isRange) at += 2;
  }
  return false;
}
