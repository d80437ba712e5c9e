/**
 * The `.proto` files of dependencies, from the caches that other tools have filled: what lies there has a version in
 * its path and never changes, so that each place is looked through once.
 */
import { readdir } from 'node:fs/promises';
import { join, type FilePath } from '../../base/path.ts';
import type { ImportRoot } from '../../workspace/imports/roots.ts';
import { fromFilePath } from './files.ts';

/** What Go itself keeps from importers (go.dev/ref/mod, `go help packages`). */
const NOT_FOR_IMPORTERS = new Set(['internal', 'testdata', 'vendor']);

export class DependencyFiles {
  readonly #known = new Map<FilePath, Promise<readonly FilePath[]>>();

  async below(roots: readonly ImportRoot[]): Promise<readonly FilePath[]> {
    const found = await Promise.all(roots.map((root) => this.#below(root)));
    return [...new Set(found.flat())];
  }

  #below(root: ImportRoot): Promise<readonly FilePath[]> {
    if (root.files !== undefined) return Promise.resolve([...root.files.values()]);
    const known = this.#known.get(root.path) ?? protoFiles(root.path, root.reason === 'goDependency');
    this.#known.set(root.path, known);
    return known;
  }
}

async function protoFiles(folder: FilePath, isGo: boolean): Promise<readonly FilePath[]> {
  const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.proto'))
    .map((entry) => join(folder, entry.name));
  const folders = entries
    .filter((entry) => entry.isDirectory() && !(isGo && isHidden(entry.name)))
    .map((entry) => join(folder, entry.name));
  const below = await Promise.all(folders.map((path) => protoFiles(path, isGo)));
  return [...files, ...below.flat()];
}

function isHidden(name: string): boolean {
  return NOT_FOR_IMPORTERS.has(name) || name.startsWith('.') || name.startsWith('_');
}
