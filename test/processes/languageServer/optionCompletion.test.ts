/** Completion in the options of others, as an editor asks the server for it. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { CompletionList } from 'vscode-languageserver';
import { googleRoot, readCorpusFile, wellKnownRoot } from '../../support/corpus.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';

let served: Served;

afterEach(() => served.stop());

/** The labels at `$0` in the text of `/w/a.proto`, best first. */
async function offered(text: string, others: Readonly<Record<string, string>>, typed?: string): Promise<string[]> {
  const before = text.slice(0, text.indexOf('$0')).split('\n');
  const texts = new Map(Object.entries(others).map(([path, other]) => [`/w/${path}`, other]));
  for (const name of ['descriptor', 'duration', 'timestamp']) {
    const path = `google/protobuf/${name}.proto`;
    texts.set(`/wkt/${path}`, readCorpusFile(wellKnownRoot, path).text);
  }
  texts.set('/w/a.proto', text.replace('$0', ''));
  served = await serve(texts, memoryFiles(texts), { folders: ['/w'] });
  const found = await served.client.sendRequest<CompletionList>('textDocument/completion', {
    textDocument: { uri: 'file:///w/a.proto' },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    ...(typed !== undefined && { context: { triggerKind: 2, triggerCharacter: typed } }),
  });
  const sorted = found.items.sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  return sorted.map(({ label }) => label);
}

const GOOGLE = Object.fromEntries(
  ['google/api/annotations.proto', 'google/api/http.proto'].map((path) => [
    path,
    readCorpusFile(join(googleRoot), path).text,
  ]),
);

function rpc(option: string): string {
  return `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
message GetBookRequest { string name = 1; }
service Library {
  rpc GetBook(GetBookRequest) returns (GetBookRequest) {
    option (google.api.http) = ${option};
  }
}
`;
}

test('a quote in a rule of google.api.http opens the list of paths', async () => {
  expect(await offered(rpc('{ get: "$0" }'), GOOGLE, '"')).toEqual(['/v1/{name=books/*}', '/v1/books']);
});

test('a brace in such a path opens the list of fields, and a brace elsewhere opens none', async () => {
  expect(await offered(rpc('{ get: "/v1/{$0" }'), GOOGLE, '{')).toEqual(['name']);
  await served.stop();
  expect(await offered('syntax = "proto3";\nmessage M {$0', {}, '{')).toEqual([]);
});

test('the rules of protoc-gen-validate are those for the type of the field', async () => {
  const root = join(import.meta.dirname, '../../../node_modules/@grpc/grpc-js/proto/protoc-gen-validate');
  const rules = { 'validate/validate.proto': readCorpusFile(root, 'validate/validate.proto').text };
  const text =
    'syntax = "proto3";\nimport "validate/validate.proto";\nmessage M { string a = 1 [(validate.rules).$0]; }\n';
  expect(await offered(text, rules, '.')).toEqual(['string', 'message']);
});
