/**
 * Makes one notice for dependencies that are missing on this machine. They cause many missing imports, so we report
 * them once, in the file that declares the dependencies.
 */
import type { FilePath } from '../../../base/path.ts';
import type { MissingDependencies } from '../../../language/imports/resolution.ts';
import type { Diagnostic } from '../../../text/diagnostic.ts';

/** Collects the missing dependencies of all files, by the file that declares the dependencies. */
export class DependencyNotices {
  readonly #bySource = new Map<FilePath, readonly MissingDependencies[]>();
  readonly #messages = new Map<FilePath, string>();

  /** Sets the missing dependencies of a file. Returns the files whose notice has changed, such as `buf.yaml`. */
  changed(path: FilePath, missing: readonly MissingDependencies[]): readonly FilePath[] {
    const before = this.#bySource.get(path) ?? [];
    if (before.length === 0 && missing.length === 0) return [];
    if (missing.length === 0) this.#bySource.delete(path);
    else this.#bySource.set(path, missing);
    const files = new Set([...before, ...missing].map(({ file }) => file));
    return [...files].filter((file) => this.#refresh(file));
  }

  /** Returns the notice for a file that declares dependencies. */
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

/** The largest number of names in a notice. If there are more, the notice says how many. */
const MOST_NAMED = 10;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  if (more <= 1) return names.join(', ');
  return `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more`;
}
