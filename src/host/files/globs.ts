/**
 * Matches globs from settings, with VS Code's syntax: `*`, `**`, `?`, `[…]` and `{a,b}`, relative to a folder. The
 * settings of a folder are not trusted, so we drop globs that exceed a limit and write a line to the log.
 */
import { matchesPath, parsePattern, type Effort, type PathPattern } from './pathPattern.ts';

const MOST_GLOBS = 1024;
const LONGEST_GLOB = 512;
/** The braces of one glob may expand to at most this many patterns. */
const MOST_ALTERNATIVES = 256;

export class Globs {
  readonly #patterns: readonly PathPattern[];

  constructor(globs: readonly string[], log: (line: string) => void) {
    if (globs.length > MOST_GLOBS)
      log(`There are ${globs.length} globs to leave out files. The first ${MOST_GLOBS} count.`);
    this.#patterns = globs.slice(0, MOST_GLOBS).flatMap((glob) => {
      const patterns = parseGlob(glob);
      if (patterns === undefined) log(`The glob ${shown(glob)} is too long, or is not a glob. It does not count.`);
      return patterns ?? [];
    });
  }

  /** Whether a glob matches a path. `path` has the parts of the path. */
  match(path: readonly string[], effort: Effort): boolean {
    return this.#patterns.some((pattern) => matchesPath(pattern, path, effort));
  }
}

function parseGlob(glob: string): readonly PathPattern[] | undefined {
  if (glob === '' || glob.length > LONGEST_GLOB) return undefined;
  const patterns = alternatives(glob)?.map((one) => parsePattern(one.replace(/^\.\//, '').split('/')));
  if (patterns?.every((pattern) => pattern !== undefined) === true) return patterns;
  return undefined;
}

/** Expands `a{b,c}` to `ab` and `ac`. Returns undefined if there are too many patterns. */
function alternatives(glob: string): readonly string[] | undefined {
  const done: string[] = [];
  const waiting = [glob];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const braces = firstBraces(next);
    if (braces === undefined) done.push(next);
    else for (const choice of braces.choices) waiting.push(braces.before + choice + braces.after);
    if (done.length + waiting.length > MOST_ALTERNATIVES) return undefined;
  }
  return done;
}

interface Braces {
  readonly before: string;
  readonly choices: readonly string[];
  readonly after: string;
}

/** Finds the first braces that have a choice. Braces that are not closed or have no comma are plain text. */
function firstBraces(glob: string): Braces | undefined {
  for (let start = nextBrace(glob, 0); start >= 0; start = nextBrace(glob, start + 1)) {
    const commas = topLevelCommas(glob, start);
    if (commas === undefined || commas.places.length === 0) continue;
    const bounds = [start, ...commas.places, commas.end];
    const choices = bounds.slice(1).map((end, at) => glob.slice((bounds[at] ?? 0) + 1, end));
    return { before: glob.slice(0, start), choices, after: glob.slice(commas.end + 1) };
  }
  return undefined;
}

function nextBrace(glob: string, from: number): number {
  for (let at = from; at < glob.length; at++) {
    if (glob[at] === '\\') at++;
    else if (glob[at] === '{') return at;
  }
  return -1;
}

function topLevelCommas(
  glob: string,
  start: number,
): { readonly places: readonly number[]; readonly end: number } | undefined {
  const places: number[] = [];
  let depth = 0;
  for (let at = start; at < glob.length; at++) {
    const sign = glob[at];
    if (sign === '\\') at++;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return { places, end: at };
    else if (sign === ',' && depth === 1) places.push(at);
  }
  return undefined;
}

/** Makes a pattern safe to show in the log. Long patterns and control characters would make the log unreadable. */
function shown(pattern: string): string {
  if (pattern.length > 60) return JSON.stringify(`${pattern.slice(0, 60)}…`);
  return JSON.stringify(pattern);
}
