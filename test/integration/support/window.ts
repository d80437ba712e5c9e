/** The window of this extension host, as its driver sees it: the suite's end of the bridge. */
import { env } from 'node:process';
import { BRIDGE_VARIABLE } from '../../driver/api.ts';
import type { Reply, WindowDriver } from '../../driver/api.ts';

async function ask(method: string, args: readonly unknown[]): Promise<unknown> {
  const address = env[BRIDGE_VARIABLE];
  if (address === undefined) throw new Error(`${BRIDGE_VARIABLE} is not set: start the suites with npm run test:host`);
  const response = await fetch(address + method, { method: 'POST', body: JSON.stringify(args) });
  const reply = (await response.json()) as Reply;
  if (!reply.ok) throw new Error(reply.error);
  return reply.value;
}

/** Each property is a request of that name; the bridge answers with an error for one that the driver lacks. */
export const window = new Proxy(
  {},
  {
    get:
      (_, method) =>
      (...args: unknown[]) =>
        ask(String(method), args),
  },
) as WindowDriver;
