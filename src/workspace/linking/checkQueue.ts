/**
 * Orders the files that wait for a check, the most urgent first: edited files, other open files, files that the last
 * edit affects, files that earlier edits affected, and all other files.
 */
import type { FilePath } from '../../base/path.ts';

/** The queue of files. If you add a file twice, only its position changes. */
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

  /** Adds a file that the user edits. The user is looking at its diagnostics. */
  edited(path: FilePath): void {
    this.#edited.add(path);
    for (const left of this.#doubted) this.#left.add(left);
    this.#doubted.clear();
  }

  /** Adds a file whose diagnostics may have changed. */
  doubted(path: FilePath): void {
    if (this.#isOpen(path)) this.#open.add(path);
    // If we have never checked the file, it keeps its position.
    else if (!this.#fresh.has(path)) this.#doubted.add(path);
  }

  /** Adds a file that we have never checked. */
  found(path: FilePath): void {
    this.#fresh.add(path);
  }

  get hasEdited(): boolean {
    return this.#edited.size > 0;
  }

  /** Takes the next file out of the queue: from the edited files, from all open files, or from all files. */
  take(among: 'edited' | 'open' | 'all'): FilePath | undefined {
    const edited = first(this.#edited, (path) => this.#forget(path));
    if (edited !== undefined || among === 'edited') return edited;
    return this.#takeOther(among);
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
