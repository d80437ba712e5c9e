/** Writes a file whole or not at all. */
// Node loads the promises when they are first asked for: a compilation that writes nothing does not wait for them.
import { promises as fs } from 'node:fs';
import { basename, dirname, join } from 'node:path';

let written = 0;

/** What a file is to hold; parts follow each other. */
export type Content = Uint8Array | string | Iterable<Uint8Array>;

/** A new file beside the target takes its place; a device or pipe is written to as it is. */
export async function writeAtomically(path: string, content: Content): Promise<void> {
  const existing = await fs.stat(path).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) {
    await fs.writeFile(path, content);
    return;
  }
  const temporary = temporaryFor(path);
  // Created, never opened: what is there under this name is not ours, and a link there leads elsewhere.
  await fs.writeFile(temporary, content, { flag: 'wx' });
  try {
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

/** Ours alone: by process, time and count. Node's random numbers would cost a small compilation a tenth of its time. */
function temporaryFor(path: string): string {
  const own = [process.pid, Date.now(), written++].map((number) => number.toString(36)).join('-');
  return join(dirname(path), `.${basename(path)}.${own}.tmp`);
}
