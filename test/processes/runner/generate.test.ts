/**
 * Generation as the extension requests it, in the runner's real process, with the files that the build puts next to it.
 * @needs go
 */
import { publish } from '../../support/publishedSets.ts';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { startChild, type Child } from '../../../src/host/processes/child.ts';
import {
  checkGo,
  generatedContents,
  generateGo,
  writeGenerated,
  type GenerateGoRequest,
} from '../../../src/contract/generation.ts';
import { GREETER } from '../../codegen/support/awkward.ts';
import { generateAssets, hasGo } from '../../codegen/support/goPlugins.ts';
import { descriptorSet } from '../../codegen/support/protoc.ts';

describe.skipIf(!hasGo())('the runner', () => {
  let runner: Child;
  let params: GenerateGoRequest;
  const printed: string[] = [];

  beforeAll(async () => {
    const { plugins } = await generateAssets();
    const program = join(dirname(plugins), 'runner.js');
    runner = startChild(program, { onExit: () => undefined, onStderr: (text) => printed.push(text) });
    params = {
      set: await publish(descriptorSet(GREETER)),
      files: Object.keys(GREETER),
      outputRoot: join(dirname(plugins), 'nowhere'),
      plugins: { kind: 'bundled', directory: plugins },
    };
  });
  afterAll(() => runner.dispose());

  it('generates files, but writes and prints nothing', async () => {
    const result = await runner.connection.sendRequest(generateGo, params);
    expect(result.problems).toEqual([]);
    expect(result.files.map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => 'new'));
    expect(printed).toEqual([]);
  });

  it('writes the files of a run once, and returns only what the extension needs', async () => {
    const outputRoot = mkdtempSync(join(tmpdir(), 'runner-writes-'));
    try {
      const reply = await runner.connection.sendRequest(generateGo, { ...params, outputRoot });
      expect(reply.files.every((file) => !('content' in file))).toBe(true);
      const { run } = reply;
      const contents = await runner.connection.sendRequest(generatedContents, { run });
      await runner.connection.sendRequest(writeGenerated, { run });
      for (const { path, content } of contents) expect(readFileSync(path, 'utf8')).toBe(content);
      expect(contents.map(({ path }) => path)).toEqual(reply.files.map(({ path }) => path));
      await expect(runner.connection.sendRequest(writeGenerated, { run })).rejects.toThrow(/Generate again/);
    } finally {
      rmSync(outputRoot, { recursive: true });
    }
  });

  it('checks an unsaved text without running a plugin', async () => {
    const path = join(params.outputRoot, 'server', 'mine.go');
    const unsaved = new Map([[path, 'package main\n\nfunc (\n']]);
    // A missing folder has no files, whatever an editor has open.
    expect(await runner.connection.sendRequest(checkGo, { ...params, unsaved })).toEqual([]);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'package main\n');
    try {
      expect(await runner.connection.sendRequest(checkGo, params)).toEqual([]);
      const [problem] = await runner.connection.sendRequest(checkGo, { ...params, unsaved });
      expect(problem?.place).toEqual({
        path,
        range: { start: { line: 2, character: 6 }, end: { line: 2, character: 6 } },
      });
    } finally {
      rmSync(params.outputRoot, { recursive: true });
    }
  });

  it('stops if the request is cancelled', async () => {
    const source = new CancellationTokenSource();
    // There is enough work here that the request is still running when the test cancels it.
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`p${i}/a.proto`, `syntax = "proto3"; package p${i}; message A {}`]),
    );
    const asked = runner.connection.sendRequest(
      generateGo,
      { ...params, set: await publish(descriptorSet(many)), files: Object.keys(many) },
      source.token,
    );
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800, message: 'Generation was cancelled.' });
  });
});
