/**
 * Runs the generated server and client against each other and against independent peers.
 * @needs go
 */
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GREETER } from './support/awkward.ts';
import { until } from '../support/wait.ts';
import { hasGo } from './support/goPlugins.ts';
import { GoServer } from './support/goServer.ts';
import { callUnary, HEALTH, openStream, peerClient, reflection } from './support/grpcPeer.ts';
import { Workspace } from './support/workspace.ts';

/** The bodies that the user writes into server/greeter.go: every kind of method, and handlers that misbehave. */
const BODIES: Readonly<Record<string, string>> = {
  LotsOfReplies: `
	for range 2 {
		if err := stream.Send(&greeterv1.HelloReply{Message: "Hello " + req.GetName()}); err != nil {
			return err
		}
	}
	return nil`,
  LotsOfGreetings: `
	var names []string
	for {
		req, err := stream.Recv()
		if err == io.EOF {
			return stream.SendAndClose(&greeterv1.HelloReply{Message: "Hello " + strings.Join(names, " and ")})
		}
		if err != nil {
			return err
		}
		names = append(names, req.GetName())
	}`,
  BidiHello: `
	for {
		req, err := stream.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if req.GetName() == "panic" {
			panic("a secret")
		}
		if req.GetName() == "hang" {
			log.Print("hanging")
			select {}
		}
		if err := stream.Send(&greeterv1.HelloReply{Message: "Hello " + req.GetName()}); err != nil {
			return err
		}
	}`,
};

const TLS = join(import.meta.dirname, '..', 'fixtures', 'tls');
const [CERTIFICATE, KEY] = [join(TLS, 'localhost.crt'), join(TLS, 'localhost.key')];

