/**
 * The rules of one `.gitignore` (git-scm.com/docs/gitignore). Letters count without case, as they do for git on macOS and
 * Windows: what is ignored in one clone of a project is ignored in each.
 */
import { matchesPath, parsePattern, type Effort, type PathPattern } from './pathPattern.ts';

/** Of all files that count for a folder together. */
export const MOST_RULES = 4096;
const LONGEST_RULE = 512;

interface Rule {
  readonly pattern: PathPattern;
  /** Whether the pattern is that of the last part alone, in whatever folder. */
  readonly anywhere: boolean;
  readonly foldersOnly: boolean;
  readonly verdict: 'ignored' | 'kept';
}

export class IgnoreRules {
  readonly #rules: readonly Rule[];

  /** `most` rules are taken; `log` is told of what does not count. */
  constructor(text: string, most: number, log: (reason: string) => void) {
    const rules: Rule[] = [];
    for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
      const pattern = trimmed(line);
      if (pattern === '' || pattern.startsWith('#')) continue;
      if (rules.length >= most) {
        log(`has too many rules. Those from number ${most + 1} on do not count`);
        break;
      }
      if (pattern.length > LONGEST_RULE) {
        log(`has a rule of ${pattern.length} characters, which does not count`);
        continue;
      }
      const rule = parseRule(pattern);
      if (rule !== undefined) rules.push(rule);
    }
    // The last rule that fits a path decides.
    this.#rules = rules.reverse();
  }

  get size(): number {
    return this.#rules.length;
  }

  /** `path` as its parts below the folder of the file; undefined where no rule is about it. The folders around it are kept. */
  verdict(path: readonly string[], isFolder: boolean, effort: Effort): 'ignored' | 'kept' | undefined {
    const last = lowerCase(path.slice(-1));
    // Most files have only rules about the last part, and a path may be long.
    let all: readonly string[] | undefined;
    const parts = (): readonly string[] => (all ??= lowerCase(path));
    const rule = this.#rules.find(
      ({ pattern, anywhere, foldersOnly }) =>
        (isFolder || !foldersOnly) && matchesPath(pattern, anywhere ? last : parts(), effort),
    );
    return rule?.verdict;
  }
}

function lowerCase(parts: readonly string[]): readonly string[] {
  return parts.map((part) => part.toLowerCase());
}

/** Spaces at the end count only behind a backslash. */
function trimmed(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  if (end < line.length && backslashes % 2 === 1) return line.slice(0, end + 1);
  return line.slice(0, end);
}

/** Undefined for a rule that nothing fits. */
function parseRule(line: string): Rule | undefined {
  const negated = line.startsWith('!');
  const written = (negated ? line.slice(1) : line).toLowerCase();
  const foldersOnly = written.endsWith('/');
  // In front of a name, the stars add nothing: it counts in whatever folder.
  const path = (foldersOnly ? written.slice(0, -1) : written).replace(/^\*\*\/(?=\*?[^/*][^/]*$)/, '');
  const anywhere = !path.includes('/');
  const parts = (path.startsWith('/') ? path.slice(1) : path).split('/');
  // Two stars at the end are for what lies in a folder, not for the folder itself.
  if (/^\*{2,}$/.test(parts.at(-1) ?? '')) parts.push('*');
  const pattern = parsePattern(parts);
  return pattern && { pattern, anywhere, foldersOnly, verdict: negated ? 'kept' : 'ignored' };
}
