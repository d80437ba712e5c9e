/**
 * Reads the rules of one `.gitignore` (git-scm.com/docs/gitignore). Matching ignores case, as git does on macOS and
 * Windows. So we ignore the same files of a project on all platforms.
 */
import { matchesPath, parsePattern, type Effort, type PathPattern } from './pathPattern.ts';

/** All `.gitignore` files that apply to a folder together may have at most this many rules. */
export const MOST_RULES = 4096;
const LONGEST_RULE = 512;

interface Rule {
  readonly pattern: PathPattern;
  /** Whether the pattern matches a name in any folder, and not a whole path. */
  readonly anywhere: boolean;
  readonly foldersOnly: boolean;
  readonly verdict: 'ignored' | 'kept';
}

export class IgnoreRules {
  readonly #rules: readonly Rule[];

  /** Reads at most `most` rules. `log` receives the reason for each rule that we ignore. */
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
    // If several rules match a path, the last one decides.
    this.#rules = rules.reverse();
  }

  get size(): number {
    return this.#rules.length;
  }

  /**
   * Decides whether a path is ignored; undefined if no rule matches it. `path` has the parts of the path, relative to
   * the folder of the `.gitignore`. The folders that contain the path must be kept.
   */
  verdict(path: readonly string[], isFolder: boolean, effort: Effort): 'ignored' | 'kept' | undefined {
    const last = lowerCase(path.slice(-1));
    // We convert the whole path only if needed, because most files have only rules for names, and a path may be long.
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

/** Removes trailing spaces, except a space after a backslash. */
function trimmed(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  if (end < line.length && backslashes % 2 === 1) return line.slice(0, end + 1);
  return line.slice(0, end);
}

/** Parses one rule. Returns undefined if the rule cannot match anything. */
function parseRule(line: string): Rule | undefined {
  const negated = line.startsWith('!');
  const written = line.replace(/^!/, '').toLowerCase();
  const foldersOnly = written.endsWith('/');
  // Two stars before a name add nothing, because a rule for a name applies in any folder.
  const path = written.replace(/\/$/, '').replace(/^\*\*\/(?=\*?[^/*][^/]*$)/, '');
  const anywhere = !path.includes('/');
  const parts = path.replace(/^\//, '').split('/');
  // Two stars at the end match the contents of a folder, not the folder itself.
  if (/^\*{2,}$/.test(parts.at(-1) ?? '')) parts.push('*');
  const pattern = parsePattern(parts);
  return pattern && { pattern, anywhere, foldersOnly, verdict: negated ? 'kept' : 'ignored' };
}
