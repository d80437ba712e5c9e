/** Finds the files of a project that contain a word. */
import type { FilePath } from '../../base/path.ts';
import type { TextSearch } from '../../codegen/model.ts';
import type { ProjectFiles } from '../../codegen/ports.ts';

/** We search at most this many files, so that a huge folder does not keep the machine busy. */
const MOST_FILES = 20_000;
const LARGEST_FILE = 1_000_000;

/** Returns the files that contain a word, sorted. `edited` has the contents of unsaved files. */
export async function searchText(
  files: ProjectFiles,
  folder: FilePath,
  { words, ...query }: TextSearch,
  edited: ReadonlyMap<FilePath, string>,
): Promise<readonly FilePath[]> {
  const found: FilePath[] = [];
  let seen = 0;
  for await (const path of files.walk(folder, { ...query, unbuilt: true })) {
    if (++seen > MOST_FILES) break;
    const text = edited.get(path) ?? (await textOf(files, path));
    if (words.some((word) => text.includes(word))) found.push(path);
  }
  return found.sort();
}

/** Returns the text of a file. It is empty if the file does not exist any more, is not readable, or is too large. */
async function textOf(files: ProjectFiles, path: FilePath): Promise<string> {
  const stat = await files.stat(path);
  if (stat?.kind !== 'file' || stat.size > LARGEST_FILE) return '';
  return (await files.readText(path).catch(() => '')) ?? '';
}
