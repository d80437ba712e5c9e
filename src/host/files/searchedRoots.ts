/**
 * Finds import roots as the editor does: it reads the whole folder, and the layout decides. This file is separate from
 * projectRoots.ts, so that a command loads it only when needed.
 */
import { relative } from 'node:path';
import { dirname, isWithin, type FilePath } from '../../base/path.ts';
import type { DependencyCaches } from '../../workspace/imports/layout.ts';
import { isWrongGuess } from '../../workspace/guesses.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { DependencyFiles } from './dependencyFiles.ts';
import { diskReader, fromFilePath } from './files.ts';
import { scanFolder } from './scan.ts';

/** Import roots, and the imports that we resolved by a guess. */
export interface ProjectRoots {
  /**
   * The values for protoc's `-I`. They are relative to the current folder if they are inside it. The list is empty if
   * the current folder is the only root.
   */
  readonly roots: readonly string[];
  readonly guesses: readonly Guess[];
}

/** An import that matches several files equally well. */
export interface Guess {
  /** `file`, `path` and `rivals` are relative to the current folder. */
  readonly file: string;
  readonly path: string;
  readonly rivals: readonly string[];
  readonly importPath: string;
}

/** The longest time for a scan in milliseconds. The current folder may be a whole home folder, which takes too long. */
const SCAN_TIMEOUT_MS = 10_000;

/** Finds the import roots for the entries. Returns undefined if we cannot read the folder, or not in time. */
export async function searchProjectRoots(
  entries: readonly FilePath[],
  folder: FilePath,
  wellKnownRoot: FilePath,
  caches: DependencyCaches,
): Promise<ProjectRoots | undefined> {
  const workspace = new Workspace(diskReader, wellKnownRoot, { caches });
  try {
    workspace.setFolder(await scanFolder(folder, { exclude: [], signal: AbortSignal.timeout(SCAN_TIMEOUT_MS) }), []);
  } catch {
    return undefined;
  }
  const collector = new Collector(workspace, folder);
  const found = collector.collect(entries);
  if (!collector.isAnyMissing) return found;
  const modules = workspace.dependencyRoots();
  if (modules.length === 0) return found;
  workspace.setDependencyFiles(await new DependencyFiles().below(modules));
  return new Collector(workspace, folder).collect(entries);
}

class Collector {
  readonly #workspace: Workspace;
  readonly #folder: FilePath;
  readonly #roots = new Set<string>();
  readonly #guesses: Guess[] = [];
  /** Whether we have not found an import. */
  isAnyMissing = false;

  constructor(workspace: Workspace, folder: FilePath) {
    this.#workspace = workspace;
    this.#folder = folder;
  }

  collect(entries: readonly FilePath[]): ProjectRoots {
    const closure = new Set(entries);
    for (const path of closure) {
      for (const importPath of this.#workspace.summary(path)?.imports ?? []) {
        const found = this.#import(path, importPath);
        if (found !== undefined) closure.add(found);
      }
    }
    for (const path of entries) this.#roots.add(this.#nameRoot(path));
    return { roots: [...this.#roots], guesses: this.#guesses };
  }

  #import(from: FilePath, importPath: string): FilePath | undefined {
    const { path, root, rivals } = this.#workspace.resolveImport(from, importPath);
    if (path === undefined || isWrongGuess(this.#workspace, from, importPath)) {
      this.isAnyMissing = true;
      return undefined;
    }
    if (root === undefined) this.#roots.add(this.#mapping(importPath, path));
    else if (root.files !== undefined || root.reason === 'bazel') this.#roots.add(this.#flag(importPath, path));
    else if (root.reason !== 'wellKnown') this.#roots.add(this.#flag(root.prefix, root.path));
    if (rivals.length > 0) {
      this.#guesses.push({
        file: this.#show(from),
        path: this.#show(path),
        rivals: rivals.map((rival) => this.#show(rival)),
        importPath,
      });
    }
    return path;
  }

  /**
   * Returns the flag for a file that has only the end of its path in common with the import path. It maps the start of
   * the import path to the start of the path on disk.
   */
  #mapping(importPath: string, path: FilePath): string {
    const parts = importPath.split('/');
    const at = parts.findIndex((_, index) => path.endsWith(`/${parts.slice(index).join('/')}`));
    const end = parts.slice(at).join('/');
    return this.#flag(at === 0 ? undefined : parts.slice(0, at).join('/'), path.slice(0, -end.length - 1));
  }

  /** Returns the flag for the root of a file that the user named. One of the roots must contain it. */
  #nameRoot(path: FilePath): string {
    const name = this.#workspace.nameOf(path);
    const found = this.#workspace.resolveImport(path, name);
    if (found.path === path && found.root?.reason === 'bazel') return this.#flag(name, path);
    if (path.endsWith(`/${name}`)) return this.#flag(undefined, path.slice(0, -name.length - 1));
    return this.#flag(undefined, dirname(path));
  }

  #flag(prefix: string | undefined, root: FilePath): string {
    const shown = this.#show(root);
    if (prefix === undefined) return shown;
    return `${prefix}=${shown}`;
  }

  #show(path: FilePath): string {
    if (!isWithin(this.#folder, path)) return fromFilePath(path);
    return relative(fromFilePath(this.#folder), fromFilePath(path)) || '.';
  }
}
