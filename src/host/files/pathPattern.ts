/**
 * Matches paths with patterns from globs and from `.gitignore`. The patterns come from an untrusted folder, so we do
 * not turn them into regular expressions, which may backtrack forever on `*a*a*a*b`. Here, a match goes back only to
 * the last star. So its steps are at most the length of the pattern times the length of the path.
 */

/** Counts the steps of matching so far. All patterns of a scan share one object. */
export interface Effort {
  steps: number;
}

/** One unit of a pattern: the code of a character, or a unit that matches several characters. */
type Unit = number | 'any' | 'star' | CharacterClass;

/** The pattern for one part of a path. `globstar` matches any number of parts. */
type Part = readonly Unit[] | 'globstar';

/** The patterns between the slashes. None of them is empty. */
export type PathPattern = readonly Part[];

/** Parses a pattern. Returns undefined if it cannot match anything, because a bracket is not closed. */
export function parsePattern(parts: readonly string[]): PathPattern | undefined {
  const parsed = parts.map((part) => (/^\*{2,}$/.test(part) ? 'globstar' : parsePart(part)));
  if (parsed.every((part) => part !== undefined)) return parsed;
  return undefined;
}

/** Whether a pattern matches a path that is split into its parts. */
export function matchesPath(pattern: PathPattern, path: readonly string[], effort: Effort): boolean {
  let at = 0;
  let part = 0;
  let globstar = -1;
  let resumeAt = 0;
  while (at < path.length) {
    effort.steps++;
    const wanted = pattern[part];
    if (wanted === 'globstar') {
      globstar = part++;
      resumeAt = at;
    } else if (wanted !== undefined && matchesPart(wanted, path[at] ?? '', effort)) {
      part++;
      at++;
    } else if (globstar >= 0) {
      part = globstar + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (pattern[part] === 'globstar') part++;
  return part === pattern.length;
}

function matchesPart(units: readonly Unit[], text: string, effort: Effort): boolean {
  // We compare the last unit first, because most patterns end in letters, and most names end in other letters.
  const last = units.at(-1);
  if (last !== undefined && last !== 'star' && !matchesUnit(last, text.charCodeAt(text.length - 1))) return false;
  let at = 0;
  let unit = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    effort.steps++;
    const wanted = units[unit];
    if (wanted === 'star') {
      star = unit++;
      resumeAt = at;
    } else if (wanted !== undefined && matchesUnit(wanted, text.charCodeAt(at))) {
      unit++;
      at++;
    } else if (star >= 0) {
      unit = star + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (units[unit] === 'star') unit++;
  return unit === units.length;
}

function matchesUnit(wanted: Exclude<Unit, 'star'>, code: number): boolean {
  if (typeof wanted === 'number') return wanted === code;
  return wanted === 'any' || wanted.has(code);
}

function parsePart(text: string): readonly Unit[] | undefined {
  const units: Unit[] = [];
  let at = 0;
  while (at < text.length) {
    switch (text[at]) {
      case '*':
        if (units.at(-1) !== 'star') units.push('star');
        at++;
        break;
      case '?':
        units.push('any');
        at++;
        break;
      case '[': {
        const bracket = parseBracket(text, at);
        if (bracket === undefined) return undefined;
        units.push(bracket.characters);
        at = bracket.end;
        break;
      }
      case '\\':
        if (at + 1 === text.length) return undefined;
        units.push(text.charCodeAt(at + 1));
        at += 2;
        break;
      default:
        units.push(text.charCodeAt(at));
        at++;
    }
  }
  return units;
}

class CharacterClass {
  readonly #negated: boolean;
  readonly #ranges: (readonly [first: number, last: number])[] = [];

  constructor(negated: boolean) {
    this.#negated = negated;
  }

  add(first: number, last = first): void {
    this.#ranges.push([first, last]);
  }

  has(code: number): boolean {
    return this.#ranges.some(([first, last]) => first <= code && code <= last) !== this.#negated;
  }
}

interface Bracket {
  readonly characters: CharacterClass;
  /** The index of the character after the closing bracket. */
  readonly end: number;
}

/**
 * Parses a bracket by the rules of git's wildmatch.c. A `]` directly after the opening bracket is a member, and `\`
 * makes the next character literal.
 */
function parseBracket(text: string, start: number): Bracket | undefined {
  const negated = text[start + 1] === '!' || text[start + 1] === '^';
  const characters = new CharacterClass(negated);
  const first = start + 1 + Number(negated);
  let at = first;
  while (at < text.length) {
    if (text[at] === ']' && at > first) return { characters, end: at + 1 };
    const named = text.startsWith('[:', at) ? text.indexOf(':]', at + 2) : -1;
    if (named >= 0) {
      const ranges = NAMED_CLASSES.get(text.slice(at + 2, named));
      if (ranges === undefined) return undefined;
      for (const [low, high] of ranges) characters.add(low.charCodeAt(0), high.charCodeAt(0));
      at = named + 2;
    } else at = parseMember(text, at, characters);
  }
  return undefined;
}

/** Parses one character or one range of characters in a bracket. Returns the index of the next member. */
function parseMember(text: string, start: number, characters: CharacterClass): number {
  const from = memberAt(text, start);
  const isRange = text[from.end] === '-' && text[from.end + 1] !== ']' && from.end + 1 < text.length;
  if (!isRange) {
    characters.add(from.code);
    return from.end;
  }
  const to = memberAt(text, from.end + 1);
  characters.add(from.code, to.code);
  return to.end;
}

function memberAt(text: string, at: number): { readonly code: number; readonly end: number } {
  const place = at + Number(text[at] === '\\');
  return { code: text.charCodeAt(place), end: place + 1 };
}

/**
 * The POSIX classes. They leave out the slash, because no part of a path contains one. They contain letters of both
 * cases, because `.gitignore` matching ignores case.
 */
const NAMED_CLASSES: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  [
    'alnum',
    [
      ['0', '9'],
      ['A', 'Z'],
      ['a', 'z'],
    ],
  ],
  [
    'alpha',
    [
      ['A', 'Z'],
      ['a', 'z'],
    ],
  ],
  [
    'blank',
    [
      [' ', ' '],
      ['\t', '\t'],
    ],
  ],
  [
    'cntrl',
    [
      ['\0', '\x1f'],
      ['\x7f', '\x7f'],
    ],
  ],
  ['digit', [['0', '9']]],
  ['graph', [['!', '~']]],
  ['lower', [['a', 'z']]],
  ['print', [[' ', '~']]],
  [
    'punct',
    [
      ['!', '/'],
      [':', '@'],
      ['[', '`'],
      ['{', '~'],
    ],
  ],
  [
    'space',
    [
      [' ', ' '],
      ['\t', '\n'],
      ['\r', '\r'],
    ],
  ],
  [
    'upper',
    [
      ['A', 'Z'],
      ['a', 'z'],
    ],
  ],
  [
    'xdigit',
    [
      ['0', '9'],
      ['A', 'F'],
      ['a', 'f'],
    ],
  ],
] as const);
