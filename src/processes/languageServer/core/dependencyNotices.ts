/**
 * Missing dependencies on this machine cause many missing imports. We report them once, in the file that declares them.
 */
import type { FilePath } from '../../../base/path.ts';
import type { MissingDependencies } from '../../../language/imports/resolution.ts';
import type { Diagnostic } from '../../../text/diagnostic.ts';

/** What the files of a workspace lack, by the file that declares the dependency. */
export class DependencyNotices {
  readonly #bySource = new Map<FilePath, readonly MissingDependencies[]>();
  readonly #messages = new Map<FilePath, string>();

  /** Takes what a file now lacks. Returns the files of other tools whose notice has changed. */
  changed(path: FilePath, missing: readonly MissingDependencies[]): readonly FilePath[] {
    const before = this.#bySource.get(path) ?? [];
    if (before.length === 0 && missing.length === 0) return [];
    if (missing.length === 0) this.#bySource.delete(path);
    else this.#bySource.set(path, missing);
    const files = new Set([...before, ...missing].map(({ file }) => file));
    return [...files].filter((file) => this.#refresh(file));
  }

  /** The notice for a file of another tool. */
  of(file: FilePath): readonly Diagnostic[] {
    const message = this.#messages.get(file);
    if (message === undefined) return [];
    return [{ code: 'missing-dependencies', severity: 'error', message }];
  }

  #refresh(file: FilePath): boolean {
    const before = this.#messages.get(file);
    const message = this.#messageOf(file);
    if (message === undefined) this.#messages.delete(file);
    else this.#messages.set(file, message);
    return message !== before;
  }

  #messageOf(file: FilePath): string | undefined {
    const all = [...this.#bySource.values()].flat().filter((one) => one.file === file);
    const [first] = all;
    if (first === undefined) return undefined;
    const names = [...new Set(all.flatMap((one) => one.names))].sort();
    return `Imports are not found, because dependencies are not downloaded: ${listed(names)}. Run \`${first.command}\` in this folder.`;
  }
}

/** If there are more names, we count them. */
const MOST_NAMED = 10;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  if (more <= 1) return names.join(', ');
  return `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more`;
}
