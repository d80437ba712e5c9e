/**
 * Finds the `.proto` files of a folder. `.gitignore` files at and below the folder count, those above
 * do not: somebody who opens an ignored folder wants to see it. Linked folders are left out, since
 * build tools make copies of the tree with them.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { join, type FilePath } from '../base/path.ts';
import type { FolderFiles } from '../workspace/layout.ts';
import { fromFilePath } from './files.ts';

const NEVER = new Set(['.git', '.hg', '.svn', 'node_modules']);
const MARKERS = new Set(['go.mod', 'buf.yaml', 'buf.work.yaml']);

interface IgnoreFile {
  /** Path of its folder below the root, with a `/` at its end; empty for the root's. */
  readonly prefix: string;
  readonly rules: Ignore;
}

export interface ScanOptions {
  /** Globs relative to the folder. */
  readonly exclude: readonly string[];
  readonly signal?: AbortSignal;
}

export async function scanFolder(folder: FilePath, options: ScanOptions): Promise<FolderFiles> {
  const excluded = picomatch([...options.exclude], { dot: true });
  const protoFiles: FilePath[] = [];
  const markers: FilePath[] = [];

  async function visit(prefix: string, above: readonly IgnoreFile[]): Promise<void> {
    options.signal?.throwIfAborted();
    const entries = await list(join(folder, prefix));
    const ignores = entries.some((entry) => entry.name === '.gitignore') ? [...above, await readIgnore(folder, prefix)] : above;
    const folders: string[] = [];
    for (const entry of entries) {
      const path = prefix + entry.name;
      const isFolder = entry.isDirectory();
      if (isFolder ? NEVER.has(entry.name) : !entry.name.endsWith('.proto') && !MARKERS.has(entry.name)) continue;
      if (excluded(path) || isIgnored(ignores, path, isFolder)) continue;
      if (isFolder) folders.push(`${path}/`);
      else (MARKERS.has(entry.name) ? markers : protoFiles).push(join(folder, path));
    }
    await Promise.all(folders.map((child) => visit(child, ignores)));
  }

  await visit('', []);
  return { folder, protoFiles: protoFiles.sort(), markers: markers.sort() };
}

async function list(folder: FilePath): Promise<readonly Dirent[]> {
  try {
    return await readdir(fromFilePath(folder), { withFileTypes: true });
  } catch {
    // Unreadable, or gone since it was listed: what lies in it cannot be served anyway.
    return [];
  }
}

async function readIgnore(folder: FilePath, prefix: string): Promise<IgnoreFile> {
  const text = await readFile(fromFilePath(join(folder, `${prefix}.gitignore`)), 'utf8').catch(() => '');
  return { prefix, rules: ignore().add(text) };
}

/** The innermost file that says anything about a path decides, as in git. */
function isIgnored(ignores: readonly IgnoreFile[], path: string, isFolder: boolean): boolean {
  for (const { prefix, rules } of [...ignores].reverse()) {
    const answer = rules.test(path.slice(prefix.length) + (isFolder ? '/' : ''));
    if (answer.ignored) return true;
    if (answer.unignored) return false;
  }
  return false;
}
