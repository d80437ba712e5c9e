/**
 * Finds the `.proto` files of dependencies in the caches that other tools have filled. A path in a cache contains a
 * version, and its content never changes, so we search each folder only once.
 */
import type { FilePath } from '../../base/path.ts';
import type { ImportRoot } from '../../workspace/imports/roots.ts';
import { walkFiles, type SkipReason } from './walk.ts';

/** Folders that Go hides from importers (go.dev/ref/mod, `go help packages`). */
const NOT_FOR_IMPORTERS: readonly SkipReason[] = ['private', 'unbuilt', 'copied', 'hidden'];

/** Finds files below import roots and remembers the results. */
export class DependencyFiles {
  readonly #known = new Map<FilePath, Promise<readonly FilePath[]>>();

  /** The `.proto` files below the roots, each once. */
  async below(roots: readonly ImportRoot[]): Promise<readonly FilePath[]> {
    const found = await Promise.all(roots.map((root) => this.#below(root)));
    return [...new Set(found.flat())];
  }

  #below(root: ImportRoot): Promise<readonly FilePath[]> {
    if (root.files !== undefined) return Promise.resolve([...root.files.values()]);
    const known =
      this.#known.get(root.path) ?? protoFiles(root.path, root.reason === 'goDependency' ? NOT_FOR_IMPORTERS : []);
    this.#known.set(root.path, known);
    return known;
  }
}

async function protoFiles(folder: FilePath, skip: readonly SkipReason[]): Promise<readonly FilePath[]> {
  const files: FilePath[] = [];
  for await (const file of walkFiles(folder, { names: /\.proto$/, skip })) files.push(file);
  return files;
}
