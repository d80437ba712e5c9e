/**
 * Reads files on disk and remembers their state at that time. Watchers lose events when a tool makes and fills a folder
 * at once, or when the system's queue overflows. So we can check again whether the files have changed.
 */
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from '../../workspace/workspace.ts';
import { diskReader, fromFilePath } from './files.ts';
import { readSource } from './sourceFile.ts';

/** Why we did not read a file, and its state at that time. */
interface Refusal {
  readonly stamp: string | undefined;
  readonly reason: string;
}

/** One step checks this many files; one file takes some 3 µs. */
const AT_ONCE = 500;

/** Reads files and remembers the state of each file at its first read: its time and size. */
export class StampedReader implements FileReader {
  readonly #stamps = new Map<FilePath, string>();
  readonly #refused = new Map<FilePath, Refusal>();
  readonly #onRefused: (path: FilePath, reason: string) => void;

  /**
   * `onRefused` receives each file that exists but that we do not read. It receives the file once, and again after the
   * file has changed.
   */
  constructor(onRefused: (path: FilePath, reason: string) => void = () => undefined) {
    this.#onRefused = onRefused;
  }

  read(path: FilePath): string | undefined {
    // We read the state before the text, so we notice a write between the two. We keep the first state, because results
    // from the first text must change.
    const stamp = this.#stamps.get(path) ?? stampOf(path);
    if (stamp !== undefined) this.#stamps.set(path, stamp);
    const refused = this.#refused.get(path);
    // We do not read a refused file again, because the import resolver asks for it many times.
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

  /** Forgets the state of a file. */
  forget(path: FilePath): void {
    this.#stamps.delete(path);
  }

  /**
   * Returns the files whose state differs from their first read. It returns each change only once, because it forgets
   * these files.
   */
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

/** Returns a text that changes when the content changes. Even tools that set a file's date cannot set ctime. */
function stampOf(path: FilePath): string | undefined {
  try {
    const stats = statSync(fromFilePath(path), { throwIfNoEntry: false });
    return stats && `${stats.ctimeMs} ${stats.size}`;
  } catch {
    return undefined;
  }
}
