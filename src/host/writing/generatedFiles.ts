/** Writes the result of generation. The ownership of each file decides what may be replaced. */
import { mapLimited } from '../../base/concurrency.ts';
import { isGenerated } from '../../codegen/generatedMark.ts';
import type { GeneratedFile } from '../../contract/generation.ts';
import { realFolders, realPlace } from './containment.ts';
import { readWholeFile } from '../files/regularFile.ts';
import { writeFiles, type FileToWrite, type WriteOptions } from './writeFiles.ts';

/** Writes and deletes the files of a run. `gone` has the paths of generated files to delete. */
export function writeGenerated(
  outputRoot: string,
  files: readonly GeneratedFile[],
  gone: readonly string[],
  options: WriteOptions = {},
): Promise<void> {
  const deletions = gone.map((path): FileToWrite => ({ kind: 'delete', path }));
  return writeFiles(outputRoot, [...files.flatMap(toWrite), ...deletions], options);
}

/** Returns the paths that are inside `folders` and still are generated files. */
export async function deletableFiles(paths: readonly string[], folders: readonly string[]): Promise<readonly string[]> {
  const allowed = await realFolders(folders);
  const checked = await mapLimited(paths, async (path) => {
    if ((await realPlace(path, allowed)).kind !== 'inside') return [];
    const bytes = await readWholeFile(path);
    if (bytes !== undefined && isGenerated(bytes.toString('utf8'))) return [path];
    return [];
  });
  return checked.flat();
}

function toWrite(file: GeneratedFile): readonly FileToWrite[] {
  const { path, content } = file;
  switch (file.state) {
    case 'new':
      return [{ kind: 'create', path, content }];
    case 'generated':
      return [{ kind: 'generate', path, content }];
    case 'owned':
    case 'extended':
      return [{ kind: 'replace', path, content, before: file.before }];
    case 'unchanged':
      return [];
  }
}
