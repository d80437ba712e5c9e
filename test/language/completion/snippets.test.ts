/** protoc must accept the text of each snippet, and a snippet is offered only where the grammar allows it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, offered } from './check.ts';

const run = promisify(execFile);
const protoc = join(dirname(createRequire(import.meta.url).resolve('protoc/package.json')), 'protoc.cjs');

const HEAD = 'syntax = "proto3";\npackage p;\n';
const IN_MESSAGE = `${HEAD}message M {\n  string a = 1;\n  $0\n}\n`;
const MESSAGES = ['Get', 'Watch', 'Upload', 'Chat']
  .map((name) => `message ${name}Request {} message ${name}Response {}`)
  .join('\n');
const IN_SERVICE = `${HEAD}${MESSAGES}\nservice S {\n  $0\n}\n`;

function snippets(source: string): readonly string[] {
  return offered(source).flatMap((item) => (item.kind === 'snippet' ? [item.label] : []));
}

const RPCS = ['unary', 'rpcserver', 'rpcclient', 'rpcbidi'];

describe('snippets', () => {
  test.each<[string, string, readonly string[]]>([
    ['in an empty file', '$0', ['proto3', 'edition2023', 'edition2024', 'greeter', 'importpublic', 'gopackage']],
    ['below the package of a file', `${HEAD}$0`, ['importpublic', 'gopackage']],
    ['in a file with go_package', `${HEAD}option go_package = "x/y";\n$0`, ['importpublic']],
    ['in a message', IN_MESSAGE, ['field', 'reservednames']],
    ['in a oneof', `${HEAD}message M { oneof o {\n$0\n} }`, ['field']],
    ['in an enum', `${HEAD}enum E { Z = 0;\n$0\n}`, ['reservednames']],
    ['in a service', IN_SERVICE, RPCS],
    ['after "package"', 'syntax = "proto3";\npackage $0', []],
    ['in a method', `${HEAD}service S { rpc A(B) returns (C) {\n$0\n} }`, []],
    ['after the type of a field', `${HEAD}message M { string $0`, []],
    ['before other text', `${HEAD}message M { $0string a = 1; }`, []],
    ['in a comment', `${HEAD}// $0\n`, []],
    ['in a string', `${HEAD}import "$0`, []],
  ])('only the snippets that fit the place are offered: %s', (_title, source, expected) => {
    expect(snippets(source)).toEqual(expected);
  });

  test('each snippet is found by all its words', () => {
    const texts = offered(IN_SERVICE).flatMap((item) => (item.kind === 'snippet' ? [item.filterText] : []));
    expect(texts).toEqual(['unary', 'rpcserver serverstream', 'rpcclient clientstream', 'rpcbidi bidistream']);
  });

  test('snippets give the parts of an rpc the name of the rpc', () => {
    expect(accepted(IN_SERVICE, 'unary')).toContain('  rpc Get(GetRequest) returns (GetResponse);\n');
    expect(accepted(IN_SERVICE, 'rpcbidi')).toContain('rpc Chat(stream ChatRequest) returns (stream ChatResponse);');
  });

  test('snippets give a field the next number, and the label that proto2 needs', () => {
    expect(accepted(IN_MESSAGE, 'field')).toContain('  string name = 2;\n');
    expect(accepted('syntax = "proto2";\nmessage M {\n$0\n}', 'field')).toContain('\noptional string name = 1;\n');
  });
});

describe('protoc accepts each snippet', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snippets-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const places = ['$0', `${HEAD}$0`, IN_MESSAGE, `${HEAD}enum E { Z = 0;\n$0\n}`, IN_SERVICE];
  const editions = ['edition = "2023";\nmessage M {\n$0\n}', 'syntax = "proto2";\nmessage M {\n$0\n}'];
  const all = [...places, ...editions].flatMap((source) => snippets(source).map((label) => ({ label, source })));

  test.each(all)('protoc accepts the snippet $label in $source', async ({ label, source }) => {
    await writeFile(join(folder, 'a.proto'), accepted(source, label));
    await run(process.execPath, [
      protoc,
      `-I${folder}`,
      `--descriptor_set_out=${join(folder, 'set.binpb')}`,
      'a.proto',
    ]);
  });
});
