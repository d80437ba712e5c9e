// Remembers what passed, under the key of everything that its verdict depends on. It remembers nothing else.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Git ignores this folder, and `npm ci` empties it. */
export const checkCache = join(root, 'node_modules', '.cache', 'grpc-workbench', 'check');
const FILE = 'passed.json';

/** Names of checks or files, with the key under which each passed last. */
export class Verdicts {
  /** @type {Map<string, string>} */
  #passed = new Map();

  /** Two saves at once would take each other's file. @type {Promise<void>} */
  #saving = Promise.resolve();

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** @param {{ readonly fresh: boolean, readonly folder?: string }} options `fresh`: earlier verdicts are ignored. */
  static async open({ fresh, folder = checkCache }) {
    const verdicts = new Verdicts(folder);
    if (fresh) {
      await rm(folder, { recursive: true, force: true });
      return verdicts;
    }
    try {
      verdicts.#passed = new Map(Object.entries(JSON.parse(await readFile(join(folder, FILE), 'utf8'))));
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

  save() {
    this.#saving = this.#saving.then(() => this.#write());
    return this.#saving;
  }

  async #write() {
    await mkdir(this.folder, { recursive: true });
    const fresh = join(this.folder, `${FILE}.${process.pid}`);
    await writeFile(fresh, JSON.stringify(Object.fromEntries(this.#passed)));
    await rename(fresh, join(this.folder, FILE));
  }
}
