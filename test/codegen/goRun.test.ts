/** The generated server and client, running, against each other and against independent peers. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GREETER } from './support/awkward.ts';
import { hasGo } from './support/goPlugins.ts';
import { callUnary, HEALTH, openStream, peerClient, REFLECTION } from './support/grpcPeer.ts';
import { Workspace } from './support/workspace.ts';

describe.skipIf(!hasGo())('the generated server', () => {
  let workspace: Workspace;
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    workspace = await Workspace.create();
    await workspace.apply(GREETER);
    expect(workspace.go('build', '-o', `bin/`, './server', './client')).toBe('');
    ({ server, address } = await startServer(workspace));
  });
  afterAll(async () => {
    if (server.exitCode === null) server.kill('SIGKILL');
    await workspace.dispose();
  });

  it('greets', async () => {
    const client = await peerClient(GREETER, 'greeter.v1.Greeter', address);
    expect(await callUnary(client, 'SayHello', { name: 'world' })).toEqual({ message: 'Hello world' });
    client.close();
  });

  it('says of a method that nobody wrote yet that it is not implemented', async () => {
    const client = await peerClient(GREETER, 'greeter.v1.Greeter', address);
    const stream = openStream(client, 'BidiHello');
    const [error] = (await once(stream as never, 'error')) as [Error];
    expect(error.message).toBe('12 UNIMPLEMENTED: method BidiHello not implemented');
    client.close();
  });

  it('reports its health', async () => {
    const client = await peerClient(HEALTH, 'grpc.health.v1.Health', address);
    expect(await callUnary(client, 'Check', { service: 'greeter.v1.Greeter' })).toEqual({ status: 1 });
    client.close();
  });

  it('lists its services by reflection', async () => {
    const client = await peerClient(REFLECTION, 'grpc.reflection.v1.ServerReflection', address);
    const stream = openStream(client, 'ServerReflectionInfo');
    stream.write({ listServices: '' });
    const [reply] = (await once(stream as never, 'data')) as [{ listServicesResponse: { service: { name: string }[] } }];
    expect(reply.listServicesResponse.service.map(({ name }) => name)).toContain('greeter.v1.Greeter');
    stream.end();
    client.close();
  });

  it('is called by the generated client, which goes on after a method that is not implemented', () => {
    const { status, stdout } = spawnSync(program(workspace, 'client'), ['-addr', address, '-name', 'Ada'], { encoding: 'utf8' });
    expect(stdout.replaceAll('": "', '":"').split(/\r?\n/)).toEqual([
      'greeter.v1.Greeter/SayHello',
      '  {"message":"Hello Ada"}',
      'greeter.v1.Greeter/LotsOfReplies',
      '  not implemented by the server',
      'greeter.v1.Greeter/LotsOfGreetings',
      '  not implemented by the server',
      'greeter.v1.Greeter/BidiHello',
      '  not implemented by the server',
      '',
    ]);
    expect(status).toBe(0);
  });

  // Windows has no SIGTERM: a process is ended there without being asked.
  it.skipIf(process.platform === 'win32')('ends within its bound although a stream stays open', async () => {
    const client = await peerClient(REFLECTION, 'grpc.reflection.v1.ServerReflection', address);
    const stream = openStream(client, 'ServerReflectionInfo');
    stream.on('error', () => undefined);
    stream.write({ listServices: '' });
    await once(stream as never, 'data');
    const started = performance.now();
    server.kill('SIGTERM');
    const [code] = (await once(server, 'exit')) as [number | null];
    const took = performance.now() - started;
    expect(code).toBe(0);
    // It waits for the stream, and not for ever.
    expect(took).toBeGreaterThan(4_000);
    expect(took).toBeLessThan(8_000);
    client.close();
  });

  it('says that its port is taken, and what the address was', async () => {
    const first = await startServer(workspace);
    const second = spawnSync(program(workspace, 'server'), ['-addr', first.address], { encoding: 'utf8' });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`listen tcp ${first.address}`);
    first.server.kill('SIGTERM');
    await once(first.server, 'exit');
  });

  it('reports a server that is not there from the client, and fails', () => {
    const { status, stdout, stderr } = spawnSync(program(workspace, 'client'), ['-addr', '127.0.0.1:1', '-timeout', '2s'], { encoding: 'utf8' });
    expect(stdout).toContain('code = Unavailable');
    expect(stderr).toContain('4 of 4 calls failed');
    expect(status).toBe(1);
  });
});

function program(workspace: Workspace, name: string): string {
  return join(workspace.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** On a free port; resolves when it says that it listens. */
async function startServer(workspace: Workspace): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const server = spawn(program(workspace, 'server'), ['-addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) {
    const address = /^listening on (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return { server, address };
  }
  throw new Error('the server ended before it listened');
}
