/**
 * Files on disk, with the state that they had when we read them. Watchers lose events when a tool makes and fills a
 * folder at once, or when more happens than the system's queue holds. So the files that we read can be checked again.
 */
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from '../../workspace/workspace.ts';
import { diskReader, fromFilePath } from './files.ts';
import { readSource } from './sourceFile.ts';

/** Why a file was not read, and its state at that time. */
interface Refusal {
  readonly stamp: string | undefined;
  readonly reason: string;
}

/** How many files one step checks; one file takes some 3 µs. */
const AT_ONCE = 500;

/** A FileReader that remembers the state of each file at its first read: time and size. */
export class StampedReader implements FileReader {
  readonly #stamps = new Map<FilePath, string>();
  readonly #refused = new Map<FilePath, Refusal>();
  readonly #onRefused: (path: FilePath, reason: string) => void;

  /**
   * `onRefused` receives each refused file once: one that exists but that we do not read. It receives the file again
   * after a change.
   */
  constructor(onRefused: (path: FilePath, reason: string) => void = () => undefined) {
    this.#onRefused = onRefused;
  }

  read(path: FilePath): string | undefined {
    // We read the state before the text, so that a write in between counts as a change. The first state stays, because
    // results from the first text must change.
    const stamp = this.#stamps.get(path) ?? stampOf(path);
    if (stamp !== undefined) this.#stamps.set(path, stamp);
    const refused = this.#refused.get(path);
    // The import resolver asks again and again.
    if (refused !== undefined && refused.stamp === stampOf(path)) return undefined;
    return this.#readNow(path);
  }

  #readNow(path: FilePath): string | undefined {
    const reading = readSource(fromFilePath(path));
    if (reading.kind === 'refused') {
      this.#refused.set(path, { stamp: stampOf(path), reason: reading.reason });
      this.#onRefused(path, reading.reason);
    } else {
      this.#refused.delete(path);
    }
    if (reading.kind === 'text') return reading.text;
    return undefined;
  }

  problem(path: FilePath): string | undefined {
    return this.#refused.get(path)?.reason;
  }

  exists(path: FilePath): boolean {
    return diskReader.exists(path);
  }

  /** Forgets everything that was read. */
  forget(path: FilePath): void {
    this.#stamps.delete(path);
  }

  /** The files whose state differs from their first read. Each is named once, because the caller forgets it. */
  async changed(): Promise<readonly FilePath[]> {
    const changed: FilePath[] = [];
    let looked = 0;
    for (const [path, stamp] of this.#stamps) {
      if (stampOf(path) !== stamp) changed.push(path);
      if (++looked % AT_ONCE === 0) await setImmediate();
    }
    for (const path of changed) this.forget(path);
    return changed;
  }
}

/** Changes with the content: even tools that set a file's date cannot set ctime. */
function stampOf(path: FilePath): string | undefined {
  try {
    const stats = statSync(fromFilePath(path), { throwIfNoEntry: false });
    return stats && `${stats.ctimeMs} ${stats.size}`;
  } catch {
    return undefined;
  }
}
