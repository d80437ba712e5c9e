// What the verdict on a source file depends on: the file itself, everything that it imports, directly or not, and the
// other files that the tools read. A check may be skipped only if none of these have changed since it passed.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, posix, relative, sep } from 'node:path';
import { root } from './setup.mjs';

const FOLDERS = ['src', 'test', 'bench', 'scripts'];
const FILES = ['vitest.config.mts', 'eslint.config.mjs'];
const EXTENSIONS = new Set(['.ts', '.mts', '.mjs', '.cjs']);
/** What the tools read besides the sources. The lock file covers every package, including the tools themselves. */
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
];
/** A file that declares something for all others, so each verdict depends on it. */
const DECLARES_FOR_ALL = /^\s*declare (global|module|namespace)\b/m;

/** @typedef {{ readonly hash: string, readonly imports: readonly string[] }} Source */

/** The sources as they are on disk now. Paths are relative to the repository, with slashes. */
export class Inputs {
  /** @param {ReadonlyMap<string, Source>} sources @param {string} settings */
  constructor(sources, settings) {
    this.sources = sources;
    this.settings = settings;
  }

  static async read() {
    const files = [...FILES, ...(await Promise.all(FOLDERS.map(filesBelow))).flat()];
    /** @type {Map<string, Source>} */
    const sources = new Map();
    const shared = await Promise.all(SETTINGS.map((file) => readFile(join(root, file), 'utf8')));
    const { default: typescript } = await import('typescript');
    for (const file of files) {
      const text = await readFile(join(root, file), 'utf8');
      if (file.endsWith('.d.ts') || DECLARES_FOR_ALL.test(text)) shared.push(text);
      const imports = typescript
        .preProcessFile(text, true, true)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        // Files import each other by their real names, so there is nothing to resolve.
        .map(({ fileName }) => posix.join(posix.dirname(file), fileName));
      sources.set(file, { hash: digest([text]), imports });
    }
    return new Inputs(sources, digest([process.version, ...shared]));
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
    const reached = new Set(files);
    for (const file of reached) {
      for (const name of this.sources.get(file)?.imports ?? []) reached.add(name);
    }
    const parts = [...reached].sort().map((file) => `${file} ${this.sources.get(file)?.hash ?? 'missing'}`);
    return digest([this.settings, ...parts]);
  }
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
