/** Writes a file completely or not at all. */
// Node loads the promise functions on first use, and a compilation that writes nothing does not wait for them.
import { promises as fs } from 'node:fs';
import { basename, dirname, join } from 'node:path';

let written = 0;

/** The new content of a file, in consecutive parts. */
export type Content = Uint8Array | string | Iterable<Uint8Array>;

/**
 * A new file next to the target replaces it; a device or pipe is written to directly. The new file has the permissions
 * of `mode`, if it is given.
 */
export async function writeAtomically(path: string, content: Content, mode?: number): Promise<void> {
  const existing = await fs.stat(path).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) {
    await fs.writeFile(path, content);
    return;
  }
  const temporary = temporaryFor(path);
  // We create this file and never open an existing one: such a file is not ours, and a link would lead elsewhere.
  await fs.writeFile(temporary, content, { flag: 'wx' });
  try {
    if (mode !== undefined) await fs.chmod(temporary, mode);
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

/**
 * A unique name from process, time and count. Node's random numbers would cost a small compilation a tenth of its time.
 */
function temporaryFor(path: string): string {
  const own = [process.pid, Date.now(), written++].map((number) => number.toString(36)).join('-');
  return join(dirname(path), `.${basename(path)}.${own}.tmp`);
}
