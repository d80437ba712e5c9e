/**
 * Walks through the folders of a project. All searches of a project use this code. It follows no links, so it always
 * ends. It visits a limited number of folders, stops when its signal aborts, and reads a few folders ahead.
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relativeTo, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';

/** The kinds of folders that a walk can leave out. */
export type SkipReason = 'history' | 'installed' | 'copied' | 'hidden' | 'unbuilt' | 'private';

/** The folders that some searches leave out, by name. */
const SKIPPED: readonly { readonly name: RegExp; readonly reason: SkipReason }[] = [
  // The history of a repository contains no files of the project.
  { name: /^\.(?:git|hg|svn)$/, reason: 'history' },
  // The user does not edit npm packages, and they are often larger than the project.
  { name: /^node_modules$/, reason: 'installed' },
  // Go keeps copies of third-party modules here.
  { name: /^vendor$/, reason: 'copied' },
  // Tools keep their files in hidden folders.
  { name: /^\./, reason: 'hidden' },
  // Go never builds these folders (`go help packages`).
  { name: /^(?:_|testdata$)/, reason: 'unbuilt' },
  // Go hides this folder from importers (go.dev/ref/mod).
  { name: /^internal$/, reason: 'private' },
];

/** Returns why a search leaves out a folder with this name, if the reason is one of `reasons`. */
export function skipReason(name: string, reasons: readonly SkipReason[]): SkipReason | undefined {
  return SKIPPED.find((skipped) => reasons.includes(skipped.reason) && skipped.name.test(name))?.reason;
}

/** Whether a walk from the root reaches a path. It does if it leaves out none of the folders that contain the path. */
export function isReached(root: FilePath, path: FilePath, reasons: readonly SkipReason[]): boolean {
  if (path === root) return true;
  const below = relativeTo(root, path);
  if (below === undefined) return false;
  const folders = below.split('/').slice(0, -1);
  return folders.every((name) => skipReason(name, reasons) === undefined);
}

/** A walk visits at most this many folders. A project has fewer; a home folder may have more. */
const MOST_FOLDERS = 200_000;

/** The number of folders that we read in advance. */
const AHEAD = 16;

/** The folders that a walk leaves out, and the signal that stops it. */
export interface WalkOptions {
  readonly skip: readonly SkipReason[];
  readonly signal?: AbortSignal;
}

/** One folder of a walk, with its direct contents. */
export interface ListedFolder {
  readonly path: FilePath;
  /** The entries of the folder. They are empty if we cannot read it, or it does not exist any more. */
  readonly entries: readonly Dirent[];
  /** Tells the walk not to enter this subfolder. */
  leaveOut(name: string): void;
}

/** Visits the folders below a root. It throws the signal's reason if the signal aborts. */
export async function* walkFolders(root: FilePath, { skip, signal }: WalkOptions): AsyncGenerator<ListedFolder> {
  const waiting: Listing[] = [new Listing(root)];
  for (let count = 0; count < MOST_FOLDERS; count++) {
    signal?.throwIfAborted();
    for (const listing of waiting.slice(-AHEAD)) listing.begin();
    const next = waiting.pop();
    if (next === undefined) return;
    const entries = await next.entries();
    const leftOut = new Set<string>();
    yield { path: next.path, entries, leaveOut: (name) => leftOut.add(name) };
    for (const { name } of entries.filter((entry) => entry.isDirectory()))
      if (!leftOut.has(name) && skipReason(name, skip) === undefined) waiting.push(new Listing(join(next.path, name)));
  }
}

/** Reads a folder only once, although the walk may ask twice: in advance, and when it visits the folder. */
class Listing {
  readonly path: FilePath;
  #entries: Promise<readonly Dirent[]> | undefined;

  constructor(path: FilePath) {
    this.path = path;
  }

  begin(): void {
    this.#entries ??= readdir(fromFilePath(this.path), { withFileTypes: true }).catch(() => []);
  }

  async entries(): Promise<readonly Dirent[]> {
    this.begin();
    return (await this.#entries) ?? [];
  }
}

/** Selects the files that a walk returns. */
export interface FileWalkOptions extends WalkOptions {
  /** Matches the names of the files to return. */
  readonly names: RegExp;
  /**
   * If a folder below the root has a file of this name, it belongs to another project, and the walk does not enter it.
   */
  readonly border?: string;
}

/** Yields the regular files below a folder. */
export async function* walkFiles(
  root: FilePath,
  { names, border, ...options }: FileWalkOptions,
): AsyncGenerator<FilePath> {
  for await (const folder of walkFolders(root, options)) {
    const files = folder.entries.filter((entry) => entry.isFile());
    if (folder.path !== root && files.some(({ name }) => name === border)) {
      for (const { name } of folder.entries) folder.leaveOut(name);
      continue;
    }
    for (const { name } of files) if (names.test(name)) yield join(folder.path, name);
  }
}
