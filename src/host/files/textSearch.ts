/** Finds the files of a project that hold a word. */
import { readFile, stat } from 'node:fs/promises';
import type { FilePath } from '../../base/path.ts';
import type { TextSearch } from '../../codegen/model.ts';
import { fromFilePath, toFilePath } from './files.ts';
import { walk } from './walk.ts';

/** What lies beyond is not looked at, rather than somebody's machine kept busy. */
const MOST_FILES = 20_000;
const LARGEST_FILE = 1_000_000;

/** Sorted. `edited` has the texts of files that are not saved. */
export async function searchText(
  folder: FilePath,
  { words, ...options }: TextSearch,
  edited: ReadonlyMap<FilePath, string>,
): Promise<readonly FilePath[]> {
  const found: FilePath[] = [];
  let seen = 0;
  for await (const file of walk(fromFilePath(folder), options)) {
    if (++seen > MOST_FILES) break;
    const path = toFilePath(file);
    const text = edited.get(path) ?? (await textOf(file));
    if (words.some((word) => text.includes(word))) found.push(path);
  }
  return found.sort();
}

/** Empty where it is gone since it was listed, not for us to read, or too large. */
async function textOf(path: string): Promise<string> {
  try {
    return (await stat(path)).size > LARGEST_FILE ? '' : await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