describe.skipIf(!hasGo())('the generated programs', () => {
  let workspace: Workspace;
  const running: GoServer[] = [];

  beforeAll(async () => {
    workspace = await Workspace.create();
    await workspace.apply(GREETER);
    expect(workspace.go('build', '-o', 'bin/', './server', './client')).toBe('');
    workspace.write({ 'server/greeter.go': written(workspace.read('server/greeter.go')) });
    expect(workspace.go('build', '-o', program('written'), './server')).toBe('');
  });
  afterAll(async () => {
    await Promise.all(running.map((server) => server.end('SIGKILL')));
    await workspace.dispose();
  });

  async function serve(
    name: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<GoServer> {
    const server = await GoServer.start(program(name), args, env);
    running.push(server);
    return server;
  }

  function program(name: string): string {
    return join(workspace.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  }

  function runClient(...args: string[]): {
    readonly status: number | null;
    readonly lines: readonly string[];
    readonly stderr: string;
  } {
    const { status, stdout, stderr } = spawnSync(program('client'), args, { encoding: 'utf8' });
    return { status, stderr, lines: stdout.replaceAll('": "', '":"').split(/\r?\n/) };
  }

  describe('a newly generated server', () => {
    let server: GoServer;
    beforeAll(async () => {
      server = await serve('server');
    });

    it('a new server greets', async () => {
      const client = await peerClient(GREETER, 'greeter.v1.Greeter', server.address);
      expect(await callUnary(client, 'SayHello', { name: 'world' })).toEqual({ message: 'Hello world' });
      client.close();
      await server.said(/INFO call method=\/greeter\.v1\.Greeter\/SayHello code=OK duration=/);
    });

    it('replies that a method without an implementation is not implemented', async () => {
      const client = await peerClient(GREETER, 'greeter.v1.Greeter', server.address);
      const [error] = (await once(openStream(client, 'BidiHello') as never, 'error')) as [Error];
      expect(error.message).toBe('12 UNIMPLEMENTED: method BidiHello not implemented');
      client.close();
      await server.said(
        /WARN call failed method=\/greeter\.v1\.Greeter\/BidiHello code=Unimplemented .*error="rpc error/,
      );
    });

    it('reports its health', async () => {
      const client = await peerClient(HEALTH, 'grpc.health.v1.Health', server.address);
      expect(await callUnary(client, 'Check', { service: 'greeter.v1.Greeter' })).toEqual({ status: 1 });
      client.close();
    });

    it.each(['v1', 'v1alpha'] as const)('lists its services by reflection %s', async (version) => {
      const client = await peerClient(
        reflection(version),
        `grpc.reflection.${version}.ServerReflection`,
        server.address,
      );
      const stream = openStream(client, 'ServerReflectionInfo');
      stream.write({ listServices: '' });
      const [reply] = (await once(stream as never, 'data')) as [
        { listServicesResponse: { service: { name: string }[] } },
      ];
      expect(reply.listServicesResponse.service.map(({ name }) => name)).toContain('greeter.v1.Greeter');
      stream.end();
      client.close();
    });

    it('works with the generated client, which continues after a method that is not implemented', () => {
      const { status, lines } = runClient('-addr', server.address, '-name', 'Ada');
      const missing = ['LotsOfReplies', 'LotsOfGreetings', 'BidiHello'].flatMap((name) => [
        `greeter.v1.Greeter/${name}`,
        '  not implemented by the server',
      ]);
      expect(lines).toEqual(['greeter.v1.Greeter/SayHello', '  {"message":"Hello Ada"}', ...missing, '']);
      expect(status).toBe(0);
    });

    it('reports that its port is taken, with the address', () => {
      const second = spawnSync(program('server'), ['-addr', server.address], { encoding: 'utf8' });
      expect(second.status).toBe(1);
      expect(second.stderr).toContain(`listen tcp ${server.address}`);
    });
  });

  it('the client reports a missing server and fails', () => {
    const { status, lines, stderr } = runClient('-addr', '127.0.0.1:1', '-timeout', '2s');
    expect(lines.join('\n')).toContain('code = Unavailable');
    expect(stderr).toContain('4 of 4 calls failed');
    expect(status).toBe(1);
  });

  describe('a server that the user has implemented', () => {
    it('replies to the generated client for each kind of call', async () => {
      const server = await serve('written');
      const { status, lines } = runClient('-addr', server.address, '-name', 'Ada');
      const hello = '  {"message":"Hello Ada"}';
      expect(lines).toEqual([
        'greeter.v1.Greeter/SayHello',
        hello,
        'greeter.v1.Greeter/LotsOfReplies',
        hello,
        hello,
        'greeter.v1.Greeter/LotsOfGreetings',
        hello,
        'greeter.v1.Greeter/BidiHello',
        hello,
        '',
      ]);
      expect(status).toBe(0);
    });

    it('logs a panic with its stack, hides it from the peer, and continues', async () => {
      const server = await serve('written');
      const client = await peerClient(GREETER, 'greeter.v1.Greeter', server.address);
      const stream = openStream(client, 'BidiHello');
      stream.write({ name: 'panic' });
      const [error] = (await once(stream as never, 'error')) as [Error];
      expect(error.message).toBe('13 INTERNAL: internal error');
      await server.said(/ERROR panic method=\/greeter\.v1\.Greeter\/BidiHello value="a secret" stack=.*greeter\.go/);
      expect(await callUnary(client, 'SayHello', { name: 'again' })).toEqual({ message: 'Hello again' });
      client.close();
    });

    // Windows has no SIGTERM: a process ends there without a signal.
    describe.skipIf(process.platform === 'win32')('a server that gets a signal to stop', () => {
      it('stops at once if there is no call', async () => {
        const server = await serve('written');
        const { code, took } = await server.end('SIGTERM');
        expect(code).toBe(0);
        expect(took).toBeLessThan(3_000);
      });

      it.each(['world', 'hang'])(
        'stops within its time limit even if a stream stays open after the request "%s"',
        async (name) => {
          const server = await serve('written');
          const client = await peerClient(GREETER, 'greeter.v1.Greeter', server.address);
          const stream = openStream(client, 'BidiHello');
          stream.on('error', () => undefined);
          stream.write({ name });
          await (name === 'hang' ? server.said(/hanging/) : once(stream as never, 'data'));
          const { code, took } = await server.end('SIGTERM');
          expect(code).toBe(0);
          // The server waits for the stream, but not forever.
          expect(took).toBeGreaterThan(4_000);
          expect(took).toBeLessThan(8_000);
          client.close();
        },
      );

      it('stops within its time limit even if the handler of a disconnected client hangs', async () => {
        const server = await serve('written');
        const client = await peerClient(GREETER, 'greeter.v1.Greeter', server.address);
        const stream = openStream(client, 'BidiHello');
        stream.on('error', () => undefined);
        stream.write({ name: 'hang' });
        await server.said(/hanging/);
        const ended = server.end('SIGTERM');
        client.close();
        stream.cancel();
        const { code, took } = await ended;
        expect(code).toBe(0);
        expect(took).toBeLessThan(8_000);
      });

      it('stops at once after a second signal', async () => {
        const server = await serve('written');
        const client = await peerClient(HEALTH, 'grpc.health.v1.Health', server.address);
        const stream = openStream(client, 'Watch', { service: 'greeter.v1.Greeter' });
        stream.on('error', () => undefined);
        const states: number[] = [];
        stream.on('data', (reply) => states.push((reply as { status: number }).status));
        await until('the state of a server that serves', () => states.includes(1));
        server.process.kill('SIGTERM');
        // The server first reacts to the signal by reporting that it no longer serves.
        await until('the state of a server that ends', () => states.includes(2));
        const { signal, took } = await server.end('SIGTERM');
        expect(signal).toBe('SIGTERM');
        expect(took).toBeLessThan(3_000);
        client.close();
      });
    });
  });

  describe('with certificates', () => {
    // A certificate is for a name, so we use a name here and not an address.
    const byName = (server: GoServer): string => server.address.replace('127.0.0.1', 'localhost');
    const peer = (...certificates: Parameters<typeof credentials.createSsl>): ChannelCredentials =>
      credentials.createSsl(...certificates);
    const [pem, key] = [CERTIFICATE, KEY].map((file) => readFileSync(file)) as [Buffer, Buffer];

    it('uses TLS with the generated client and with other clients', async () => {
      const server = await serve('server', ['-tls-cert', CERTIFICATE, '-tls-key', KEY]);
      expect(server.log).toContain('security=tls');
      const client = await peerClient(GREETER, 'greeter.v1.Greeter', byName(server), peer(pem));
      expect(await callUnary(client, 'SayHello', { name: 'TLS' })).toEqual({ message: 'Hello TLS' });
      client.close();
      expect(runClient('-addr', server.address, '-tls-ca', CERTIFICATE).lines).toContain('  {"message":"Hello world"}');
      expect(runClient('-addr', server.address, '-tls').lines.join('\n')).toMatch(
        /certificate (?:signed by unknown authority|is not trusted)/,
      );
      expect(runClient('-addr', server.address).status).toBe(1);
    });

    it('takes its settings from the environment, and requires certificates from clients', async () => {
      const server = await serve('server', [], {
        GRPC_TLS_CERT: CERTIFICATE,
        GRPC_TLS_KEY: KEY,
        GRPC_TLS_CLIENT_CA: CERTIFICATE,
      });
      const client = await peerClient(GREETER, 'greeter.v1.Greeter', byName(server), peer(pem, key, pem));
      expect(await callUnary(client, 'SayHello', { name: 'mTLS' })).toEqual({ message: 'Hello mTLS' });
      client.close();
      const stranger = await peerClient(GREETER, 'greeter.v1.Greeter', byName(server), peer(pem));
      await expect(callUnary(stranger, 'SayHello', {})).rejects.toThrow('UNAVAILABLE');
      stranger.close();
      expect(
        runClient('-addr', server.address, '-tls-ca', CERTIFICATE, '-tls-cert', CERTIFICATE, '-tls-key', KEY).lines,
      ).toContain('  {"message":"Hello world"}');
    });

    it.each([
      {
        wrong: 'a certificate without its key',
        args: ['-tls-cert', CERTIFICATE],
        message: 'TLS needs both -tls-cert and -tls-key',
      },
      {
        wrong: 'a CA for clients without a certificate',
        args: ['-tls-client-ca', CERTIFICATE],
        message: 'TLS needs both -tls-cert and -tls-key',
      },
      {
        wrong: 'a certificate that does not exist',
        args: ['-tls-cert', 'nowhere', '-tls-key', KEY],
        message: '-tls-cert and -tls-key: open nowhere',
      },
      {
        wrong: 'a CA that is not a certificate',
        args: ['-tls-cert', CERTIFICATE, '-tls-key', KEY, '-tls-client-ca', KEY],
        message: `-tls-client-ca: ${KEY} holds no certificate in PEM form`,
      },
    ])('reports what is wrong: $wrong', ({ args, message }) => {
      const { status, stderr } = spawnSync(program('server'), args, { encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr.replaceAll('\\\\', '\\')).toContain(message);
    });
  });
});

/** The generated server, with bodies for the methods that have no implementation yet. */
function written(scaffold: string): string {
  const done = Object.entries(BODIES).reduce(
    (text, [name, body]) =>
      text.replace(`\treturn status.Error(codes.Unimplemented, "method ${name} not implemented")`, body.slice(1)),
    scaffold,
  );
  return done
    .replace('import (\n', 'import (\n\t"io"\n\t"log"\n\t"strings"\n')
    .replace(/\t"google\.golang\.org\/grpc\/(?:codes|status)"\n/g, '');
}
