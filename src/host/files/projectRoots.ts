/**
 * Import roots for a command that was given none. The current folder is enough for protoc where it is enough;
 * where an import is not found in it, the roots are those that an editor would find.
 */
import { relative, resolve } from 'node:path';
import { dirname, isWithin, join, type FilePath } from '../../base/path.ts';
import type { DependencyCaches } from '../../workspace/imports/layout.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { diskReader, fromFilePath, toFilePath } from './files.ts';
import { scanFolder } from './scan.ts';

export interface ProjectRoots {
  /** In the form of protoc's flag, relative to the current folder where they lie in it; empty where that is enough. */
  readonly roots: readonly string[];
  readonly guesses: readonly Guess[];
}

/** An import that several files fit equally well. */
interface Guess {
  /** All three relative to the current folder. */
  readonly file: string;
  readonly path: string;
  readonly rivals: readonly string[];
  readonly importPath: string;
}

const NONE: ProjectRoots = { roots: [], guesses: [] };

/** Somebody's home folder is no project: reading it has to end. */
const SCAN_TIMEOUT_MS = 10_000;

export async function findProjectRoots(
  files: readonly string[],
  cwd: string,
  wellKnown: string | undefined,
  caches: DependencyCaches,
): Promise<ProjectRoots> {
  const folder = toFilePath(resolve(cwd));
  const entries = files.map((file) => toFilePath(resolve(cwd, file)));
  const workspace = new Workspace(diskReader, toFilePath(wellKnown ?? '/nowhere'), { caches });
  if (
    entries.some((path) => !isWithin(folder, path) || !diskReader.exists(path)) ||
    isEnough(workspace, folder, entries)
  )
    return NONE;
  try {
    workspace.setFolder(await scanFolder(folder, { exclude: [], signal: AbortSignal.timeout(SCAN_TIMEOUT_MS) }), []);
  } catch {
    return NONE;
  }
  return new Collector(workspace, folder).collect(entries);
}

/** Whether all that is imported lies below the current folder, or comes with protobuf. */
function isEnough(workspace: Workspace, folder: FilePath, entries: readonly FilePath[]): boolean {
  const closure = new Set(entries);
  for (const path of closure) {
    for (const importPath of workspace.summary(path)?.imports ?? []) {
      const place = [folder, workspace.wellKnownRoot]
        .map((root) => join(root, importPath))
        .find((candidate) => diskReader.exists(candidate));
      if (place === undefined) return false;
      closure.add(place);
    }
  }
  return true;
}

class Collector {
  readonly #workspace: Workspace;
  readonly #folder: FilePath;
  readonly #roots = new Set<string>();
  readonly #guesses: Guess[] = [];

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
    if (path === undefined) return undefined;
    if (root === undefined) this.#roots.add(this.#mapping(importPath, path));
    else if (root.files !== undefined) this.#roots.add(this.#flag(importPath, path));
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

  /** Where only ends fit: what stands before them in the import stands for what stands before them on the disk. */
  #mapping(importPath: string, path: FilePath): string {
    const parts = importPath.split('/');
    const at = parts.findIndex((_, index) => path.endsWith(`/${parts.slice(index).join('/')}`));
    const end = parts.slice(at).join('/');
    return this.#flag(at === 0 ? undefined : parts.slice(0, at).join('/'), path.slice(0, -end.length - 1));
  }

  /** Of the roots that are searched, one has to hold the named file. */
  #nameRoot(path: FilePath): string {
    const name = this.#workspace.nameOf(path);
    return this.#flag(undefined, path.endsWith(`/${name}`) ? path.slice(0, -name.length - 1) : dirname(path));
  }

  #flag(prefix: string | undefined, root: FilePath): string {
    const shown = this.#show(root);
    return prefix === undefined ? shown : `${prefix}=${shown}`;
  }

  #show(path: FilePath): string {
    if (!isWithin(this.#folder, path)) return fromFilePath(path);
    return relative(fromFilePath(this.#folder), fromFilePath(path)) || '.';
  }
}
