/**
 * Writes files so that each is old or new, never torn: the new content goes into a file beside it,
 * which then takes its name. Everything is written before anything is renamed.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface FileToWrite {
  readonly path: string;
  readonly content: string;
}

/** Rejects with the file system's error; files that could not take their names are removed again. */
export async function writeFilesAtomically(files: readonly FileToWrite[]): Promise<void> {
  const staged: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const file of files) {
      // A link stays one: what it points at is replaced.
      const path = await realpath(file.path).catch(() => file.path);
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      staged.push({ temporary, path });
      await writeThrough(temporary, file.content, await modeOf(path));
    }
    for (const { temporary, path } of staged) await rename(temporary, path);
  } finally {
    // Those that were renamed are not there any more.
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
  }
}

/** Reaches the disk before the rename does: otherwise a power cut could leave an empty file under the old name. */
async function writeThrough(path: string, content: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

function modeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => 0o666,
  );
}
