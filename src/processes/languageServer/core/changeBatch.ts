/** Changes on disk come in bursts, as when another branch is checked out: they are taken notice of once it is quiet. */
import type { FilePath } from '../../../base/path.ts';

/** How long it must be quiet, in ms. */
const QUIET = 100;
/** After so many ms nobody waits for quiet any more. */
const PATIENCE = 2000;

/** Collects the paths of one burst. */
export class ChangeBatch {
  readonly #apply: (paths: ReadonlySet<FilePath>) => void;
  #paths = new Set<FilePath>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  /** `apply` gets each path once. What happened to it is to be seen on the disk: events come late and in any order. */
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

  /** Applies what is there, for those who cannot wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#paths.size === 0) return;
    const paths = this.#paths;
    this.#paths = new Set();
    this.#apply(paths);
  }
}
