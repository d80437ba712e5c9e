/**
 * Replaces the text of a file that belongs to the user, such as a formatted source. It never replaces a newer text, and
 * never writes half a text.
 */
import { promises as fs } from 'node:fs';
import { writeAtomically } from './atomicWrite.ts';

/**
 * Writes `content` if the file still has exactly the bytes `before`. Returns whether it did. Links stay links, and the
 * file keeps its permissions.
 */
export async function replaceText(path: string, before: Buffer, content: string): Promise<boolean> {
  const target = await fs.realpath(path);
  const { mode } = await fs.stat(target);
  if (!before.equals(await fs.readFile(target))) return false;
  await writeAtomically(target, content, mode & 0o777);
  return true;
}
