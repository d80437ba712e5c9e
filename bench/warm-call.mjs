// A warm unary call: through our runner's process, as the panel makes it, and by grpc-js with proto-loader alone.
// `node bench/warm-call.mjs`, after `npm run build`. Both call the same independent server in the same run.
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const require = createRequire(import.meta.url);
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');

const WARM_UP = 100;
const CALLS = 1000;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const protoRoot = join(root, 'examples', 'greeter', 'proto');
const proto = 'greeter/v1/greeter.proto';
const definition = loadSync(join(protoRoot, proto))['greeter.v1.Greeter'];

async function startServer() {
  const server = new grpc.Server();
  server.addService(definition, { SayHello: (request, done) => done(null, { message: `Hello ${request.request.name}` }) });
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', grpc.ServerCredentials.createInsecure());
  return { server, address: `127.0.0.1:${port}` };
}

/** Our compiler makes the schema, so the run starts from the same files. */
async function descriptorSet() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-call-'));
  try {
    await promisify(execFile)(process.execPath, [join(root, 'dist', 'cli.js'), 'compile', '-I', protoRoot, '--include_imports', '-o', join(folder, 'set'), join(protoRoot, proto)]);
    return await readFile(join(folder, 'set'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function times(callOnce) {
  for (let i = 0; i < WARM_UP; i++) await callOnce(i);
  const taken = [];
  for (let i = 0; i < CALLS; i++) {
    const started = performance.now();
    await callOnce(WARM_UP + i);
    taken.push(performance.now() - started);
  }
  return taken.sort((a, b) => a - b);
}

function row(name, taken) {
  const at = (share) => `${taken[Math.floor(taken.length * share)].toFixed(2)} ms`;
  console.log(`${name.padEnd(36)} p50 ${at(0.5)}   p95 ${at(0.95)}`);
}

const { server, address } = await startServer();
const child = fork(join(root, 'dist', 'runner.js'), { serialization: 'advanced' });
const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
connection.listen();
await connection.sendRequest('runner/setSchema', { hash: 'bench', set: await descriptorSet() });
const target = { address, security: 'plaintext' };
row('runner process, JSON in and out', await times(async (i) => {
  const end = await connection.sendRequest('runner/call', { id: String(i), schema: 'bench', method: 'greeter.v1.Greeter/SayHello', target, metadata: [], messages: ['{"name": "x"}'] });
  if (end.code !== 0) throw new Error(JSON.stringify(end));
}));
const Client = grpc.makeClientConstructor(definition, 'Greeter');
const client = new Client(address, grpc.credentials.createInsecure());
row('grpc-js with proto-loader, in process', await times(() => promisify(client.SayHello.bind(client))({ name: 'x' })));
client.close();
connection.dispose();
child.disconnect();
server.forceShutdown();
