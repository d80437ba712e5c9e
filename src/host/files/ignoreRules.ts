/**
 * The rules of one `.gitignore` (git-scm.com/docs/gitignore). Matching ignores case, as git does on macOS and Windows,
 * so that each clone of a project ignores the same files.
 */
import { matchesPath, parsePattern, type Effort, type PathPattern } from './pathPattern.ts';

/** The limit for all files that apply to a folder together. */
export const MOST_RULES = 4096;
const LONGEST_RULE = 512;

interface Rule {
  readonly pattern: PathPattern;
  /** Whether the pattern matches only the last part, in any folder. */
  readonly anywhere: boolean;
  readonly foldersOnly: boolean;
  readonly verdict: 'ignored' | 'kept';
}

export class IgnoreRules {
  readonly #rules: readonly Rule[];

  /** It takes at most `most` rules; `log` receives the ones that do not count. */
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
    // The last rule that matches a path decides.
    this.#rules = rules.reverse();
  }

  get size(): number {
    return this.#rules.length;
  }

  /**
   * `path` is split into its parts below the folder of the file. Undefined if no rule matches it. It assumes that the
   * folders around it are kept.
   */
  verdict(path: readonly string[], isFolder: boolean, effort: Effort): 'ignored' | 'kept' | undefined {
    const last = lowerCase(path.slice(-1));
    // Most files have only rules for the last part, and a path may be long.
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

/** Trailing spaces count only if a backslash precedes them. */
function trimmed(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  if (end < line.length && backslashes % 2 === 1) return line.slice(0, end + 1);
  return line.slice(0, end);
}

/** Undefined for a rule that matches nothing. */
function parseRule(line: string): Rule | undefined {
  const negated = line.startsWith('!');
  const written = line.replace(/^!/, '').toLowerCase();
  const foldersOnly = written.endsWith('/');
  // In front of a name, the stars add nothing: the rule applies in any folder.
  const path = written.replace(/\/$/, '').replace(/^\*\*\/(?=\*?[^/*][^/]*$)/, '');
  const anywhere = !path.includes('/');
  const parts = path.replace(/^\//, '').split('/');
  // Two stars at the end match what is in a folder, not the folder itself.
  if (/^\*{2,}$/.test(parts.at(-1) ?? '')) parts.push('*');
  const pattern = parsePattern(parts);
  return pattern && { pattern, anywhere, foldersOnly, verdict: negated ? 'kept' : 'ignored' };
}
