/** Folds, steps of a selection, symbols and hierarchies, asked of the real process as an editor asks. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-jsonrpc/node';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  FoldingRange,
  LocationLink,
  Range,
  SelectionRange,
  TypeHierarchyItem,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

const TEXT = `syntax = "proto3";
package p;
import "b.proto";
import "google/protobuf/any.proto";
// Two
// lines.
message A {
  b.B b = 1;
  google.protobuf.Any any = 2;
}
service S {
  rpc Get(A) returns (stream b.B);
}
`;
const OTHER = 'syntax = "proto3";\npackage b;\nmessage B { option deprecated = true; enum Kind { NONE = 0; } }\n';

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lsp-'));
  await mkdir(join(folder, 'proto'));
  await writeFile(join(folder, 'proto', 'a.proto'), TEXT);
  await writeFile(join(folder, 'proto', 'b.proto'), OTHER);
  server = await startServer(bundles.directory, folder, { BUF_CACHE_DIR: join(folder, '.git', 'cache') });
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

function uri(name = 'a'): string {
  return pathToFileURL(join(folder, 'proto', `${name}.proto`)).href;
}

function ask<T>(method: string, params: object): Promise<T> {
  return server.connection.sendRequest<T>(method, params);
}

function at(line: number, character: number): object {
  return { textDocument: { uri: uri() }, position: { line, character } };
}

function inText(text: string, { start, end }: Range): string {
  const lines = text.split('\n');
  if (start.line === end.line) return lines[start.line]?.slice(start.character, end.character) ?? '';
  return [
    lines[start.line]?.slice(start.character),
    ...lines.slice(start.line + 1, end.line),
    lines[end.line]?.slice(0, end.character),
  ].join('\n');
}

describe('the structure of a text', () => {
  test('folds have the kinds that editors know', async () => {
    expect(await ask<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri: uri() } })).toEqual([
      { startLine: 2, endLine: 3, kind: 'imports' },
      { startLine: 4, endLine: 5, kind: 'comment' },
      { startLine: 6, endLine: 8 },
      { startLine: 10, endLine: 11 },
    ]);
  });

  test('the selection has steps for each cursor', async () => {
    const found = await ask<SelectionRange[]>('textDocument/selectionRange', {
      textDocument: { uri: uri() },
      positions: [
        { line: 7, character: 5 },
        { line: 1, character: 0 },
      ],
    });
    const steps = (one: SelectionRange | undefined): readonly string[] =>
      one === undefined ? [] : [inText(TEXT, one.range), ...steps(one.parent)];
    expect(steps(found[0]).slice(0, 2)).toEqual(['B', 'b.B']);
    expect(steps(found[0]).at(-1)).toBe(TEXT);
    expect(steps(found[1])).toEqual(['package', 'package p;', TEXT]);
  });

  test('symbols of the whole workspace are listed with their places', async () => {
    const found = await ask<WorkspaceSymbol[]>('workspace/symbol', { query: 'B' });
    expect(found).toMatchObject([
      {
        name: 'B',
        containerName: 'b',
        tags: [1],
        location: {
          uri: uri('b'),
          range: { start: { line: 2, character: 8 }, end: { line: 2, character: 9 } },
        },
      },
    ]);
  });

  test('an editor that can wait gets the place of a symbol when it asks for the place', async () => {
    const patient = await startServer(bundles.directory, folder, {}, {}, undefined, {
      workspace: { symbol: { resolveSupport: { properties: ['location.range'] } } },
    });
    try {
      const [symbol] = await patient.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'Get' });
      expect(symbol).toMatchObject({ name: 'Get', containerName: 'p.S', location: { uri: uri() } });
      expect(symbol?.location).not.toHaveProperty('range');
      expect(await patient.connection.sendRequest('workspaceSymbol/resolve', symbol)).toMatchObject({
        location: { uri: uri(), range: { start: { line: 11, character: 6 }, end: { line: 11, character: 9 } } },
      });
    } finally {
      patient.stop();
    }
  });

  test('a type definition leads from a field to its type', async () => {
    const links = await ask<LocationLink[]>('textDocument/typeDefinition', at(7, 6));
    expect(links.map(({ targetUri }) => targetUri)).toEqual([uri('b')]);
    expect(await ask('textDocument/typeDefinition', at(0, 0))).toEqual([]);
  });

  test('the call hierarchy leads from an rpc to its types, and from a type to its uses', async () => {
    const [rpc] = await ask<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', at(11, 7));
    expect(rpc).toMatchObject({ name: 'Get', detail: 'p.S', uri: uri() });
    const types = await ask<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: rpc });
    expect(types.map(({ to, fromRanges }) => [to.name, to.uri, ...fromRanges.map((one) => inText(TEXT, one))])).toEqual(
      [
        ['A', uri(), 'A'],
        ['B', uri('b'), 'b.B'],
      ],
    );
    const users = await ask<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item: types[1]?.to });
    expect(users.map(({ from, fromRanges }) => [from.name, ...fromRanges.map((one) => inText(TEXT, one))])).toEqual([
      ['A', 'b.B'],
      ['Get', 'b.B'],
    ]);
  });

  test('the type hierarchy leads from a message to its extensions and back', async () => {
    const text = 'syntax = "proto2";\nmessage M { extensions 1 to 5; }\nextend M { optional int32 e = 1; }\n';
    await server.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uri('c'), languageId: 'proto', version: 1, text },
    });
    const params = { textDocument: { uri: uri('c') }, position: { line: 1, character: 8 } };
    const [message] = await ask<TypeHierarchyItem[]>('textDocument/prepareTypeHierarchy', params);
    const [extension] = await ask<TypeHierarchyItem[]>('typeHierarchy/subtypes', { item: message });
    expect(extension).toMatchObject({ name: 'e', uri: uri('c') });
    expect(await ask('typeHierarchy/supertypes', { item: extension })).toEqual([message]);
    expect(await ask('textDocument/prepareTypeHierarchy', at(10, 9))).toBeNull();
  });

  test.each([
    [
      'callHierarchy/incomingCalls',
      { item: { data: { path: '/a.proto', kind: 'field', fullName: 'f' } } },
      'item.data',
    ],
    ['typeHierarchy/subtypes', { item: {} }, 'item.data'],
    ['workspace/symbol', {}, 'query'],
    ['textDocument/foldingRange', {}, 'textDocument.uri'],
    ['textDocument/selectionRange', { textDocument: { uri: 'file:///a.proto' }, positions: [{}] }, 'positions'],
  ])('the server names the missing part of %s with %j', async (method, params, missing) => {
    await expect(ask(method, params)).rejects.toMatchObject({
      code: ErrorCodes.InvalidParams,
      message: `The request needs ${missing} in its parameters.`,
    });
  });
});
