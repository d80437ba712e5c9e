// A warm unary call: through the process of our runner, as the panel makes it, and by grpc-js with proto-loader
// directly. Both call the same independent server in the same run.
import { execFile, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { root } from '../../scripts/lib/setup.mjs';
import { median, share } from '../lib/figures.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */

const require = createRequire(import.meta.url);
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');

const WARM_UP = 100;
const CALLS = 1000;
const protoRoot = join(root, 'examples', 'greeter', 'proto');
const proto = 'greeter/v1/greeter.proto';
const definition = /** @type {import('@grpc/grpc-js').ServiceDefinition} */ (
  loadSync(join(protoRoot, proto))['greeter.v1.Greeter']
);

async function startServer() {
  const server = new grpc.Server();
  server.addService(definition, { SayHello: answer });
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', grpc.ServerCredentials.createInsecure());
  return { server, address: `127.0.0.1:${port}` };
}

/** @type {import('@grpc/grpc-js').handleUnaryCall<{ readonly name: string }, { readonly message: string }>} */
function answer({ request }, done) {
  done(null, { message: `Hello ${request.name}` });
}

/** Our compiler compiles the schema, so both sides start from the same files. */
async function descriptorSet() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-call-'));
  try {
    await promisify(execFile)(process.execPath, [
      join(root, 'dist', 'cli.js'),
      'compile',
      '-I',
      protoRoot,
      '--include_imports',
      '-o',
      join(folder, 'set'),
      join(protoRoot, proto),
    ]);
    return await readFile(join(folder, 'set'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function times(/** @type {(index: number) => Promise<unknown>} */ callOnce) {
  for (let i = 0; i < WARM_UP; i++) await callOnce(i);
  const taken = [];
  for (let i = 0; i < CALLS; i++) {
    const started = performance.now();
    await callOnce(WARM_UP + i);
    taken.push(performance.now() - started);
  }
  return taken;
}

async function throughRunner(/** @type {string} */ address) {
  const set = await descriptorSet();
  const sets = createServer((_, response) => response.end(set));
  const pipe =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\grpc-bench-${process.pid}`
      : join(tmpdir(), `grpc-bench-${process.pid}`);
  await new Promise((resolve) => sets.listen(pipe, () => resolve(undefined)));
  const child = fork(join(root, 'dist', 'runner.js'), { serialization: 'advanced' });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  try {
    const target = { address, security: 'plaintext' };
    return await times(async (i) => {
      const end = await connection.sendRequest('runner/call', {
        id: String(i),
        schema: { hash: 'bench', pipe, token: '' },
        method: 'greeter.v1.Greeter/SayHello',
        target,
        metadata: [],
        messages: ['{"name": "x"}'],
      });
      if (end.code !== 0) throw new Error(JSON.stringify(end));
    });
  } finally {
    connection.dispose();
    child.disconnect();
    sets.close();
    sets.closeAllConnections();
  }
}

async function byGrpcAlone(/** @type {string} */ address) {
  const Client = grpc.makeClientConstructor(definition, 'Greeter');
  const client = new Client(address, grpc.credentials.createInsecure());
  try {
    const sayHello = promisify(/** @type {Function} */ (client['SayHello']).bind(client));
    return await times(() => sayHello({ name: 'x' }));
  } finally {
    client.close();
  }
}

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function warmCallRows({ rounds }) {
  const { server, address } = await startServer();
  try {
    const [ours, theirs] = [/** @type {number[][]} */ ([]), /** @type {number[][]} */ ([])];
    for (let round = 0; round < rounds; round++) {
      ours.push(await throughRunner(address));
      theirs.push(await byGrpcAlone(address));
    }
    return [0.5, 0.95].map((part) => ({
      what: `warm unary call through the runner's process, p${part * 100}`,
      unit: 'ms',
      ours: median(ours.map((taken) => share(taken, part))),
      peer: { name: 'grpc-js with proto-loader, in process', value: median(theirs.map((taken) => share(taken, part))) },
    }));
  } finally {
    server.forceShutdown();
  }
}
