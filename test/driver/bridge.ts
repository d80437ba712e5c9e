/** Serves a WindowDriver to the suite in the extension host: loopback HTTP, one secret path, JSON in and out. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Reply, WindowDriver } from './api.ts';

export interface Bridge {
  readonly address: string;
  /** Sets the driver that answers requests. Requests wait until there is a driver. */
  serve(driver: WindowDriver): void;
  close(): Promise<void>;
}

export async function startBridge(): Promise<Bridge> {
  const path = `/${randomUUID()}/`;
  let serve: (driver: WindowDriver) => void = () => undefined;
  const driver = new Promise<WindowDriver>((resolve) => {
    serve = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url?.startsWith(path) !== true) return void response.writeHead(404).end();
    void answer(driver, request.url.slice(path.length), request).then((reply) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bridge has no port');
  return {
    address: `http://127.0.0.1:${address.port}${path}`,
    serve,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(driver: Promise<WindowDriver>, method: string, request: IncomingMessage): Promise<Reply> {
  try {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const target = await driver;
    const found: unknown = Reflect.get(target, method);
    if (typeof found !== 'function') return { ok: false, error: `the driver has no ${method}` };
    const value: unknown = await Reflect.apply(
      found as (...args: unknown[]) => unknown,
      target,
      JSON.parse(body) as unknown[],
    );
    return { ok: true, value };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
