/**
 * Files of a reader whose contents arrive later, as in a browser. If you ask about a file that has not arrived, the
 * reply is "no such file", and we fetch the file from then on. Such a reply is valid only until the file arrives.
 */
import { messageOf } from '../../base/background.ts';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from './sources.ts';

/** A file is ready: questions about it get a true reply from now on. */
export interface Arrival {
  readonly path: FilePath;
  readonly exists: boolean;
  /** Whether a question about the file got a reply before it arrived. */
  readonly wasWanted: boolean;
}

export class Preparation {
  readonly #reader: FileReader;
  readonly #log: (line: string) => void;
  /** Files that have arrived, and whether they can be read. */
  readonly #arrived = new Map<FilePath, boolean>();
  readonly #wanted = new Set<FilePath>();
  /** Files that are on their way, each with the batch that brings it. */
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

  /** Files that were asked about but have not arrived. */
  get wanted(): ReadonlySet<FilePath> {
    return this.#wanted;
  }

  has(path: FilePath): boolean {
    return this.#arrived.has(path);
  }

  /** Our data about a file is no longer true, and neither is the text that is on its way. */
  forget(path: FilePath): void {
    this.#arrived.delete(path);
    this.#underWay.delete(path);
  }

  /** Files that could not be read may exist now. */
  forgetMissing(): void {
    for (const [path, exists] of this.#arrived) if (!exists) this.#arrived.delete(path);
  }

  /** Gives the files that have arrived, without those that were forgotten meanwhile. Never rejects. */
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

  /** One file that fails must not fail the others of its batch. */
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

  /** Why files cannot be read; undefined if they can. */
  async #failureOf(paths: readonly FilePath[]): Promise<string | undefined> {
    try {
      await this.#reader.prepare?.(paths);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }
}
