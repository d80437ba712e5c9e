/** Changes on disk come in bursts, for example when you check out another branch. We handle them once it is quiet. */
import type { FilePath } from '../../../base/path.ts';

/** How long it must be quiet, in ms. */
const QUIET = 100;
/** After this many ms, we no longer wait for quiet. */
const PATIENCE = 2000;

/** Collects the paths of one burst. */
export class ChangeBatch {
  readonly #apply: (paths: ReadonlySet<FilePath>) => void;
  #paths = new Set<FilePath>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  /**
   * `apply` receives each path once. It looks at the disk to see what happened, because events come late and in any
   * order.
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

  /** Applies the changes so far, for callers that cannot wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#paths.size === 0) return;
    const paths = this.#paths;
    this.#paths = new Set();
    this.#apply(paths);
  }
}
