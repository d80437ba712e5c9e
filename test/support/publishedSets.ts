/** Descriptor sets as the language server hands them out, for tests of those who fetch them. */
import { createHash } from 'node:crypto';
import type { SetReference } from '../../src/contract/sets.ts';
import { SetServer } from '../../src/host/processes/setServer.ts';

const server = new SetServer();

export function publish(set: Uint8Array, hash = createHash('sha256').update(set).digest('hex')): Promise<SetReference> {
  return server.publish(hash, set);
}
