/**
 * The one way to go through the folders of a project. It follows no links, so it always ends; it goes through a bounded
 * number of folders, stops when it is told to, and reads a few folders ahead.
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relativeTo, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';

/** Why a folder is left out. */
export type SkipReason = 'history' | 'installed' | 'copied' | 'hidden' | 'unbuilt' | 'private';

/** Folders that are left out of one search or another, by name. */
const SKIPPED: readonly { readonly name: RegExp; readonly reason: SkipReason }[] = [
  // The history of a repository: none of it is a file of the project.
  { name: /^\.(?:git|hg|svn)$/, reason: 'history' },
  // What npm installed: nobody edits it, and it is often larger than the project.
  { name: /^node_modules$/, reason: 'installed' },
  // Copies of modules that others wrote.
  { name: /^vendor$/, reason: 'copied' },
  // Files of tools.
  { name: /^\./, reason: 'hidden' },
  // Go never builds what is in them (`go help packages`).
  { name: /^(?:_|testdata$)/, reason: 'unbuilt' },
  // Go keeps it from importers (go.dev/ref/mod).
  { name: /^internal$/, reason: 'private' },
];

/** Why a search that leaves out folders for these reasons leaves out a folder of this name. */
export function skipReason(name: string, reasons: readonly SkipReason[]): SkipReason | undefined {
  return SKIPPED.find((skipped) => reasons.includes(skipped.reason) && skipped.name.test(name))?.reason;
}

/** Whether a walk from the root that leaves out these folders comes to a path: none of the folders before its last part is left out. */
export function isReached(root: FilePath, path: FilePath, reasons: readonly SkipReason[]): boolean {
  if (path === root) return true;
  const below = relativeTo(root, path);
  if (below === undefined) return false;
  const folders = below.split('/').slice(0, -1);
  return folders.every((name) => skipReason(name, reasons) === undefined);
}

/** More than any project has; a home folder that somebody opens has more. */
const MOST_FOLDERS = 200_000;

/** Folders that are read before somebody asks for them. */
const AHEAD = 16;

/** What a walk leaves out, and when it stops. */
export interface WalkOptions {
  readonly skip: readonly SkipReason[];
  readonly signal?: AbortSignal;
}

/** One folder of a walk, with what is directly in it. */
export interface ListedFolder {
  readonly path: FilePath;
  /** Empty for a folder that cannot be read, or is gone since it was listed: nothing in it can be served anyway. */
  readonly entries: readonly Dirent[];
  /** The walk does not go into this one of its folders. */
  leaveOut(name: string): void;
}

/** Throws the signal's reason when it aborts. */
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

/** A folder that is read once, whoever asks first. */
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
  /** What the names of the files are like. */
  readonly names: RegExp;
  /** A folder below the root that holds a file of this name is another project's. */
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
