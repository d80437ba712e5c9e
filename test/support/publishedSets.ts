/** Descriptor sets as the language server hands them out, for tests of processes that fetch them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { SetReference } from '../../src/contract/sets.ts';
import { SetServer } from '../../src/host/processes/setServer.ts';

const server = new SetServer();

export function publish(set: Uint8Array, hash = createHash('sha256').update(set).digest('hex')): Promise<SetReference> {
  return server.publish(hash, set);
}

/** A set that never arrives, for tests of processes that wait for one. */
export interface HeldSet {
  readonly reference: SetReference;
  /** Settles once a process has requested the set. */
  readonly asked: Promise<void>;
  close(): void;
}

export async function holdSet(): Promise<HeldSet> {
  const folder = mkdtempSync(join(tmpdir(), 'held-set-'));
  const pipe = process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, 'pipe');
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const sockets = new Set<Socket>();
  const holder = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    ask();
  });
  await new Promise<void>((resolve) => holder.listen(pipe, resolve));
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    holder.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { reference: { hash: 'held', pipe, token: '' }, asked, close };
}
