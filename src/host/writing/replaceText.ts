/** Replaces the text of a file that the user keeps, such as a formatted source: never a newer text, and never half. */
import { promises as fs } from 'node:fs';
import { writeAtomically } from './atomicWrite.ts';

/**
 * Writes `content` if the file still has exactly the bytes `before`; returns whether it had. Links stay links, and the
 * file keeps its permissions.
 */
export async function replaceText(path: string, before: Buffer, content: string): Promise<boolean> {
  const target = await fs.realpath(path);
  const { mode } = await fs.stat(target);
  if (!before.equals(await fs.readFile(target))) return false;
  await writeAtomically(target, content, mode & 0o777);
  return true;
}
