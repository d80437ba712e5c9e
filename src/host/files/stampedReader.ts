/**
 * Files on disk, and how they looked when they were read. Watchers lose events: where folders are made and filled at
 * once, and where more happens than the system keeps for whoever watches. So what was read can be looked over again.
 */
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from '../../workspace/workspace.ts';
import { diskReader, fromFilePath } from './files.ts';
import { readSource } from './sourceFile.ts';

/** Why a file was not read, and how it looked then. */
interface Refusal {
  readonly stamp: string | undefined;
  readonly reason: string;
}

/** How many files are looked at in one go; one takes some 3 µs. */
const AT_ONCE = 500;

/** A FileReader that remembers the look of each file at its first read: its time and size. */
export class StampedReader implements FileReader {
  readonly #stamps = new Map<FilePath, string>();
  readonly #refused = new Map<FilePath, Refusal>();
  readonly #onRefused: (path: FilePath, reason: string) => void;

  /** `onRefused` is told once of each file that is there and not read, until the file changes. */
  constructor(onRefused: (path: FilePath, reason: string) => void = () => undefined) {
    this.#onRefused = onRefused;
  }

  read(path: FilePath): string | undefined {
    // Before the text: what is written in between counts as a change. The first one stays: what was made of the first text is to be changed.
    const stamp = this.#stamps.get(path) ?? stampOf(path);
    if (stamp !== undefined) this.#stamps.set(path, stamp);
    const refused = this.#refused.get(path);
    // Whoever resolves an import asks again and again.
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

  /** Nothing is left of what was read. */
  forget(path: FilePath): void {
    this.#stamps.delete(path);
  }

  /** The files that do not look as they did when they were first read; each is named once, since whoever asks forgets it. */
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

/** Becomes another one with the content: of ctime not even tools that set a file's date are masters. */
function stampOf(path: FilePath): string | undefined {
  try {
    const stats = statSync(fromFilePath(path), { throwIfNoEntry: false });
    return stats && `${stats.ctimeMs} ${stats.size}`;
  } catch {
    return undefined;
  }
}
