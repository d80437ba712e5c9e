/** Both kinds of servers share a list, which reports changes and ends the servers that are removed. */
import { expect, test } from 'vitest';
import { ServerList } from '../../src/extension/servers/serverList.ts';
import { Emitter } from '../../src/extension/shared/emitter.ts';

interface Listed {
  readonly id: string;
  readonly changed: Emitter;
  readonly onDidChange: Emitter['event'];
  dispose(): Promise<void>;
}

function listWith(...ids: readonly string[]): {
  readonly list: ServerList<Listed>;
  readonly servers: readonly Listed[];
  readonly ended: readonly string[];
  readonly log: readonly string[];
} {
  const ended: string[] = [];
  const log: string[] = [];
  const list = new ServerList<Listed>((line) => log.push(line));
  const servers = ids.map((id) => {
    const changed = new Emitter();
    const dispose = (): Promise<void> => {
      ended.push(id);
      return id === 'stuck' ? Promise.reject(new Error('it hangs')) : Promise.resolve();
    };
    return { id, changed, onDidChange: changed.event, dispose };
  });
  for (const server of servers) list.add(server);
  return { list, servers, ended, log };
}

test('the list reports servers that come, change and go', () => {
  const { list, servers } = listWith('a');
  let told = 0;
  list.onDidChange(() => told++);
  const [server] = servers;
  if (server === undefined) throw new Error('no server');
  server.changed.fire();
  expect(told).toBe(1);
  list.remove(server);
  expect(told).toBe(2);
  list.add(server);
  expect(told).toBe(3);
});

test('the list ends a removed server, and ends all servers when it is disposed of', () => {
  const { list, servers, ended } = listWith('a', 'b', 'c');
  const [, b] = servers;
  if (b === undefined) throw new Error('no server');
  list.remove(b);
  expect(ended).toEqual(['b']);
  expect([list.get('b'), list.all().map(({ id }) => id)]).toEqual([undefined, ['a', 'c']]);
  list.dispose();
  expect(ended).toEqual(['b', 'a', 'c']);
  expect(list.all()).toEqual([]);
});

test('the list writes to the log that a server did not end', async () => {
  const { list, log } = listWith('stuck');
  list.dispose();
  await Promise.resolve();
  await Promise.resolve();
  expect(log.join()).toContain('A server was not ended');
});
