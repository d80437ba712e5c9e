/** What generation writes into the workspace of a suite, and how it goes again. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folder } from './workspace.ts';

export const WRITTEN: readonly string[] = ['gen', 'server', 'client', 'go.mod', 'go.sum'];

export async function removeWritten(): Promise<void> {
  await Promise.all(WRITTEN.map((name) => rm(join(folder(), name), { recursive: true, force: true })));
}
