// What the verdict on a source file depends on: the file itself, everything that it imports, directly or not, and the
// other files that the tools read. A check may be skipped only if none of these have changed since it passed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, extname, join, posix, relative, sep } from 'node:path';
import { declarationsOf, importsOf } from './declarations.mjs';
import { root } from './setup.mjs';

const FOLDERS = ['src', 'test', 'bench', 'scripts'];
const FILES = ['vitest.config.mts', 'eslint.config.mjs'];
const EXTENSIONS = new Set(['.ts', '.mts', '.mjs', '.cjs']);
/**
 * The files that the tools read besides the sources. The lock file covers every package, including the tools
 * themselves.
 */
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'src/webview/tsconfig.json',
  'eslint.config.mjs',
  '.dependency-cruiser.cjs',
  'knip.json',
  'vitest.config.mts',
  'scripts/check.mjs',
  'scripts/lib/declarations.mjs',
  'scripts/lib/inputs.mjs',
  'scripts/lib/lint-projects.mjs',
];
/** A file that declares something for all others, so each verdict depends on it. */
const DECLARES_FOR_ALL = /^\s*declare (global|module|namespace)\b/m;

/**
 * `hash` is of the whole text, `declarations` is the hash of what importers see of its types.
 * @typedef {{ readonly hash: string, readonly declarations: string, readonly imports: readonly string[] }} Source
 */

/** The sources as they are on disk now. Paths are relative to the repository, with slashes. */
export class Inputs {
  /**
   * @param {ReadonlyMap<string, Source>} sources
   * @param {string} settings
   * @param {readonly string[]} [ambient] The sources that declare something for all others.
   */
  constructor(sources, settings, ambient = []) {
    this.sources = sources;
    this.settings = settings;
    this.ambient = ambient;
  }

  /** @param {string} [cache] A file that keeps what was computed of each source, until the source changes. */
  static async read(cache) {
    const files = [...FILES, ...(await Promise.all(FOLDERS.map(filesBelow))).flat()];
    const shared = await Promise.all(SETTINGS.map((file) => readFile(join(root, file), 'utf8')));
    const computed = digest(shared);
    const known = cache === undefined ? new Map() : await readCache(cache, computed);
    /** @type {Map<string, Source>} */
    const sources = new Map();
    const ambient = [];
    for (const file of files) {
      const text = await readFile(join(root, file), 'utf8');
      if (file.endsWith('.d.ts') || DECLARES_FOR_ALL.test(text)) {
        ambient.push(file);
        shared.push(text);
      }
      const hash = digest([text]);
      const before = known.get(file);
      sources.set(file, before?.hash === hash ? before : await readSource(file, text, hash));
    }
    if (cache !== undefined) await writeCache(cache, computed, sources);
    return new Inputs(sources, digest([process.version, ...shared]), ambient);
  }

  /** The sources in these folders, or with these names. */
  below(/** @type {readonly string[]} */ names) {
    return [...this.sources.keys()].filter((file) =>
      names.some((name) => file === name || file.startsWith(`${name}/`)),
    );
  }

  /** The files that import one of these directly. */
  importersOf(/** @type {ReadonlySet<string>} */ files) {
    return [...this.sources].flatMap(([file, { imports }]) => (imports.some((name) => files.has(name)) ? [file] : []));
  }

  /** A key for the verdict on these files together: the same key means the same verdict. */
  key(/** @type {readonly string[]} */ files) {
    const parts = this.#reached(files).map((file) => `${file} ${this.sources.get(file)?.hash ?? 'missing'}`);
    return digest([this.settings, ...parts]);
  }

  /** A key for a verdict on this file alone, which sees only the declarations of what the file imports. */
  keyOfDeclarations(/** @type {string} */ file) {
    const parts = this.#reached([file]).map((name) => `${name} ${this.sources.get(name)?.declarations ?? 'missing'}`);
    return digest([this.settings, this.sources.get(file)?.hash ?? 'missing', ...parts]);
  }

  /** These files and all that they import, directly or not. */
  #reached(/** @type {readonly string[]} */ files) {
    const reached = new Set(files);
    for (const file of reached) {
      for (const name of this.sources.get(file)?.imports ?? []) reached.add(name);
    }
    return [...reached].sort();
  }
}

/** @returns {Promise<Source>} */
export async function readSource(/** @type {string} */ file, /** @type {string} */ text, /** @type {string} */ hash) {
  const imports = (await importsOf(text))
    .filter((name) => name.startsWith('.'))
    // Files import each other by their real names, so there is nothing to resolve.
    .map((name) => posix.join(posix.dirname(file), name));
  return { hash, declarations: digest([await declarationsOf(file, text)]), imports };
}

/** @returns {Promise<ReadonlyMap<string, Source>>} Nothing if it was computed with other settings. */
async function readCache(/** @type {string} */ cache, /** @type {string} */ settings) {
  try {
    const stored = JSON.parse(await readFile(cache, 'utf8'));
    return new Map(stored.settings === settings ? stored.sources : []);
  } catch {
    // The file does not exist yet or was cut off.
    return new Map();
  }
}

async function writeCache(
  /** @type {string} */ cache,
  /** @type {string} */ settings,
  /** @type {ReadonlyMap<string, Source>} */ sources,
) {
  await mkdir(dirname(cache), { recursive: true });
  const fresh = `${cache}.${process.pid}`;
  await writeFile(fresh, JSON.stringify({ settings, sources: [...sources] }));
  await rename(fresh, cache);
}

async function filesBelow(/** @type {string} */ folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && EXTENSIONS.has(extname(entry.name)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.includes('/node_modules/'));
}

function digest(/** @type {readonly string[]} */ parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\n${part}`);
  return hash.digest('hex').slice(0, 32);
}
