/** Finds a free TCP port on this machine, and waits until a program listens on a port. */
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const HOST = '127.0.0.1';

/**
 * Returns an address such as `127.0.0.1:50051`. It has the wanted port if that is free, and otherwise any free port.
 * The port 0 means any free port.
 */
export async function freeAddress(port: number): Promise<string> {
  const found = (await tryPort(port)) ?? (await tryPort(0));
  return `${HOST}:${found ?? port}`;
}

/** Returns the port of an address such as `127.0.0.1:50051`. */
export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

/** Opens a port and closes it again. Returns the port; undefined if that failed. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(taken));
    });
  });
}

/**
 * The time in milliseconds before the second attempt. Later pauses are longer, because a server may compile for a
 * minute.
 */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 500;

/** Waits until the address accepts connections. It rejects with the signal's reason if the signal aborts. */
export async function listening(address: string, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE;
  while (!(await accepts(address))) {
    signal.throwIfAborted();
    await setTimeout(pause, undefined, { signal, ref: false });
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  signal.throwIfAborted();
}

function accepts(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)) });
    const answer = (isAccepted: boolean): void => {
      socket.destroy();
      resolve(isAccepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
