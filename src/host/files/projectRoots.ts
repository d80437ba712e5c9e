/**
 * Finds import roots for a command without import flags. If the current folder has every import, we use it, as protoc
 * does by default. Otherwise we use the roots that the editor would find.
 */
import { resolve } from 'node:path';
import { isWithin, join, type FilePath } from '../../base/path.ts';
import { parse } from '../../syntax/parser.ts';
import { summarize } from '../../workspace/files/summary.ts';
import type { DependencyCaches } from '../../workspace/imports/layout.ts';
import { diskReader, toFilePath } from './files.ts';
import type { ProjectRoots } from './searchedRoots.ts';

const NONE: ProjectRoots = { roots: [], guesses: [] };

/**
 * Returns the roots for the files. The list is empty if the current folder is enough. `files` are paths of the
 * platform; `wellKnown` is the folder of protobuf's own files.
 */
export async function findProjectRoots(
  files: readonly string[],
  cwd: string,
  wellKnown: string | undefined,
  caches: DependencyCaches,
): Promise<ProjectRoots> {
  const folder = toFilePath(resolve(cwd));
  const wellKnownRoot = toFilePath(wellKnown ?? '/nowhere');
  const entries = files.map((file) => toFilePath(resolve(cwd, file)));
  if (entries.some((path) => !isWithin(folder, path) || !diskReader.exists(path))) return NONE;
  if (isEnough(entries, [folder, wellKnownRoot])) return NONE;
  const { searchProjectRoots } = await import('./searchedRoots.ts');
  return (await searchProjectRoots(entries, folder, wellKnownRoot, caches)) ?? NONE;
}

/** Whether the folders have each file that the entries import, directly or not. */
function isEnough(entries: readonly FilePath[], folders: readonly FilePath[]): boolean {
  const closure = new Set(entries);
  for (const path of closure) {
    for (const importPath of importsOf(path)) {
      const place = folders.map((root) => join(root, importPath)).find((candidate) => diskReader.exists(candidate));
      if (place === undefined) return false;
      closure.add(place);
    }
  }
  return true;
}

function importsOf(path: FilePath): readonly string[] {
  const text = diskReader.read(path);
  if (text === undefined) return [];
  return summarize(parse(text)).imports;
}
