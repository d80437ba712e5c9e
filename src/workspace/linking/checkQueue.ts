/**
 * Which files wait to be checked, the most wanted first: edited ones, other open ones, those that the last edit reaches,
 * those that are left from edits before, the rest.
 */
import type { FilePath } from '../../base/path.ts';

/** The queue. Adding a file twice changes nothing but its place. */
export class CheckQueue {
  readonly #isOpen: (path: FilePath) => boolean;
  readonly #edited = new Set<FilePath>();
  readonly #open = new Set<FilePath>();
  readonly #doubted = new Set<FilePath>();
  readonly #left = new Set<FilePath>();
  readonly #fresh = new Set<FilePath>();

  constructor(isOpen: (path: FilePath) => boolean) {
    this.#isOpen = isOpen;
  }

  /** A person is looking at it, and at what is said of it. */
  edited(path: FilePath): void {
    this.#edited.add(path);
    for (const left of this.#doubted) this.#left.add(left);
    this.#doubted.clear();
  }

  /** Something that its diagnostics were made from has changed. */
  doubted(path: FilePath): void {
    if (this.#isOpen(path)) this.#open.add(path);
    // What was never checked keeps its place.
    else if (!this.#fresh.has(path)) this.#doubted.add(path);
  }

  /** A file that was never checked. */
  found(path: FilePath): void {
    this.#fresh.add(path);
  }

  get hasEdited(): boolean {
    return this.#edited.size > 0;
  }

  /** The next one, which waits no longer then; of edited files, of all open ones, or of all. */
  take(among: 'edited' | 'open' | 'all'): FilePath | undefined {
    return (
      first(this.#edited, (path) => this.#forget(path)) ?? (among === 'edited' ? undefined : this.#takeOther(among))
    );
  }

  #takeOther(among: 'open' | 'all'): FilePath | undefined {
    const sets = among === 'open' ? [this.#open] : [this.#open, this.#doubted, this.#left, this.#fresh];
    for (const set of sets) {
      const path = first(set, (taken) => this.#forget(taken));
      if (path !== undefined) return path;
    }
    return undefined;
  }

  #forget(path: FilePath): void {
    for (const set of [this.#edited, this.#open, this.#doubted, this.#left, this.#fresh]) set.delete(path);
  }
}

function first(paths: ReadonlySet<FilePath>, take: (path: FilePath) => void): FilePath | undefined {
  for (const path of paths) {
    take(path);
    return path;
  }
  return undefined;
}
