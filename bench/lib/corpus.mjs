// The measured files, laid out as a separate workspace folder.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { load } from '../../scripts/lib/typescript.mjs';

const { googlePaths, googleRoot, sample, wellKnownRoot } = await load('test/support/corpus.ts');

export { googleRoot, wellKnownRoot };

/** @type {readonly string[]} Import paths below `googleRoot`. */
export const corpusPaths = googlePaths();

const SEED = 20_26;

/** About `count` files of the corpus, with everything that they import. @param {number} count */
export async function closedSample(count) {
  if (count >= corpusPaths.length) return corpusPaths;
  /** @type {Set<string>} */
  const chosen = new Set();
  for (const path of sample(corpusPaths, corpusPaths.length, SEED)) {
    const added = [...(await closureOf(path))].filter((one) => !chosen.has(one));
    if (chosen.size + added.length <= count) for (const one of added) chosen.add(one);
    if (chosen.size === count) break;
  }
  return [...chosen].sort();
}

const known = new Set(corpusPaths);

async function closureOf(/** @type {string} */ path, /** @type {Set<string>} */ seen = new Set()) {
  if (seen.has(path) || !known.has(path)) return seen;
  seen.add(path);
  for (const imported of await importsOf(path)) await closureOf(imported, seen);
  return seen;
}

async function importsOf(/** @type {string} */ path) {
  const text = await readFile(join(googleRoot, path), 'utf8');
  return [...text.matchAll(/^import (?:public |weak )?"([^"]+)";/gm)].map((match) => match[1] ?? '');
}

/** The files of the corpus that import a given file directly. @param {string} wanted */
export async function dependents(wanted) {
  const found = await Promise.all(
    corpusPaths.map(async (path) => ((await importsOf(path)).includes(wanted) ? [path] : [])),
  );
  return found.flat();
}

/**
 * Copies files of the corpus into a folder that is one module for both tools.
 * @param {string} folder
 * @param {readonly string[]} paths
 */
export async function layOut(folder, paths) {
  for (const parent of new Set(paths.map((path) => dirname(path))))
    await mkdir(join(folder, parent), { recursive: true });
  for (const path of paths) await copyFile(join(googleRoot, path), join(folder, path));
  await writeFile(join(folder, 'buf.yaml'), 'version: v2\n');
}
