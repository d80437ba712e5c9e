/** Writes what generation has come to, by whom it belongs to. */
import type { GeneratedFile } from '../../contract/generation.ts';
import { writeFiles, type FileToWrite } from './writeFiles.ts';

/** `gone`: paths of files to delete. */
export function writeGenerated(
  outputRoot: string,
  files: readonly GeneratedFile[],
  gone: readonly string[],
): Promise<void> {
  return writeFiles(outputRoot, [...files.map(toWrite), ...gone.map((path) => ({ path }))]);
}

/** What is a program's is replaced whatever it is; what is a person's, only where it is still what was read. */
function toWrite({ path, content, state, before }: GeneratedFile): FileToWrite {
  return { path, content, ...(state === 'generated' ? {} : { replaces: { text: before } }) };
}
