/** TCP ports of this machine: finds a free one, and waits until a program listens on one. */
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const HOST = '127.0.0.1';

/** `127.0.0.1:50051`: the port if it is free, or else any free one. 0 asks for any. */
export async function freeAddress(port: number): Promise<string> {
  const found = (await tryPort(port)) ?? (await tryPort(0));
  return `${HOST}:${found ?? port}`;
}

/** The port that we opened and closed again; undefined if that failed. */
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

/** The time between two attempts, in ms. We do not check every 50 ms for a server that compiles for a minute. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 500;

/** Settles once the address accepts connections. Rejects with the signal's reason when it aborts. */
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
