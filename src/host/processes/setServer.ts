/**
 * Serves descriptor sets to the other processes of this window, over HTTP on a Unix socket or a named pipe. The bytes
 * go directly from the process that has them to the process that needs them.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SetReference } from '../../contract/sets.ts';

/** We keep at most this many sets, the latest ones. A window needs fewer at a time. */
const KEPT_SETS = 32;
const KEPT_BYTES = 512 * 1024 * 1024;

interface Place {
  readonly pipe: string;
  /** The folder that contains the socket. It is undefined on Windows, where pipes are not in a folder. */
  readonly folder?: string;
}

/**
 * Keeps the latest sets and serves them. It starts to listen at the first `publish`, and serves only clients that have
 * the token.
 */
export class SetServer {
  readonly #sets = new Map<string, Uint8Array>();
  readonly #token = randomBytes(32).toString('hex');
  #listening: Promise<Place> | undefined;
  #server: Server | undefined;

  /**
   * Adds a set, and returns the reference with which another process can fetch it. It rejects if the system gives us no
   * socket.
   */
  async publish(hash: string, set: Uint8Array): Promise<SetReference> {
    this.#listening ??= this.#listen();
    const { pipe } = await this.#listening;
    this.#keep(hash, set);
    return { hash, pipe, token: this.#token };
  }

  /** Stops serving all sets. It is synchronous, because the process may be ending. */
  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#sets.clear();
  }

  async #listen(): Promise<Place> {
    const place = newPlace();
    const server = createServer((request, response) => this.#serve(request, response));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place.pipe, resolve);
    });
    // The server must not keep the process alive after its work is done.
    server.unref();
    const { folder } = place;
    if (folder !== undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return place;
  }

  #serve({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const set = this.#sets.get(url.slice(1));
    const isAllowed = method === 'GET' && isSame(headers.authorization ?? '', `Bearer ${this.#token}`);
    response.statusCode = isAllowed ? 200 : 403;
    if (isAllowed && set === undefined) response.statusCode = 404;
    response.setHeader('Connection', 'close');
    if (isAllowed && set !== undefined) response.end(set);
    else response.end();
  }

  #keep(hash: string, set: Uint8Array): void {
    this.#sets.delete(hash);
    this.#sets.set(hash, set);
    let bytes = [...this.#sets.values()].reduce((sum, kept) => sum + kept.length, 0);
    for (const [oldest, { length }] of this.#sets) {
      const fits = this.#sets.size <= KEPT_SETS && bytes <= KEPT_BYTES;
      if (fits || oldest === hash) return;
      this.#sets.delete(oldest);
      bytes -= length;
    }
  }
}

/**
 * Returns an address that only the user can reach: the socket is in a private folder, and the name of a pipe cannot be
 * guessed.
 */
function newPlace(): Place {
  if (process.platform === 'win32') return { pipe: `\\\\.\\pipe\\grpc-workbench-${randomUUID()}` };
  const folder = mkdtempSync(join(tmpdir(), 'grpc-workbench-'));
  return { pipe: join(folder, 'sets'), folder };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
