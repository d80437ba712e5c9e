/** What a snippet inserts must be what protoc takes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choiceCount, expandSnippet } from './expand.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
  readonly description: string;
}

const run = promisify(execFile);
const protoc = join(dirname(createRequire(import.meta.url).resolve('protoc/package.json')), 'protoc.cjs');
const snippets = JSON.parse(await readFile(new URL('../../snippets/proto.json', import.meta.url), 'utf8')) as Record<
  string,
  Snippet
>;

const whole = (text: string) => text;
const inFile = (text: string) => `syntax = "proto3";\n${text}`;
const inMessage = (text: string) => inFile(`message M {\n${text}\n}\n`);
const inService = (text: string) =>
  inFile(
    `${['Get', 'Watch', 'Upload', 'Chat'].map((name) => `message ${name}Request {} message ${name}Response {}`).join('\n')}\n${text}`,
  );
const inServiceBody = (text: string) => inService(`service S {\n${text}\n}\n`);

/** Where each snippet is meant to stand. */
const places: Record<string, (text: string) => string> = {
  'File header, proto3': whole,
  'File header, edition 2023': whole,
  'File header, edition 2024': whole,
  'Greeter file': whole,
  'Public import': inFile,
  'Option go_package': inFile,
  Message: inFile,
  Field: inMessage,
  'Reserved names': inMessage,
  Service: inService,
  'Unary rpc': inServiceBody,
  'Server streaming rpc': inServiceBody,
  'Client streaming rpc': inServiceBody,
  'Bidirectional streaming rpc': inServiceBody,
};

describe('snippets', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snippets-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('do not repeat what completion offers by place', () => {
    const keywords = [
      'syntax',
      'edition',
      'package',
      'import',
      'option',
      'message',
      'enum',
      'service',
      'rpc',
      'oneof',
      'map',
      'extend',
      'reserved',
      'optional',
      'repeated',
    ];
    expect(
      Object.values(snippets)
        .flatMap(({ prefix }) => prefix)
        .filter((prefix) => keywords.includes(prefix)),
    ).toEqual([]);
  });

  test('each have a place in these tests', () => {
    expect(Object.keys(snippets).sort()).toEqual(Object.keys(places).sort());
  });

  test.each(Object.entries(snippets))('compile with every choice: %s', async (name, { body }) => {
    const place = places[name] ?? whole;
    const names: string[] = [];
    for (let choice = 0; choice < choiceCount(body); choice++) {
      const file = `${name.replaceAll(/\W+/g, '_')}_${choice}.proto`;
      await writeFile(join(folder, file), place(expandSnippet(body, choice)));
      names.push(file);
    }
    // One run a file: the variants define the same names.
    for (const file of names)
      await run(process.execPath, [protoc, `-I${folder}`, `--descriptor_set_out=${join(folder, 'set.binpb')}`, file]);
  });

  test('give the parts of an rpc its name', () => {
    expect(expandSnippet(snippets['Unary rpc']?.body ?? [])).toBe('rpc Get(GetRequest) returns (GetResponse);');
    expect(expandSnippet(snippets['Bidirectional streaming rpc']?.body ?? [])).toBe(
      'rpc Chat(stream ChatRequest) returns (stream ChatResponse);',
    );
  });
});
