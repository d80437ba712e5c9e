/** References, highlights, rename, links and counts of references, as another editor would request them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

const A =
  'syntax = "proto3";\npackage p;\nimport "google/protobuf/any.proto";\nmessage A { google.protobuf.Any any_one = 1; }\n';
const B = 'syntax = "proto3";\nimport "a.proto";\nmessage B { p.A a = 1; .p.A b = 2; }\n';

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lsp-'));
  await writeFile(join(folder, 'a.proto'), A);
  await writeFile(join(folder, 'b.proto'), B);
  server = await startServer(bundles.directory, folder, {}, { settings: { codeLens: { references: true } } });
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

function uri(name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

function request<T>(method: string, name: string, line: number, character: number, more: object = {}): Promise<T> {
  return server.connection.sendRequest<T>(`textDocument/${method}`, {
    textDocument: { uri: uri(name) },
    position: { line, character },
    ...more,
  });
}

interface Place {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

function drawn(places: readonly Place[]): readonly string[] {
  return places.map(
    ({ uri: of, range: { start } }) => `${of.split('/').at(-1) ?? ''} ${start.line}:${start.character}`,
  );
}

describe('the language server', () => {
  test('finds references, with the declaration if the editor wants it', async () => {
    const withDeclaration = { context: { includeDeclaration: true } };
    expect(drawn(await request('references', 'b.proto', 2, 14, withDeclaration))).toEqual([
      'a.proto 3:8',
      'b.proto 2:14',
      'b.proto 2:26',
    ]);
    const without = { context: { includeDeclaration: false } };
    expect(drawn(await request('references', 'a.proto', 3, 8, without))).toEqual(['b.proto 2:14', 'b.proto 2:26']);
    expect(await request('references', 'a.proto', 3, 3, without)).toEqual([]);
  });

  test('highlights declarations as written and uses as read', async () => {
    const range = (character: number): object => ({
      start: { line: 2, character },
      end: { line: 2, character: character + 1 },
    });
    expect(await request('documentHighlight', 'b.proto', 2, 15)).toEqual([
      { range: range(14), kind: 2 },
      { range: range(26), kind: 2 },
    ]);
    expect(await request('documentHighlight', 'b.proto', 2, 8)).toEqual([{ range: range(8), kind: 3 }]);
    expect(await request('documentHighlight', 'b.proto', 2, 3)).toBeNull();
  });

  test('prepares a rename with the range and the name, or says why it does not', async () => {
    expect(await request('prepareRename', 'b.proto', 2, 14)).toEqual({
      range: { start: { line: 2, character: 14 }, end: { line: 2, character: 15 } },
      placeholder: 'A',
    });
    await expect(request('prepareRename', 'a.proto', 3, 30)).rejects.toMatchObject({
      message: 'Any belongs to protobuf itself, so you cannot rename it.',
    });
    await expect(request('prepareRename', 'missing.proto', 0, 0)).rejects.toMatchObject({
      message: 'Nothing here has a name that can change.',
    });
  });

  test('renames in all files, or says why it does not', async () => {
    const { changes } = await request<{ changes: Record<string, readonly { newText: string }[]> }>(
      'rename',
      'b.proto',
      2,
      14,
      { newName: 'New' },
    );
    expect(Object.entries(changes).map(([of, edits]) => `${of} ${edits.length}`)).toEqual([
      `${uri('a.proto')} 1`,
      `${uri('b.proto')} 2`,
    ]);
    await expect(request('rename', 'b.proto', 2, 14, { newName: 'a b' })).rejects.toMatchObject({
      message: expect.stringContaining('"a b" is not a name') as unknown,
    });
  });

  test.each([true, false])('asks for the JSON name of a field, with change annotations: %s', async (canAnnotate) => {
    const settings = { rename: { jsonName: 'ask' } };
    const workspaceEdit = canAnnotate ? { documentChanges: true, changeAnnotationSupport: {} } : {};
    const asking = await startServer(bundles.directory, folder, {}, { settings }, undefined, {
      workspace: { workspaceEdit },
    });
    try {
      const edit = await asking.connection.sendRequest('textDocument/rename', {
        textDocument: { uri: uri('a.proto') },
        position: { line: 3, character: 33 },
        newName: 'other_any',
      });
      const kept = { newText: ' [json_name = "anyOne"]' };
      const annotated = {
        changeAnnotations: { jsonName: { label: 'Keep the JSON name anyOne', needsConfirmation: true } },
        documentChanges: [
          {
            edits: [
              { newText: 'other_any', annotationId: 'declaration' },
              { ...kept, annotationId: 'jsonName' },
            ],
          },
        ],
      };
      const plain = { changes: { [uri('a.proto')]: [{ newText: 'other_any' }, kept] } };
      expect(edit).toMatchObject(canAnnotate ? annotated : plain);
    } finally {
      asking.stop();
    }
  });

  test('describes what else a rename changes to an editor that can show it', async () => {
    const annotating = await startServer(bundles.directory, folder, {}, {}, undefined, {
      workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
    });
    try {
      const edit = await annotating.connection.sendRequest('textDocument/rename', {
        textDocument: { uri: uri('a.proto') },
        position: { line: 3, character: 33 },
        newName: 'other_any',
      });
      expect(edit).toMatchObject({
        changeAnnotations: {
          declaration: { label: 'Declaration', description: 'The JSON name changes from anyOne to otherAny.' },
        },
        documentChanges: [
          { textDocument: { uri: uri('a.proto') }, edits: [{ newText: 'other_any', annotationId: 'declaration' }] },
        ],
      });
      const ofPackage = await annotating.connection.sendRequest('textDocument/rename', {
        textDocument: { uri: uri('a.proto') },
        position: { line: 1, character: 8 },
        newName: 'q',
      });
      // Editors group by label, and only if there are several labels.
      expect(ofPackage).toMatchObject({
        changeAnnotations: {
          declaration: { label: 'Declaration', description: expect.stringContaining('paths of calls') as unknown },
          reference: { label: 'References' },
        },
        documentChanges: [
          { textDocument: { uri: uri('a.proto') }, edits: [{ newText: 'q', annotationId: 'declaration' }] },
          {
            textDocument: { uri: uri('b.proto') },
            edits: [
              { newText: 'q', annotationId: 'reference' },
              { newText: 'q', annotationId: 'reference' },
            ],
          },
        ],
      });
    } finally {
      annotating.stop();
    }
  });

  test('links imports to their files', async () => {
    const links = await server.connection.sendRequest('textDocument/documentLink', {
      textDocument: { uri: uri('b.proto') },
    });
    expect(links).toMatchObject([
      { range: { start: { line: 1, character: 8 }, end: { line: 1, character: 15 } }, target: uri('a.proto') },
    ]);
  });

  test('counts references for the lenses that the editor shows', async () => {
    // Each request waits for the settings, so this reply shows that they were read.
    await request('hover', 'a.proto', 3, 8);
    const [lens, ...others] = await server.connection.sendRequest<readonly { command?: object }[]>(
      'textDocument/codeLens',
      { textDocument: { uri: uri('a.proto') } },
    );
    expect(others).toEqual([]);
    expect(lens?.command).toBeUndefined();
    expect(await server.connection.sendRequest('codeLens/resolve', lens)).toMatchObject({
      command: {
        title: '2 references',
        command: 'grpcWorkbench.showReferences',
        arguments: [{ uri: uri('a.proto'), line: 3, character: 8 }],
      },
    });
  });
});
