/**
 * The plugins as WebAssembly write the same bytes as native plugins, and fail in the same way.
 * @needs go
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DescriptorSet } from '../../src/codegen/descriptorSet.ts';
import { decodeOutcome, encodeRequest, type PluginRunner } from '../../src/codegen/plugin.ts';
import { runWasmProgram } from '../../src/codegen/wasmProgram.ts';
import { findProgram, runPluginProgram } from '../../src/host/processes/pluginPrograms.ts';
import { WasmPlugins } from '../../src/host/processes/wasmPlugins.ts';
import { AWKWARD, GREETER } from './support/awkward.ts';
import { generateAssets, hasGo, nativePlugins } from './support/goPlugins.ts';
import { descriptorSet, type ProtoFiles } from './support/protoc.ts';

const never = new AbortController().signal;

describe.skipIf(!hasGo())('the plugins as WebAssembly', () => {
  let wasm: PluginRunner;
  let native: PluginRunner;
  let plugins: WasmPlugins;

  beforeAll(async () => {
    const assets = await generateAssets();
    plugins = new WasmPlugins(assets);
    wasm = plugins.runner(assets.plugins);
    const folder = nativePlugins();
    native = {
      run: (name, request, signal) =>
        runPluginProgram({ name, command: [name], cwd: folder }, request, signal, { env: { PATH: folder } }),
    };
  });
  afterAll(() => plugins.close());

  for (const { name, files } of AWKWARD) {
    it.each(['protoc-gen-go', 'protoc-gen-go-grpc'])(
      `plugins write the same bytes as the native %s: ${name}`,
      async (plugin) => {
        const request = encode(files);
        const ours = decodeOutcome(plugin, await wasm.run(plugin, request, never));
        const theirs = decodeOutcome(plugin, await native.run(plugin, request, never));
        expect(ours).toEqual(theirs);
        expect(ours.kind).toBe('files');
      },
    );
  }

  it('protoc-gen-go writes the same bytes as its native version for a descriptor of thousands of lines and long chains of operators', async () => {
    const values = Array.from({ length: 3_000 }, (_, i) => `  // value ${i}: a * b + c\n  LONG_${i} = ${i};`).join(
      '\n',
    );
    const fields = Array.from({ length: 1_000 }, (_, i) => `oneof o${i} { Long long_${i} = ${i + 1}; }`).join('\n');
    const request = encode({ 'long.proto': `syntax = "proto3"; enum Long {\n${values}\n}\nmessage M {\n${fields}\n}` });
    const [ours, theirs] = await Promise.all(
      [wasm, native].map(async (runner) =>
        decodeOutcome('protoc-gen-go', await runner.run('protoc-gen-go', request, never)),
      ),
    );
    expect(ours?.kind).toBe('files');
    expect(ours).toEqual(theirs);
  });

  it('plugins do not run again for a request that they have answered', async () => {
    const request = encode(GREETER);
    const outcome = await wasm.run('protoc-gen-go', request, never);
    // Each run has its own outcome.
    expect(await wasm.run('protoc-gen-go', new Uint8Array(request), never)).toBe(outcome);
    expect(await wasm.run('protoc-gen-go-grpc', request, never)).not.toEqual(outcome);
  });

  it('plugins run again after a failure', async () => {
    const broken = new Uint8Array([0xff]);
    const outcome = await wasm.run('protoc-gen-go', broken, never);
    expect(outcome).not.toMatchObject({ exitCode: 0 });
    expect(await wasm.run('protoc-gen-go', broken, never)).not.toBe(outcome);
  });

  it("an error in the plugin's response is reported", async () => {
    const set = new DescriptorSet(descriptorSet({ 'a.proto': 'syntax = "proto3"; message A {}' }));
    const outcome = await wasm.run(
      'protoc-gen-go',
      encodeRequest(set, { files: ['a.proto'], parameter: 'paths=nowhere,Ma.proto=x.y/z' }),
      never,
    );
    expect(decodeOutcome('protoc-gen-go', outcome)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('unknown path type') as string,
    });
  });

  it("an error in the plugin's exit is reported", async () => {
    const outcome = await wasm.run('protoc-gen-go', new Uint8Array([0xff, 0xff]), never);
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 1 });
    expect(decodeOutcome('protoc-gen-go', outcome)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('proto') as string,
    });
  });

  it('plugins are refused if they need more memory than is safe', async () => {
    const file = await readFile(join((await generateAssets()).plugins, 'protoc-gen-go.wasm.br'));
    const module = await WebAssembly.compile(brotliDecompressSync(file));
    const outcome = runWasmProgram(module, 'protoc-gen-go', encode(GREETER), 1 << 20);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'memory',
      message: expect.stringContaining('more than 1048576') as string,
    });
  });

  it('plugins are stopped when a run is cancelled, and run again afterwards', async () => {
    // A request that no other test makes, because answered requests do not run.
    const request = encode(AWKWARD[0]?.files ?? {}, 'Mcancelled.proto=example.com/cancelled');
    const cancel = new AbortController();
    const run = wasm.run('protoc-gen-go', request, cancel.signal);
    cancel.abort(new Error('stop'));
    await expect(run).rejects.toThrow('stop');
    expect(await wasm.run('protoc-gen-go', request, never)).toMatchObject({ kind: 'exited', exitCode: 0 });
  });

  it('plugins are searched for only in the given folder', async () => {
    const outcome = await plugins.runner('/nowhere').run('protoc-gen-go', new Uint8Array(), never);
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'missing' });
  });

  it('a program that is not on PATH is reported', async () => {
    const outcome = await runPluginProgram(
      { name: 'protoc-gen-go', command: ['protoc-gen-go'], cwd: '/' },
      new Uint8Array(),
      never,
      { env: { PATH: '', GOPATH: '/nowhere' } },
    );
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'missing',
      message: 'protoc-gen-go was not found on PATH',
    });
    expect(await findProgram('protoc-gen-go', { PATH: nativePlugins() })).toContain('protoc-gen-go');
  });
});

function encode(files: ProtoFiles, ...parameters: readonly string[]): Uint8Array {
  const set = new DescriptorSet(descriptorSet(files));
  const names = Object.keys(files);
  const mapping = names.map((file) => `M${file}=example.com/out/${file.replace('.proto', '').toLowerCase()}`);
  return encodeRequest(set, { files: names.slice(0, 1), parameter: [...mapping, ...parameters].join(',') });
}
