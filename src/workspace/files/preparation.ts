/**
 * Reads files whose contents arrive later, as in a browser. If you ask about a file before it arrives, we reply that
 * the file does not exist, and fetch it. This reply is valid only until the file arrives.
 */
import { messageOf } from '../../base/background.ts';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from './sources.ts';

/** A file that has arrived. Questions about it get a true reply from now on. */
export interface Arrival {
  readonly path: FilePath;
  readonly exists: boolean;
  /** Whether a caller asked about the file before it arrived. */
  readonly wasWanted: boolean;
}

export class Preparation {
  readonly #reader: FileReader;
  readonly #log: (line: string) => void;
  /** The files that have arrived, and whether we can read each of them. */
  readonly #arrived = new Map<FilePath, boolean>();
  readonly #wanted = new Set<FilePath>();
  /** The files that we are fetching, each with its batch. */
  readonly #underWay = new Map<FilePath, object>();

  constructor(reader: FileReader, log: (line: string) => void) {
    this.#reader = reader;
    this.#log = log;
  }

  read(path: FilePath): string | undefined {
    if (this.#isReadable(path)) return this.#reader.read(path);
    return undefined;
  }

  exists(path: FilePath): boolean {
    return this.#isReadable(path);
  }

  /** The files that a caller asked about, but that have not arrived. */
  get wanted(): ReadonlySet<FilePath> {
    return this.#wanted;
  }

  has(path: FilePath): boolean {
    return this.#arrived.has(path);
  }

  /** Forgets a file whose text has changed, even while we are fetching the old text. */
  forget(path: FilePath): void {
    this.#arrived.delete(path);
    this.#underWay.delete(path);
  }

  /** Forgets the files that we could not read, because they may exist now. */
  forgetMissing(): void {
    for (const [path, exists] of this.#arrived) if (!exists) this.#arrived.delete(path);
  }

  /** Fetches files. Returns those that arrived, without those that `forget` dropped meanwhile. It never rejects. */
  async bring(paths: readonly FilePath[]): Promise<readonly Arrival[]> {
    const batch = {};
    for (const path of paths) this.#underWay.set(path, batch);
    const failed = await this.#failedOf(paths);
    const current = paths.filter((path) => this.#underWay.get(path) === batch);
    return current.map((path) => this.#arrive(path, failed));
  }

  #isReadable(path: FilePath): boolean {
    const exists = this.#arrived.get(path);
    if (exists === undefined) this.#wanted.add(path);
    return exists === true;
  }

  #arrive(path: FilePath, failed: ReadonlySet<FilePath>): Arrival {
    this.#underWay.delete(path);
    const exists = !failed.has(path) && this.#reader.exists(path);
    this.#arrived.set(path, exists);
    return { path, exists, wasWanted: this.#wanted.delete(path) };
  }

  /**
   * Returns the files that we cannot fetch. If a batch fails, it fetches each file alone, so that one file does not
   * spoil the others.
   */
  async #failedOf(paths: readonly FilePath[]): Promise<ReadonlySet<FilePath>> {
    if ((await this.#failureOf(paths)) === undefined) return new Set();
    const reasons = await Promise.all(paths.map((path) => this.#failureOf([path])));
    const failed = new Set<FilePath>();
    for (const [at, path] of paths.entries()) {
      const reason = reasons[at];
      if (reason === undefined) continue;
      failed.add(path);
      this.#log(`Cannot read ${path}: ${reason}`);
    }
    return failed;
  }

  /** Returns why we cannot fetch files; undefined if we can. */
  async #failureOf(paths: readonly FilePath[]): Promise<string | undefined> {
    try {
      await this.#reader.prepare?.(paths);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }
}
