/** Writes a file completely or not at all. */
// We use `promises` of `node:fs`, because Node loads these functions on first use. A compilation that writes nothing
// does not wait for them.
import { promises as fs } from 'node:fs';
import { basename, dirname, join } from 'node:path';

let written = 0;

/** The new content of a file, in consecutive parts. */
export type Content = Uint8Array | string | Iterable<Uint8Array>;

/**
 * Writes a new file next to the target, and then replaces the target. It writes directly to a device or pipe. If `mode`
 * is set, the new file gets these permissions.
 */
export async function writeAtomically(path: string, content: Content, mode?: number): Promise<void> {
  const existing = await fs.stat(path).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) {
    await fs.writeFile(path, content);
    return;
  }
  const temporary = temporaryFor(path);
  // We create this file, and never open an existing one: that would not be our file, and a link would lead elsewhere.
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
 * Returns a unique name, made of process, time and count. Node's random numbers would take a tenth of the time of a
 * small compilation.
 */
function temporaryFor(path: string): string {
  const own = [process.pid, Date.now(), written++].map((number) => number.toString(36)).join('-');
  return join(dirname(path), `.${basename(path)}.${own}.tmp`);
}
