/**
 * Sends the same requests to the official plugins as native programs and to ours, which are WebAssembly. The replies
 * must be equal byte by byte.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { CodeGeneratorResponseSchema } from '@bufbuild/protobuf/wkt';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { DescriptorSet } from '../../../src/codegen/descriptorSet.ts';
import { groupBy } from '../../../src/codegen/groupBy.ts';
import { encodeRequest, type PluginRunner } from '../../../src/codegen/plugin.ts';
import { assetsIn } from '../../../src/host/assets.ts';
import { WasmPlugins } from '../../../src/host/processes/wasmPlugins.ts';
import { compileCollection, folderOf, type ProtoCollection } from './protos.ts';
import { counted, type Row } from './row.ts';

const PLUGINS = ['protoc-gen-go', 'protoc-gen-go-grpc'];

/** What a plugin returned: its files, or the reason why it wrote none. */
interface Answer {
  readonly exitCode: number;
  readonly errors: string;
  readonly output: Uint8Array;
}

interface Count {
  requests: number;
  files: number;
  equal: number;
  /** Requests that the native plugin refuses, with the reason. */
  readonly refused: string[];
  readonly failures: string[];
}

export interface BytesOptions {
  /** The folder with the shipped plugins. */
  readonly dist: string;
  /** The folder with the native programs. */
  readonly native: string;
  readonly collections: readonly ProtoCollection[];
}

export async function compareBytes({ dist, native, collections }: BytesOptions): Promise<Row> {
  const assets = assetsIn(dist);
  const wasm = new WasmPlugins(assets);
  const method = [
    'There is one request per Go package and plugin, with the go_package of the files. Files without one are mapped by their folder and proto package.',
    'Files are equal if they have the same name and content, at the same place in a response with the same bytes. Our plugin must refuse what the native plugin refuses, with the same exit code and words.',
  ];
  const total: Count = { requests: 0, files: 0, equal: 0, refused: [], failures: [] };
  try {
    for (const collection of collections) {
      const { requests, files, equal } = total;
      await compareCollection(collection, wasm.runner(assets.plugins), native, total);
      method.push(
        `${collection.title}: ${collection.paths.length} protos, ${total.requests - requests} requests, ${counted(total.equal - equal, total.files - files, 'files')} equal.`,
      );
    }
  } finally {
    await wasm.close();
  }
  const wrong = total.failures.length;
  return {
    what: 'the same request to native plugins and to ours',
    bar: '100 % byte-equal, 0 wrong files',
    figure: `${counted(total.equal, total.files, 'files')} byte-equal, ${wrong} wrong`,
    method,
    lists: [
      {
        title: `Refused by the native plugin, and by ours in the same words (${total.refused.length} of ${total.requests} requests)`,
        items: total.refused.sort(),
      },
    ],
    failures: total.failures,
  };
}

/** Runs as many requests at once as there are workers. */
async function compareCollection(
  collection: ProtoCollection,
  wasm: PluginRunner,
  native: string,
  count: Count,
): Promise<void> {
  const set = await compileCollection(collection);
  const waiting = batches(set, collection.paths).flatMap((files) => PLUGINS.map((plugin) => ({ plugin, files })));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const request = encodeRequest(set, { files: next.files, parameter: parameterFor(set, next.files) });
      const [theirs, ours] = await Promise.all([
        runNative(join(native, next.plugin), request),
        runOurs(wasm, next.plugin, request),
      ]);
      compareAnswers(`${next.plugin}: ${next.files[0] ?? ''}`, theirs, ours, count);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

/** Files of one Go package go into one request, because a plugin must see them together. */
function batches(set: DescriptorSet, paths: readonly string[]): readonly (readonly string[])[] {
  return [...groupBy(paths, (path) => importPathOf(set, path)).values()];
}

function importPathOf(set: DescriptorSet, path: string): string {
  const [written = ''] = set.file(path).options?.goPackage.split(';') ?? [];
  return written === '' ? mappedPath(set, path) : written;
}

function mappedPath(set: DescriptorSet, path: string): string {
  return ['example.com', folderOf(path), set.file(path).package.replaceAll('.', '_')]
    .filter((part) => part !== '')
    .join('/');
}

function parameterFor(set: DescriptorSet, files: readonly string[]): string {
  const missing = set.closure(files).filter(({ name }) => (set.file(name).options?.goPackage ?? '') === '');
  return missing.map(({ name }) => `M${name}=${mappedPath(set, name)}`).join(',');
}

async function runNative(program: string, request: Uint8Array): Promise<Answer> {
  const child = spawn(process.platform === 'win32' ? `${program}.exe` : program, { stdio: ['pipe', 'pipe', 'pipe'] });
  const [output, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // A plugin that ends before it has read everything reports the reason by its exit.
  child.stdin.on('error', () => undefined);
  child.stdin.end(request);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return {
    exitCode: exitCode ?? -1,
    errors: plainSpaces(Buffer.concat(errors).toString()),
    output: Buffer.concat(output),
  };
}

async function runOurs(wasm: PluginRunner, plugin: string, request: Uint8Array): Promise<Answer> {
  const outcome = await wasm.run(plugin, request, new AbortController().signal);
  return outcome.kind === 'exited'
    ? { ...outcome, errors: plainSpaces(outcome.errors) }
    : { exitCode: -1, errors: outcome.message, output: new Uint8Array() };
}

/**
 * Each build of protobuf-go writes its errors with one of two kinds of space, so that nothing depends on their exact
 * text.
 */
function plainSpaces(errors: string): string {
  return errors.replaceAll('\u00a0', ' ');
}

function compareAnswers(name: string, theirs: Answer, ours: Answer, count: Count): void {
  count.requests++;
  const [expected, found] = [decode(theirs), decode(ours)];
  if (theirs.exitCode !== 0 || expected.error !== '') count.refused.push(`${name}: ${theirs.errors}${expected.error}`);
  count.files += expected.files.length;
  const equal = expected.files.filter(
    ({ name: file, content }, i) => found.files[i]?.name === file && found.files[i].content === content,
  );
  count.equal += equal.length;
  for (const file of expected.files) if (!equal.includes(file)) count.failures.push(`${name}: ${file.name} differs`);
  if (ours.exitCode !== theirs.exitCode || ours.errors !== theirs.errors || found.error !== expected.error) {
    count.failures.push(
      `${name}: ours: ${ours.exitCode} ${ours.errors}${found.error}; native: ${theirs.exitCode} ${theirs.errors}${expected.error}`,
    );
  } else if (equal.length === expected.files.length && Buffer.compare(ours.output, theirs.output) !== 0) {
    count.failures.push(`${name}: the same files in an answer of other bytes`);
  }
}

interface Response {
  readonly error: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

function decode({ output }: Answer): Response {
  const response = fromBinary(CodeGeneratorResponseSchema, output);
  return { error: response.error, files: response.file };
}
