/**
 * Collects changes on disk. They come in bursts, for example when you check out another branch. We handle them together
 * when no new change has come for a while.
 */
import type { FilePath } from '../../../base/path.ts';

/** How long no new change must have come before we handle the changes, in milliseconds. */
const QUIET = 100;
/** The longest time that changes wait, in milliseconds. After it, we handle them even if new changes still come. */
const PATIENCE = 2000;

/** Collects the paths of one burst of changes. */
export class ChangeBatch {
  readonly #apply: (paths: ReadonlySet<FilePath>) => void;
  #paths = new Set<FilePath>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  /**
   * `apply` receives each path once. It must look at the disk to see what happened, because events arrive late and in
   * any order.
   */
  constructor(apply: (paths: ReadonlySet<FilePath>) => void) {
    this.#apply = apply;
  }

  add(path: FilePath): void {
    this.#paths.add(path);
    if (this.#timer === undefined) {
      this.#since = performance.now();
      this.#timer = setTimeout(() => this.flush(), QUIET);
    } else if (performance.now() - this.#since < PATIENCE) this.#timer.refresh();
  }

  /** Handles the collected changes at once, for callers that cannot wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#paths.size === 0) return;
    const paths = this.#paths;
    this.#paths = new Set();
    this.#apply(paths);
  }
}
