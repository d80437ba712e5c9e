/** Fetches a descriptor set from the process that handed out a reference to it. */
import { request, type IncomingMessage } from 'node:http';
import type { SetReference } from '../../contract/sets.ts';

/** The process does not have the set any more, or the process has ended. */
export class SetGoneError extends Error {
  constructor(cause?: unknown) {
    super('The schema was changed or the language server restarted in the meantime. Try again.', { cause });
    this.name = 'SetGoneError';
  }
}

/** We give up after this many milliseconds without a byte. The other process only has to send data from its memory. */
const SILENCE = 30_000;

/**
 * Fetches a set. It rejects with a SetGoneError if the set is not available, and with the signal's reason if the signal
 * aborts.
 */
export async function fetchSet({ hash, pipe, token }: SetReference, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    return await get(pipe, `/${hash}`, token, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SetGoneError) throw error;
    throw new SetGoneError(error);
  }
}

function get(socketPath: string, path: string, token: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const options = { socketPath, path, headers: { authorization: `Bearer ${token}` }, timeout: SILENCE, agent: false };
  return new Promise((resolve, reject) => {
    const asked = request(signal === undefined ? options : { ...options, signal }, (response) => {
      if (response.statusCode === 200) read(response).then(resolve, reject);
      else {
        response.resume();
        reject(new SetGoneError());
      }
    });
    asked.on('timeout', () => asked.destroy(new Error('the process that has the schema does not answer')));
    asked.on('error', reject);
    asked.end();
  });
}

async function read(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const announced = Number(response.headers['content-length']);
  if (bytes.length !== announced) throw new Error(`only ${bytes.length} of ${announced} bytes came`);
  return bytes;
}
