/** Semantic tokens, inlay hints, signature help and hovers, asked of the real process as an editor asks. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-jsonrpc/node';
import type {
  Hover,
  InlayHint,
  MarkupContent,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
} from 'vscode-languageserver';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

const TEXT = `edition = "2023";
package p;
import "b.proto";
option features.field_presence = IMPLICIT;
enum Kind { option features.enum_type = OPEN; NONE = 0; }
message A {
  b.B b = 1;
  Kind kind = 2;
  string s = 3 [(b.rule) = { name: "x" }];
}
`;
const OTHER = `syntax = "proto2";
package b;
import "google/protobuf/descriptor.proto";
message B {}
message Rule { optional string name = 7; optional B b = 8; }
extend google.protobuf.FieldOptions { optional Rule rule = 50000; }
`;

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;
let hints: Readonly<Record<string, boolean>>;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lsp-'));
  await mkdir(join(folder, 'proto'));
  await writeFile(join(folder, 'proto', 'a.proto'), TEXT);
  await writeFile(join(folder, 'proto', 'b.proto'), OTHER);
  hints = {};
  const editor = {
    configuration: (items: readonly unknown[]): readonly unknown[] => items.map(() => ({ inlayHints: hints })),
  };
  const refresh = { refreshSupport: true };
  server = await startServer(bundles.directory, folder, { BUF_CACHE_DIR: join(folder, '.git', 'cache') }, {}, editor, {
    workspace: { semanticTokens: refresh, inlayHint: refresh },
  });
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

function uri(name = 'a'): string {
  return pathToFileURL(join(folder, 'proto', `${name}.proto`)).href;
}

function ask<T>(method: string, params: object = {}): Promise<T> {
  return server.connection.sendRequest<T>(method, { textDocument: { uri: uri() }, ...params });
}

async function open(name = 'a', text = TEXT): Promise<void> {
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uri(name), languageId: 'proto', version: 1, text },
  });
}

/** Inserts a text at a place of an open document. */
async function insert(line: number, character: number, text: string, name = 'a'): Promise<void> {
  const at = { line, character };
  await server.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: uri(name), version: 2 },
    contentChanges: [{ range: { start: at, end: at }, text }],
  });
}

/** Waits for the next request of the server to the editor. */
function requested(method: string): Promise<void> {
  return new Promise((resolve) => {
    server.connection.onRequest(method, () => {
      resolve();
      return null;
    });
  });
}

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };

describe('semantic tokens', () => {
  test('semantic tokens come as a whole, for a range, and as a difference', async () => {
    await open();
    const full = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    const range = await ask<SemanticTokens>('textDocument/semanticTokens/range', { range: WHOLE });
    expect(range.data).toEqual(full.data);
    await insert(6, 2, 'Gone g = 9; ');
    const delta = await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      previousResultId: full.resultId,
    });
    const applied = [...full.data];
    for (const edit of delta.edits) applied.splice(edit.start, edit.deleteCount, ...(edit.data ?? []));
    const now = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    expect(applied).toEqual(now.data);
    expect(delta.edits.flatMap(({ data }) => data).length).toBeLessThan(20);
  });

  test('semantic tokens come as a whole if the editor compares them with an unknown result', async () => {
    await open();
    const found = await ask<SemanticTokens>('textDocument/semanticTokens/full/delta', { previousResultId: 'other' });
    expect(found.data).toEqual((await ask<SemanticTokens>('textDocument/semanticTokens/full')).data);
  });

  test('a file that does not exist has no semantic tokens', async () => {
    const textDocument = { uri: uri('gone') };
    expect(await ask('textDocument/semanticTokens/full', { textDocument })).toEqual({ data: [] });
  });

  test('semantic tokens are refreshed when another file changes what names lead to', async () => {
    await open();
    await open('b', OTHER);
    await server.diagnosticsThat(({ uri: of }) => of === uri());
    await ask('textDocument/semanticTokens/full');
    const refreshed = requested('workspace/semanticTokens/refresh');
    await insert(3, 8, 'Renamed', 'b');
    await refreshed;
  });
});

describe('inlay hints', () => {
  test('inlay hints are those that the user has switched on', async () => {
    await open();
    expect(await ask('textDocument/inlayHint', { range: WHOLE })).toEqual([]);
    hints = { features: true, defaults: true, numbers: true };
    const refreshed = requested('workspace/inlayHint/refresh');
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    const found = await ask<InlayHint[]>('textDocument/inlayHint', { range: WHOLE });
    expect(found.map(({ label, position }) => `${position.line}:${position.character} ${label as string}`)).toEqual([
      '7:15 [default = NONE, field_presence = IMPLICIT]',
      '8:23 = 50000',
      '8:33 = 7',
      '8:41 [field_presence = IMPLICIT]',
    ]);
  });
});

describe('signature help', () => {
  test('signature help shows the fields of the message at the cursor', async () => {
    await open();
    const found = await ask<SignatureHelp | null>('textDocument/signatureHelp', {
      position: { line: 8, character: 37 },
    });
    expect(found).toEqual({
      signatures: [{ label: 'Rule { name: string, b: B }', parameters: [{ label: [7, 19] }, { label: [21, 25] }] }],
      activeSignature: 0,
      activeParameter: 0,
    });
    expect(await ask('textDocument/signatureHelp', { position: { line: 6, character: 3 } })).toBeNull();
  });
});

describe('a hover', () => {
  test('a hover links to the type of a field, and shows its encoding and its features', async () => {
    const { contents } = await ask<Hover>('textDocument/hover', { position: { line: 7, character: 8 } });
    expect((contents as MarkupContent).value).toContain(
      `Type [\`p.Kind\`](${uri()}#L5,6)  \nWire type \`VARINT\` · tag \`10\` · JSON \`kind\` · default \`NONE\`  \nFeatures \`field_presence = IMPLICIT\` (from the file)`,
    );
  });
});

test.each([
  ['textDocument/semanticTokens/full', { textDocument: {} }, 'textDocument.uri'],
  ['textDocument/semanticTokens/full/delta', {}, 'previousResultId'],
  ['textDocument/semanticTokens/range', {}, 'range'],
  ['textDocument/inlayHint', {}, 'range'],
  ['textDocument/signatureHelp', {}, 'position'],
])('the server names the missing part of %s with %j', async (method, params, missing) => {
  await expect(ask(method, params)).rejects.toMatchObject({
    code: ErrorCodes.InvalidParams,
    message: `The request needs ${missing} in its parameters.`,
  });
});
