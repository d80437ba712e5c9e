/** Writes a file whole or not at all. */
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

let written = 0;

/** A new file beside the target takes its place; a device or pipe is written to as it is. */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const existing = await stat(path).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) {
    await writeFile(path, content);
    return;
  }
  const temporary = temporaryFor(path);
  // Created, never opened: what is there under this name is not ours, and a link there leads elsewhere.
  await writeFile(temporary, content, { flag: 'wx' });
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Ours alone: by process, time and count. Node's random numbers would cost a small compilation a tenth of its time. */
function temporaryFor(path: string): string {
  const own = [process.pid, Date.now(), written++].map((number) => number.toString(36)).join('-');
  return join(dirname(path), `.${basename(path)}.${own}.tmp`);
}
