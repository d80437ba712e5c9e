// Remembers what passed, under the key of everything that its verdict depends on. It remembers nothing else.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './setup.mjs';

/** Git ignores it, and `npm ci` empties it. */
export const checkCache = join(root, 'node_modules', '.cache', 'grpc-workbench', 'check');
const file = join(checkCache, 'passed.json');

/** Names of checks or files, with the key under which each passed last. */
export class Verdicts {
  /** @type {Map<string, string>} */
  #passed = new Map();

  /** @param {{ readonly fresh: boolean }} options `fresh`: nothing of before counts. */
  static async open({ fresh }) {
    const verdicts = new Verdicts();
    if (fresh) {
      await rm(checkCache, { recursive: true, force: true });
      return verdicts;
    }
    try {
      verdicts.#passed = new Map(Object.entries(JSON.parse(await readFile(file, 'utf8'))));
    } catch {
      // The file does not exist yet or was cut off: then nothing has passed.
    }
    return verdicts;
  }

  passed(/** @type {string} */ name, /** @type {string} */ key) {
    return this.#passed.get(name) === key;
  }

  remember(/** @type {string} */ name, /** @type {string} */ key) {
    this.#passed.set(name, key);
  }

  async save() {
    await mkdir(dirname(file), { recursive: true });
    const fresh = `${file}.${process.pid}`;
    await writeFile(fresh, JSON.stringify(Object.fromEntries(this.#passed)));
    await rename(fresh, file);
  }
}
