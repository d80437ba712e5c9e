/**
 * Finds the file that an import names: below the import roots of its module, among protobuf's own files,
 * and at last by the end of its path. Pure: which files there are is told by the caller.
 */
import { isWithin, join, type FilePath } from '../base/path.ts';
import type { Module } from './modules.ts';
import { importName, SuffixIndex, type RootCandidate } from './roots.ts';

/** How an import was looked for, and what was found. */
export interface ImportResolution {
  readonly importPath: string;
  readonly path?: FilePath;
  /** The root below which it was found; missing where only the end of a path matched. */
  readonly root?: RootCandidate;
  /** Places that were looked at before, in order. */
  readonly tried: readonly FilePath[];
  /** Other files of the workspace that end in the import path. */
  readonly others: readonly FilePath[];
}

export interface ImportLayout {
  readonly modules: readonly Module[];
  /** All files of the workspace. */
  readonly files: readonly FilePath[];
  readonly wellKnown: RootCandidate;
  exists(path: FilePath): boolean;
}

/** Good for as long as its layout is: the workspace makes a new one when files come and go. */
export class ImportResolver {
  readonly #layout: ImportLayout;
  readonly #suffixes: SuffixIndex;
  readonly #moduleOfFile: ReadonlyMap<FilePath, Module>;

  constructor(layout: ImportLayout) {
    this.#layout = layout;
    this.#suffixes = new SuffixIndex(layout.files);
    this.#moduleOfFile = new Map(layout.modules.flatMap((module) => module.files.map((path) => [path, module])));
  }

  get modules(): readonly Module[] {
    return this.#layout.modules;
  }

  /** The module of a file; one that lies in no folder is a module of its own. */
  moduleOf(path: FilePath): Module {
    const own = this.#moduleOfFile.get(path);
    if (own) return own;
    const around = this.modules.filter((module) => isWithin(module.folder, path)).sort((a, b) => b.folder.length - a.folder.length)[0];
    if (around) return around;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return { folder, files: [path], roots: [{ path: folder, reason: 'folder' }] };
  }

  /** The name of a file in descriptors: its path below an import root. */
  nameOf(path: FilePath): string {
    const roots = [...this.moduleOf(path).roots, this.#layout.wellKnown];
    return importName(roots, path) ?? path.slice(path.lastIndexOf('/') + 1);
  }

  resolve(from: FilePath, importPath: string): ImportResolution {
    const tried: FilePath[] = [];
    const others = this.#suffixes.endingIn(importPath);
    for (const root of [...this.moduleOf(from).roots, this.#layout.wellKnown]) {
      const path = join(root.path, importPath);
      if (this.#layout.exists(path)) return { importPath, path, root, tried, others: others.filter((other) => other !== path) };
      tried.push(path);
    }
    const [nearest, ...rest] = byNearness(from, others);
    return nearest === undefined ? { importPath, tried, others: [] } : { importPath, path: nearest, tried, others: rest };
  }
}

/** Files that share more folders with `from` come first. */
function byNearness(from: FilePath, paths: readonly FilePath[]): readonly FilePath[] {
  const shared = (path: FilePath): number => {
    let at = 0;
    while (at < path.length && path[at] === from[at]) at++;
    return path.slice(0, at).split('/').length;
  };
  return [...paths].sort((a, b) => shared(b) - shared(a) || a.length - b.length || (a < b ? -1 : 1));
}
