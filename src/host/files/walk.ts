/**
 * The one way to walk through the folders of a project. It follows no links, so it always ends. It visits a bounded
 * number of folders, stops when its signal aborts, and reads a few folders ahead.
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relativeTo, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';

/** Why a walk leaves out a folder. */
export type SkipReason = 'history' | 'installed' | 'copied' | 'hidden' | 'unbuilt' | 'private';

/** Folders that some searches leave out, by name. */
const SKIPPED: readonly { readonly name: RegExp; readonly reason: SkipReason }[] = [
  // The history of a repository: the project has no files in it.
  { name: /^\.(?:git|hg|svn)$/, reason: 'history' },
  // npm packages: the user does not edit them, and they are often larger than the project.
  { name: /^node_modules$/, reason: 'installed' },
  // Copies of third-party modules.
  { name: /^vendor$/, reason: 'copied' },
  // Files of tools.
  { name: /^\./, reason: 'hidden' },
  // Go never builds them (`go help packages`).
  { name: /^(?:_|testdata$)/, reason: 'unbuilt' },
  // Go hides it from importers (go.dev/ref/mod).
  { name: /^internal$/, reason: 'private' },
];

/** The reason for which a search leaves out a folder of this name, if it is one of these reasons. */
export function skipReason(name: string, reasons: readonly SkipReason[]): SkipReason | undefined {
  return SKIPPED.find((skipped) => reasons.includes(skipped.reason) && skipped.name.test(name))?.reason;
}

/**
 * Whether a walk from the root that leaves out these folders reaches a path: it leaves out none of the folders before
 * the last part.
 */
export function isReached(root: FilePath, path: FilePath, reasons: readonly SkipReason[]): boolean {
  if (path === root) return true;
  const below = relativeTo(root, path);
  if (below === undefined) return false;
  const folders = below.split('/').slice(0, -1);
  return folders.every((name) => skipReason(name, reasons) === undefined);
}

/** No project has so many; a home folder may have more. */
const MOST_FOLDERS = 200_000;

/** How many folders we read in advance. */
const AHEAD = 16;

/** What a walk leaves out, and when it stops. */
export interface WalkOptions {
  readonly skip: readonly SkipReason[];
  readonly signal?: AbortSignal;
}

/** One folder of a walk, with its direct content. */
export interface ListedFolder {
  readonly path: FilePath;
  /** Empty for a folder that cannot be read or is gone since it was listed: we could not use anything in it. */
  readonly entries: readonly Dirent[];
  /** Tells the walk not to enter this subfolder. */
  leaveOut(name: string): void;
}

/** Throws the signal's reason if the signal aborts. */
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

/** A folder that is read only once, whoever needs it first. */
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

/** Which files a walk gives. */
export interface FileWalkOptions extends WalkOptions {
  /** Which file names match. */
  readonly names: RegExp;
  /** A folder below the root belongs to another project if it has a file of this name. */
  readonly border?: string;
}

/** The regular files below a folder. */
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
