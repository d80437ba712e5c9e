/** Goes through the files of folders of a project, without those that hold what others wrote. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFile } from './files.ts';

export interface WalkOptions {
  /** What the names of the files are like. */
  readonly names: RegExp;
  /** A folder below that holds a file of this name is another project's. */
  readonly border?: string;
}

export async function* walk(folder: string, options: WalkOptions): AsyncGenerator<string> {
  const { names, border } = options;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && names.test(entry.name)) yield path;
    if (!entry.isDirectory() || entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
    if (border === undefined || !isFile(join(path, border))) yield* walk(path, options);
  }
}

const SKIPPED = new Set(['node_modules', 'vendor']);
