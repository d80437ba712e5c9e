/** The language server as another editor would use it: a process that speaks LSP on its standard streams. */
import { fetchSet } from '../../../src/host/processes/fetchSet.ts';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCodes, type MessageConnection } from 'vscode-jsonrpc/node';
import type {
  DescriptorSetResult,
  OptionEdit,
  SchemaChange,
  SchemaScope,
  SchemaSearchResult,
} from '../../../src/contract/languageServer.ts';
import type { SchemaNode } from '../../../src/contract/schemaNode.ts';
import { loadSchema } from '../../../src/message/schema.ts';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess, type PushedDiagnostics } from '../../support/lspProcess.ts';

const TEXT = `syntax = "proto3";
package p;
import "google/protobuf/any.proto";
message A { google.protobuf.Any any = 1; }
service S { rpc Get(A) returns (stream A); }
`;

interface ConversionAction {
  readonly title: string;
  readonly kind: string;
  readonly disabled?: { readonly reason: string };
  readonly edit?: { readonly changes: Readonly<Record<string, readonly { readonly newText: string }[]>> };
}

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;
let connection: MessageConnection;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lsp-'));
  await mkdir(join(folder, 'proto'));
  await writeFile(join(folder, 'proto', 'a.proto'), TEXT);
  server = await startServer(bundles.directory, folder, { BUF_CACHE_DIR: join(folder, '.git', 'cache') });
  connection = server.connection;
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

function uri(): string {
  return pathToFileURL(join(folder, 'proto', 'a.proto')).href;
}

function open(text = TEXT, languageId = 'proto'): Promise<void> {
  return connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uri(), languageId, version: 1, text },
  });
}

function diagnosticsWith(message: string): Promise<PushedDiagnostics> {
  return diagnosticsThat((params) => params.diagnostics.some((item) => item.message.includes(message)));
}

function diagnosticsThat(fits: (params: PushedDiagnostics) => boolean): Promise<PushedDiagnostics> {
  return server.diagnosticsThat(fits);
}

describe('the language server on standard streams', () => {
  test('finds well-known types without any setup, and leads to their source', async () => {
    await open();
    const links = await connection.sendRequest<{ targetUri: string }[]>('textDocument/definition', {
      textDocument: { uri: uri() },
      position: { line: 3, character: 30 },
    });
    expect(links.map((link) => link.targetUri.split('/').slice(-3).join('/'))).toEqual(['google/protobuf/any.proto']);
  });

  test.each([
    ['textDocument/documentSymbol', {}, 'textDocument.uri'],
    ['textDocument/codeLens', { textDocument: null }, 'textDocument.uri'],
    ['textDocument/hover', { position: { line: 0, character: 0 } }, 'textDocument.uri'],
    ['textDocument/definition', { textDocument: { uri: 1 } }, 'textDocument.uri'],
    ['textDocument/definition', { textDocument: { uri: 'file:///a.proto' } }, 'position'],
    ['textDocument/completion', { textDocument: { uri: 'file:///a.proto' }, position: {} }, 'position'],
    ['textDocument/references', { textDocument: { uri: 'file:///a.proto' } }, 'position'],
    ['textDocument/documentHighlight', {}, 'textDocument.uri'],
    ['textDocument/documentLink', {}, 'textDocument.uri'],
    ['textDocument/prepareRename', { textDocument: { uri: 'file:///a.proto' } }, 'position'],
    ['textDocument/rename', { textDocument: { uri: 'a' }, position: { line: 0, character: 0 } }, 'newName'],
    ['codeLens/resolve', { data: { uri: 1 } }, 'data of a lens'],
    ['textDocument/codeAction', { textDocument: { uri: 'file:///a.proto' } }, 'range'],
    ['textDocument/onTypeFormatting', { textDocument: { uri: 'a' }, position: { line: 0, character: 0 } }, 'ch'],
    ['grpcWorkbench/explainImport', {}, 'uri, line and character'],
  ])('names the missing part of the request %s with %j', async (method, params, missing) => {
    await expect(connection.sendRequest(method, params)).rejects.toMatchObject({
      code: ErrorCodes.InvalidParams,
      message: `The request needs ${missing} in its parameters.`,
    });
  });

  test('pushes diagnostics after an incremental change', async () => {
    await open();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version: 2 },
      contentChanges: [
        { range: { start: { line: 3, character: 12 }, end: { line: 3, character: 31 } }, text: 'Missing' },
      ],
    });
    const found = await diagnosticsWith('"Missing" is not defined');
    expect(found.diagnostics[0]?.range.start).toEqual({ line: 3, character: 12 });
  });

  test('serves a document that was never saved, and drops it after a save', async () => {
    const untitled = 'untitled:Untitled-1';
    const text = 'syntax = "proto3";\nimport "a.proto";\nmessage U { p.A a = 1; Missing m = 2; }\n';
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: untitled, languageId: 'proto', version: 1, text },
    });
    expect(await diagnosticsThat((params) => params.uri === untitled && params.diagnostics.length > 0)).toMatchObject({
      diagnostics: [{ message: '"Missing" is not defined.' }],
    });
    const links = await connection.sendRequest<{ targetUri: string }[]>('textDocument/definition', {
      textDocument: { uri: untitled },
      position: { line: 2, character: 9 },
    });
    expect(links.map(({ targetUri }) => targetUri)).toEqual([untitled]);

    const saved = pathToFileURL(join(folder, 'proto', 'u.proto')).href;
    await writeFile(join(folder, 'proto', 'u.proto'), text);
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: untitled } });
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: saved, languageId: 'proto', version: 1, text },
    });
    await diagnosticsThat((params) => params.uri === saved && params.diagnostics.length === 1);
    expect(server.pushed.filter(({ uri: of }) => of === untitled).at(-1)?.diagnostics).toEqual([]);
    const { rows } = await connection.sendRequest<SchemaSearchResult>('grpcWorkbench/schemaSearch', {
      query: 'U',
      limit: 10,
    });
    expect(rows.filter(({ label }) => label === 'U')).toHaveLength(1);
  });

  test('accepts a change that replaces the whole text', async () => {
    await open();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version: 2 },
      contentChanges: [{ text: 'syntax = "proto3";\nmessage A { int32 a = 1; int32 b = 1; }\n' }],
    });
    expect((await diagnosticsWith('Field number 1 has already been used')).diagnostics).not.toHaveLength(0);
  });

  test('shows only the first thousand problems of a file', async () => {
    const fields = Array.from({ length: 1500 }, (_, i) => `  Missing${i} f${i} = ${i + 1};`);
    await open(`syntax = "proto3";\nmessage A {\n${fields.join('\n')}\n}\n`);
    const { diagnostics } = await diagnosticsWith('"Missing0" is not defined');
    expect(diagnostics).toHaveLength(1000);
    expect(diagnostics.at(-1)?.message).toContain('"Missing999"');
  });

  test('reports a file on disk that is too large to be read', async () => {
    const huge = join(folder, 'proto', 'huge.proto');
    await writeFile(huge, 'x'.repeat(8 * 1024 * 1024 + 1));
    await connection.sendRequest('grpcWorkbench/rescan');
    const { uri: of, diagnostics } = await diagnosticsWith('This file is larger than 8 MB, so it is not read.');
    expect(of).toBe(pathToFileURL(huge).href);
    expect(diagnostics).toHaveLength(1);
  });

  test('lists where we looked for a missing import', async () => {
    await open('syntax = "proto3";\nimport "x/gone.proto";\n');
    const [missing] = (await diagnosticsWith('Import "x/gone.proto" was not found.')).diagnostics;
    expect(missing?.message.split('\n').slice(1, 4)).toEqual([
      'Looked for at:',
      '  proto/x/gone.proto',
      '  x/gone.proto',
    ]);
  });

  test('removes pictures from comments, because an editor would fetch them, and keeps code in its block', async () => {
    const comment = ['![](https://a.example/x.png)', '[![a](b.png)](c)', '![a][r]', '[r]: https://a.example/y.png'];
    const lines = comment.map((line) => `// ${line}`).join('\n');
    await open(
      `syntax = "proto3";\nimport "![](https://a.example/z.png)";\n${lines}\nmessage A {\n// \`\`\`\n// ![](https://a.example/w.png)\n}\n`,
    );
    const at = async (line: number, character: number): Promise<string> => {
      const shown = await connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
        textDocument: { uri: uri() },
        position: { line, character },
      });
      return shown.contents.value;
    };
    const [named, imported] = [await at(6, 9), await at(1, 12)];
    expect(named).toContain('[](https://a.example/x.png)');
    expect(named).toMatch(/^````proto\n[^]*\n````\n/);
    expect(imported).toContain('a.example/z.png');
    for (const text of [named, imported]) expect(text).not.toContain('![');
  });

  test("reads dependencies from buf's local cache, and does not report their errors", async () => {
    const cached = join(folder, '.git', 'cache', 'v3', 'modules', 'b5', 'buf.build', 'acme', 'lib', 'c0ffee');
    await mkdir(join(cached, 'files', 'acme'), { recursive: true });
    await writeFile(join(cached, 'module.yaml'), 'version: v1');
    const broken = 'syntax = "proto3";\npackage acme;\nmessage Lib {}\nmessage Lib {}\n';
    await writeFile(join(cached, 'files', 'acme', 'lib.proto'), broken);
    await writeFile(join(folder, 'buf.yaml'), 'version: v2\nmodules: [{path: proto}]\ndeps: [buf.build/acme/lib]\n');
    await writeFile(
      join(folder, 'buf.lock'),
      'version: v2\ndeps:\n  - name: buf.build/acme/lib\n    commit: c0ffee\n    digest: b5:00\n',
    );
    await connection.sendRequest('grpcWorkbench/rescan');
    await open('syntax = "proto3";\nimport "acme/lib.proto";\nmessage A { acme.Lib lib = 1; Nope nope = 2; }\n');
    const { diagnostics } = await diagnosticsWith('"Nope" is not defined.');
    expect(diagnostics.map((item) => item.message)).toEqual(['"Nope" is not defined.']);

    const hover = await connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri: uri() },
      position: { line: 1, character: 12 },
    });
    expect(hover.contents.value).toContain(
      "It comes from buf's local cache. It belongs to `buf.build/acme/lib`, a dependency in `buf.lock`.",
    );

    // The server reads this file when it has nothing else to do.
    const text = 'syntax = "proto3";\nmessage A { Li }\n';
    await open(text);
    const typed = { textDocument: { uri: uri() }, position: { line: 1, character: 14 } };
    for (let labels: readonly string[] = []; !labels.includes('Lib'); ) {
      const list = await connection.sendRequest<{ items: readonly { label: string }[] }>(
        'textDocument/completion',
        typed,
      );
      labels = list.items.map(({ label }) => label);
    }

    const dependency = pathToFileURL(join(cached, 'files', 'acme', 'lib.proto')).href;
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: dependency, languageId: 'proto', version: 1, text: broken },
    });
    const rows = await connection.sendRequest<readonly SchemaNode[]>('grpcWorkbench/schemaChildren', {});
    expect(rows.map((row) => row.label)).not.toContain('acme');
    await open('syntax = "proto3";\nmessage A { Other other = 1; }\n');
    await diagnosticsWith('"Other" is not defined.');
    expect(server.pushed.filter((item) => item.uri === dependency).flatMap((item) => item.diagnostics)).toEqual([]);
  });

  describe('formatting', () => {
    const options = { tabSize: 2, insertSpaces: true };
    const untidy = 'syntax = "proto3";\nmessage A {\nstring a=1;\nstring b=2;\n}\n';
    interface Edit {
      readonly range: { readonly start: { readonly line: number } };
      readonly newText: string;
    }
    const format = (method: string, more: object = {}): Promise<readonly Edit[] | null> =>
      connection.sendRequest(`textDocument/${method}`, { textDocument: { uri: uri() }, options, ...more });

    test('formats a document with small edits', async () => {
      await open(untidy);
      expect(await format('formatting')).toMatchObject([
        { range: { start: { line: 1 } }, newText: '\n' },
        { range: { start: { line: 2 } }, newText: '  ' },
        { range: { start: { line: 2 } }, newText: ' ' },
        { range: { start: { line: 2 } }, newText: ' ' },
        { range: { start: { line: 3 } }, newText: '  ' },
        { range: { start: { line: 3 } }, newText: ' ' },
        { range: { start: { line: 3 } }, newText: ' ' },
      ]);
    });

    test('formats only a selection', async () => {
      await open(untidy);
      const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 3 } };
      const edits = await format('rangeFormatting', { range });
      expect(edits?.map((edit) => edit.range.start.line)).toEqual([3, 3, 3]);
    });

    test('formats the statement that a semicolon ends', async () => {
      await open(untidy);
      const edits = await format('onTypeFormatting', { position: { line: 2, character: 11 }, ch: ';' });
      expect(edits?.map((edit) => edit.range.start.line)).toEqual([2, 2, 2]);
    });

    test.each(['formatting', 'rangeFormatting', 'onTypeFormatting'])(
      'formats in the style of buf by %s, whatever indentation the editor has found in the file',
      async (method) => {
        await open('syntax = "proto3";\n\nmessage A {\nstring a = 1;\n}\n');
        const found = { tabSize: 4, insertSpaces: true };
        const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 13 } };
        const edits = await format(method, { options: found, range, position: range.end, ch: ';' });
        expect(edits).toMatchObject([{ range: { start: { line: 3 } }, newText: '  ' }]);
      },
    );

    test('formats as the .editorconfig of the project says', async () => {
      await writeFile(join(folder, '.editorconfig'), 'root = true\n[*.proto]\nindent_style = tab\n');
      await open('message A {\n string a = 1;\n}\n');
      expect(await format('formatting')).toMatchObject([{ newText: '\t' }]);
    });

    test('formats nothing in a document with a syntax error', async () => {
      await open('message A {\n string = 1;\n}\n');
      expect(await format('formatting')).toBeNull();
      expect(await connection.sendRequest('grpcWorkbench/whyNotFormatted', { uri: uri() })).toEqual({
        reason: expect.stringContaining('xpected') as unknown,
        line: 2,
      });
    });

    test('and has no reason against a document that it formats', async () => {
      await open(untidy);
      expect(await connection.sendRequest('grpcWorkbench/whyNotFormatted', { uri: uri() })).toBeNull();
    });
  });

  test('gives a nested outline', async () => {
    await open();
    const symbols = await connection.sendRequest<{ name: string; children?: { name: string }[] }[]>(
      'textDocument/documentSymbol',
      { textDocument: { uri: uri() } },
    );
    expect(symbols.map((item) => [item.name, (item.children ?? []).map((child) => child.name)])).toEqual([
      ['p', []],
      ['A', ['any']],
      ['S', ['Get']],
    ]);
  });

  test('completes a type of a file that is not imported, and explains it on request', async () => {
    const text = TEXT.replace('any = 1;', 'any = 1; Durat');
    await open(text);
    const position = { line: 3, character: text.split('\n')[3]?.indexOf(' }') ?? 0 };
    interface Item {
      readonly label: string;
      readonly textEdit: { readonly newText: string };
      readonly additionalTextEdits: readonly { readonly newText: string }[];
      readonly documentation?: { readonly value: string };
    }
    const list = await connection.sendRequest<{ items: readonly Item[] }>('textDocument/completion', {
      textDocument: { uri: uri() },
      position,
    });
    const found = list.items.find((item) => item.label === 'Duration');
    expect(found?.textEdit.newText).toBe('google.protobuf.Duration');
    expect(found?.additionalTextEdits.map((edit) => edit.newText)).toEqual([
      '\nimport "google/protobuf/duration.proto";',
    ]);
    const resolved = await connection.sendRequest<Item>('completionItem/resolve', found);
    expect(resolved.documentation?.value).toContain('A Duration represents a signed, fixed-length span of time');
  });

  test('offers a fix that belongs to its diagnostic', async () => {
    await open(TEXT.replace('import "google/protobuf/any.proto";\n', ''));
    const pushedOne = (await diagnosticsWith('"google.protobuf.Any" is not defined')).diagnostics;
    const range = pushedOne[0]?.range;
    interface Action {
      readonly title: string;
      readonly kind: string;
      readonly isPreferred?: boolean;
      readonly diagnostics?: readonly unknown[];
      readonly edit: { readonly changes: Readonly<Record<string, readonly { readonly newText: string }[]>> };
    }
    const ask = (only?: readonly string[]): Promise<readonly Action[]> =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: uri() },
        range,
        context: { diagnostics: pushedOne, ...(only && { only }) },
      });
    const fix = (await ask()).find((action) => action.kind === 'quickfix');
    expect(fix).toMatchObject({
      title: 'Import "google/protobuf/any.proto"',
      isPreferred: true,
      diagnostics: pushedOne,
    });
    expect(fix?.edit.changes[uri()]?.map((edit) => edit.newText)).toEqual([
      '\n\nimport "google/protobuf/any.proto";\n',
    ]);
    expect(await ask(['source.organizeImports'])).toEqual([]);
  });

  test('offers to delete a field only on request, not whenever the cursor moves over it', async () => {
    await open();
    const at = { line: 3, character: 33 };
    const ask = (triggerKind: 1 | 2): Promise<readonly { readonly title: string }[]> =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: uri() },
        range: { start: at, end: at },
        context: { diagnostics: [], triggerKind },
      });
    expect((await ask(1)).map(({ title }) => title)).toEqual(['Delete any and reserve its number and name']);
    expect(await ask(2)).toEqual([]);
  });

  test('converts a file to an edition on request, at its syntax statement', async () => {
    await open('syntax = "proto3";\nmessage A { optional int32 a = 1; reserved "b"; }\n');
    const ask = (line: number, only?: readonly string[]): Promise<readonly ConversionAction[]> =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: uri() },
        range: { start: { line, character: 0 }, end: { line, character: 0 } },
        context: { diagnostics: [], triggerKind: 1, ...(only && { only }) },
      });
    const offered = await ask(0, ['refactor']);
    expect(offered.map(({ title, kind }) => [title, kind])).toEqual([
      ['Convert to edition 2023', 'refactor.rewrite'],
      ['Convert to edition 2024', 'refactor.rewrite'],
    ]);
    expect(offered[0]?.edit?.changes[uri()]?.map(({ newText }) => newText)).toEqual(['edition', '"2023"', '', 'b']);
    expect((await ask(1)).filter(({ title }) => title.startsWith('Convert'))).toEqual([]);
    expect(await ask(0, ['quickfix'])).toEqual([]);
  });

  test('says why it cannot convert a file, if the editor can show that', async () => {
    const text = 'syntax = "proto3";\nmessage A { reserved "not a name"; }\n';
    const offeredBy = async (asked: LspProcess): Promise<readonly ConversionAction[]> => {
      await asked.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(), languageId: 'proto', version: 1, text },
      });
      return asked.connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: uri() },
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], only: ['refactor.rewrite'] },
      });
    };
    expect(await offeredBy(server)).toEqual([]);
    const showing = await startServer(bundles.directory, folder, {}, {}, undefined, {
      textDocument: { codeAction: { disabledSupport: true } },
    });
    try {
      const reasons = (await offeredBy(showing)).map(({ title, disabled, edit }) => [title, disabled?.reason, edit]);
      expect(reasons).toEqual([
        [
          'Convert to edition 2023',
          'Editions allow only identifiers as reserved names, and not "not a name".',
          undefined,
        ],
        [
          'Convert to edition 2024',
          'Editions allow only identifiers as reserved names, and not "not a name".',
          undefined,
        ],
      ]);
    } finally {
      showing.stop();
    }
  });

  test('offers to reserve fields that were removed since the last save', async () => {
    await open();
    const text = TEXT.replace(' google.protobuf.Any any = 1;', '\n').replace(
      'import "google/protobuf/any.proto";\n',
      '',
    );
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version: 2 },
      contentChanges: [{ text }],
    });
    const told = await diagnosticsWith(
      'Field "any" = 1 was removed: its number and name can be used again by mistake.',
    );
    expect(told.diagnostics.map(({ severity, range }) => [severity, range.start])).toEqual([
      [4, { line: 2, character: 8 }],
    ]);
    // The request is at the former place of the field, not at the place of the hint.
    const at = { line: 3, character: 0 };
    const actions = await connection.sendRequest<readonly { title: string; kind: string }[]>(
      'textDocument/codeAction',
      {
        textDocument: { uri: uri() },
        range: { start: at, end: at },
        context: { diagnostics: [], triggerKind: 2 },
      },
    );
    expect(actions.map(({ title, kind }) => [title, kind])).toEqual([['Reserve 1 and "any"', 'quickfix']]);

    server.pushed.length = 0;
    await writeFile(join(folder, 'proto', 'a.proto'), text);
    await connection.sendNotification('textDocument/didSave', { textDocument: { uri: uri() } });
    await diagnosticsThat((params) => params.uri === uri() && params.diagnostics.length === 0);
  });

  test("offers the extension's commands for an import only to the extension", async () => {
    const text = 'syntax = "proto3";\nimport "lib/b.proto";\nimport "acme/gone.proto";\n';
    await mkdir(join(folder, 'x', 'lib'), { recursive: true });
    await mkdir(join(folder, 'y', 'lib'), { recursive: true });
    for (const name of ['x', 'y'])
      await writeFile(join(folder, name, 'lib', 'b.proto'), `syntax = "proto3";\nmessage ${name.toUpperCase()} {}\n`);
    await writeFile(join(folder, 'buf.yaml'), 'version: v2\nmodules: [{path: proto}]\ndeps: [buf.build/acme/lib]\n');
    const offered = async (
      asked: LspProcess,
    ): Promise<
      readonly { readonly command?: { readonly command: string; readonly arguments: readonly unknown[] } }[]
    > => {
      await asked.connection.sendRequest('grpcWorkbench/rescan');
      await asked.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(), languageId: 'proto', version: 1, text },
      });
      const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 10 } };
      return asked.connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: uri() },
        range,
        context: { diagnostics: [] },
      });
    };
    expect((await offered(server)).filter(({ command }) => command)).toEqual([]);
    const extension = await startServer(
      bundles.directory,
      folder,
      { BUF_CACHE_DIR: join(folder, '.git', 'cache') },
      { importCommands: true },
    );
    try {
      const commands = (await offered(extension)).flatMap(({ command }) =>
        command ? [[command.command, ...command.arguments]] : [],
      );
      expect(commands).toContainEqual(['grpcWorkbench.addImportRoot', { folder: join(folder, 'x'), importer: uri() }]);
      expect(commands).toContainEqual(['grpcWorkbench.typeInTerminal', { command: 'buf dep update', folder }]);
    } finally {
      extension.stop();
    }
  });

  test('reads each folder with its own settings, and again if they change', async () => {
    const folders = ['one', 'two'].map((name) => join(folder, name));
    for (const path of folders) {
      await mkdir(join(path, 'a'), { recursive: true });
      await mkdir(join(path, 'b'));
      await writeFile(
        join(path, 'main.proto'),
        'syntax = "proto3";\nimport "x.proto";\nmessage M { Wanted wanted = 1; }\n',
      );
      for (const name of ['a', 'b'])
        await writeFile(join(path, name, 'x.proto'), `syntax = "proto3";\nmessage In_${name} {}\n`);
      await writeFile(join(path, 'old.proto'), 'syntax = "proto3";\nmessage M { Missing m = 1; }\n');
    }
    const roots = new Map(
      folders.map((path, at) => [
        pathToFileURL(path).href,
        { importRoots: [at === 0 ? 'a' : 'b'], exclude: at === 0 ? ['old.proto'] : [] },
      ]),
    );
    const several = await startServer(
      bundles.directory,
      folders,
      {},
      {},
      {
        configuration: (items) =>
          items.map(({ scopeUri, section }) =>
            section === 'grpcWorkbench' ? (roots.get(scopeUri ?? '') ?? {}) : null,
          ),
      },
    );
    const importOf = async (path: string): Promise<string | undefined> => {
      const textDocument = { uri: pathToFileURL(join(path, 'main.proto')).href };
      const links = await several.connection.sendRequest<{ targetUri: string }[]>('textDocument/definition', {
        textDocument,
        position: { line: 1, character: 10 },
      });
      return links[0]?.targetUri.split('/').slice(-3).join('/');
    };
    try {
      expect(await Promise.all(folders.map(importOf))).toEqual(['one/a/x.proto', 'two/b/x.proto']);
      await several.diagnosticsThat((params) => params.uri.endsWith('two/old.proto'));
      expect(several.pushed.filter((params) => params.uri.endsWith('one/old.proto'))).toEqual([]);
      roots.set(pathToFileURL(folders[1] ?? '').href, { importRoots: ['a'], exclude: [] });
      await several.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      expect(await Promise.all(folders.map(importOf))).toEqual(['one/a/x.proto', 'two/a/x.proto']);
    } finally {
      several.stop();
    }
  });

  test('takes import roots from the settings of other extensions, unless it has its own', async () => {
    const root = join(folder, 'moved');
    for (const name of ['a', 'b']) {
      await mkdir(join(root, name), { recursive: true });
      await writeFile(join(root, name, 'x.proto'), `syntax = "proto3";\nmessage In_${name} {}\n`);
    }
    await writeFile(join(root, 'main.proto'), 'syntax = "proto3";\nimport "x.proto";\n');
    const textDocument = { uri: pathToFileURL(join(root, 'main.proto')).href };
    const sections = new Map<string, unknown>([['protoc', { options: ['--proto_path=${workspaceFolder}/b'] }]]);
    const configuration = (items: readonly { readonly section: string }[]): readonly unknown[] =>
      items.map(({ section }) => sections.get(section) ?? null);
    const targetOf = async (to: LspProcess): Promise<string | undefined> => {
      const links = await to.connection.sendRequest<{ targetUri: string }[]>('textDocument/definition', {
        textDocument,
        position: { line: 1, character: 10 },
      });
      return links[0]?.targetUri.split('/').slice(-2).join('/');
    };
    const other = await startServer(bundles.directory, root, {}, {}, { configuration });
    const untrusted = await startServer(bundles.directory, root, {}, { trusted: false }, { configuration });
    try {
      expect(await targetOf(other)).toBe('b/x.proto');
      // Two folders match, and no setting decides.
      expect(await targetOf(untrusted)).toBe('a/x.proto');
      sections.set('grpcWorkbench', { importRoots: ['a'] });
      await other.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      expect(await targetOf(other)).toBe('a/x.proto');
    } finally {
      other.stop();
      untrusted.stop();
    }
  });

  test.each([
    { how: 'says so at the start', given: { codeLens: { enabled: false } }, configured: undefined },
    { how: 'says so when it is asked', given: {}, configured: { codeLens: { enabled: false } } },
  ])('shows no lenses to an editor that has switched them off and $how', async ({ given, configured }) => {
    const configuration = (items: readonly { readonly section: string }[]): readonly unknown[] =>
      items.map(({ section }) => (section === 'grpcWorkbench' ? configured : null));
    const editor = configured === undefined ? undefined : { configuration };
    const other = await startServer(bundles.directory, folder, {}, { settings: given }, editor);
    const text = 'syntax = "proto3";\nmessage M {}\nservice S { rpc R(M) returns (M); }\n';
    const textDocument = { uri: uri(), languageId: 'proto', version: 1, text };
    const lenses = async (to: LspProcess): Promise<number> => {
      await to.connection.sendNotification('textDocument/didOpen', { textDocument });
      // A hover waits until the folders and their settings were read.
      await to.connection.sendRequest('textDocument/hover', { textDocument, position: { line: 1, character: 8 } });
      return (await to.connection.sendRequest<unknown[]>('textDocument/codeLens', { textDocument })).length;
    };
    try {
      expect(await lenses(other)).toBe(0);
      expect(await lenses(server)).toBe(3);
    } finally {
      other.stop();
    }
  });

  test('organizes imports on request', async () => {
    await open(TEXT.replace('import', 'import "google/protobuf/empty.proto";\nimport'));
    await diagnosticsWith('Import google/protobuf/empty.proto is unused.');
    const actions = await connection.sendRequest<readonly { kind: string; edit: unknown }[]>(
      'textDocument/codeAction',
      {
        textDocument: { uri: uri() },
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], only: ['source'] },
      },
    );
    expect(actions.map((action) => action.kind)).toEqual(['source.organizeImports']);
  });

  test('sends plain text to an editor without snippets', async () => {
    await open('');
    const list = await connection.sendRequest<{
      items: { label: string; textEdit: { newText: string }; insertTextFormat?: number }[];
    }>('textDocument/completion', { textDocument: { uri: uri() }, position: { line: 0, character: 0 } });
    const texts = list.items.map((item) => item.textEdit.newText);
    expect(texts).toContain('syntax = "proto3";');
    expect(texts.join('')).not.toMatch(/[$\t]/);
    expect(list.items.filter((item) => item.insertTextFormat === 2)).toEqual([]);
  });

  test('serves documents that another extension has opened as proto3', async () => {
    await open('syntax = "proto3";\nmessage A { Missing m = 1; }\n', 'proto3');
    await diagnosticsWith('"Missing" is not defined');
  });

  test('returns the schema of unsaved text, and says if it is unchanged', async () => {
    await open(TEXT.replace('rpc Get', 'rpc Fetch'));
    const params = { scope: { kind: 'service', service: 'p.S' }, sourceInfo: false };
    const first = await connection.sendRequest<DescriptorSetResult>('grpcWorkbench/descriptorSet', params);
    if (first.kind !== 'set') throw new Error(first.kind);
    expect(loadSchema(await fetchSet(first.set)).method('p.S/Fetch')?.methodKind).toBe('server_streaming');
    const again = { ...params, knownHash: first.set.hash };
    expect(await connection.sendRequest('grpcWorkbench/descriptorSet', again)).toEqual({
      kind: 'unchanged',
      set: first.set,
    });
  });

  test('sends a schema with comments again if a comment has changed, but not if only lines have moved', async () => {
    const commented = TEXT.replace('service', '// Gets.\nservice');
    const question = { scope: { kind: 'service', service: 'p.S' }, sourceInfo: 'comments' };
    let version = 1;
    const write = (text: string): Promise<void> =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(), version: ++version },
        contentChanges: [{ text }],
      });
    const ask = (knownHash?: string): Promise<DescriptorSetResult> =>
      connection.sendRequest('grpcWorkbench/descriptorSet', { ...question, knownHash });
    await open(commented);
    const first = await ask();
    if (first.kind !== 'set') throw new Error(first.kind);
    const service = loadSchema(await fetchSet(first.set)).method('p.S/Get')?.parent;
    expect(service?.file.proto.sourceCodeInfo?.location.map(({ leadingComments }) => leadingComments)).toContain(
      ' Gets.\n',
    );
    await write(`\n\n${commented.replace('service', '\n  service')}`.replace('// Gets.\n\n', '// Gets.\n'));
    expect(await ask(first.set.hash)).toEqual({ kind: 'unchanged', set: first.set });
    await write(commented.replace('Gets.', 'Gets all.'));
    expect((await ask(first.set.hash)).kind).toBe('set');
  });

  test('gives the places for missing options in the current text, and leaves out files that have them or are not in the request', async () => {
    const files = {
      'b.proto': 'syntax = "proto3";\npackage p;\noption go_package = "x/b";\n',
      'c.proto': '// Nothing yet.\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'proto', name), text);
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: Object.keys(files).map((name) => ({ uri: uri().replace('a.proto', name), type: 1 })),
    });
    await open(`// Unsaved.\n${TEXT}`);
    const options = ['a.proto', 'b.proto', 'c.proto', 'google/protobuf/any.proto'].map((file) => ({
      file,
      name: 'go_package',
      value: 'example.com/p',
    }));
    const edits = (scope: SchemaScope, wanted = options): Promise<readonly OptionEdit[]> =>
      connection.sendRequest('grpcWorkbench/optionEdits', { scope, options: wanted });
    const at = (line: number, character: number, endCharacter = character): unknown => ({
      startLine: line,
      startCharacter: character,
      endLine: line,
      endCharacter,
    });
    const module: SchemaScope = { kind: 'moduleOfFile', uri: uri() };

    const found = await edits(module);
    expect(
      found.map(({ file, place, edit }) => [
        file,
        place.uri === edit.place.uri,
        place.range,
        edit.place.range,
        edit.newText,
      ]),
    ).toEqual([
      ['a.proto', true, at(2, 0, 10), at(3, 35), '\n\noption go_package = "example.com/p";'],
      ['c.proto', true, at(0, 0), at(0, 0), 'option go_package = "example.com/p";\n\n'],
    ]);
    expect(found[0]?.place.uri).toBe(uri());
    expect((await edits({ kind: 'service', service: 'p.S' })).map(({ file }) => file)).toEqual(['a.proto']);
    expect(await edits(module, [])).toEqual([]);
    expect(await edits({ kind: 'service', service: 'p.Gone' })).toEqual([]);
  });

  test('reports the first error of an unusable schema', async () => {
    await open('syntax = "proto3";\npackage p;\nmessage A { Missing m = 1; }\nservice S { rpc Get(A) returns (A); }\n');
    const result = await connection.sendRequest<DescriptorSetResult>('grpcWorkbench/descriptorSet', {
      scope: { kind: 'service', service: 'p.S' },
      sourceInfo: false,
    });
    if (result.kind !== 'set') throw new Error(result.kind);
    expect(result.problems[0]).toMatchObject({
      file: 'a.proto',
      message: '"Missing" is not defined.',
      place: { range: { startLine: 2, startCharacter: 12 } },
    });
  });

  test('names the services of files with errors and of their importers, and returns the rest of the schema', async () => {
    await writeFile(join(folder, 'proto', 'sound.proto'), 'syntax = "proto3"; package q; service Sound {}');
    const user = 'syntax = "proto3"; package q; import "a.proto"; service User { rpc Get(p.A) returns (p.A); }';
    await writeFile(join(folder, 'proto', 'user.proto'), user);
    await connection.sendRequest('grpcWorkbench/rescan');
    await open(TEXT.replace('message A', 'message Left { Missing m = 1; } message A'));
    const result = await connection.sendRequest<DescriptorSetResult>('grpcWorkbench/descriptorSet', {
      scope: { kind: 'moduleOfFile', uri: uri() },
      sourceInfo: false,
    });
    if (result.kind !== 'set') throw new Error(result.kind);
    expect(result.files).toEqual(['sound.proto']);
    expect(result.leftOut).toEqual({
      files: ['a.proto', 'user.proto'],
      services: [
        { fullName: 'p.S', brokenFile: 'a.proto' },
        { fullName: 'q.User', brokenFile: 'a.proto' },
      ],
    });
    expect(result.module.services).toEqual(['p.S', 'q.Sound', 'q.User']);
  });

  test('says that a missing import was not found, and not that it may have errors', async () => {
    await open('syntax = "proto3";\nimport "gone.proto";\nservice S {}\n');
    const result = await connection.sendRequest<DescriptorSetResult>('grpcWorkbench/descriptorSet', {
      scope: { kind: 'service', service: 'S' },
      sourceInfo: false,
    });
    if (result.kind !== 'set') throw new Error(result.kind);
    expect(result.problems.map(({ message }) => message)).toEqual(['Import "gone.proto" was not found.']);
  });

  test('forgets a deleted file even if its document is still open', async () => {
    await open(TEXT.replace('message A', 'message Left { Missing m = 1; } message A'));
    await diagnosticsWith('"Missing" is not defined');
    await rm(join(folder, 'proto', 'a.proto'));
    await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(), type: 3 }] });
    expect(await connection.sendRequest('grpcWorkbench/schemaChildren', {})).toEqual([]);
    await diagnosticsThat((params) => params.diagnostics.length === 0);
  });

  test('names the rows of the schema tree that an edit has changed', async () => {
    await open();
    await connection.sendRequest('grpcWorkbench/schemaChildren', {});
    const changes: SchemaChange[] = [];
    const told = new Promise<void>((resolve) => {
      connection.onNotification('grpcWorkbench/schemaChanged', (change: SchemaChange) => {
        changes.push(change);
        if (change.rows?.some((id) => id?.endsWith('#s:S'))) resolve();
      });
    });
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(), version: 2 },
      contentChanges: [{ text: TEXT.replace('rpc Get', 'rpc Fetch') }],
    });
    await told;
    expect(changes.at(-1)?.rows).toHaveLength(1);
  });

  test('replies about an open file before the other files are read', async () => {
    const others = join(folder, 'others');
    await mkdir(others);
    const fields = Array.from({ length: 200 }, (_, i) => `  int32 f${i} = ${i + 1};`).join('\n');
    await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        writeFile(join(others, `f${i}.proto`), `syntax = "proto3";\nmessage F${i} {\n${fields}\n}\n`),
      ),
    );
    const busy = await startServer(bundles.directory, folder);
    try {
      await busy.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(), languageId: 'proto', version: 1, text: TEXT },
      });
      const answers: string[] = [];
      const ask = async (method: string, params: object): Promise<void> => {
        await busy.connection.sendRequest(method, params);
        answers.push(method);
      };
      const at = { textDocument: { uri: uri() }, position: { line: 4, character: 21 } };
      await Promise.all([
        ask('grpcWorkbench/schemaChildren', {}),
        ask('textDocument/hover', at),
        ask('textDocument/definition', at),
        ask('textDocument/completion', at),
      ]);
      expect(answers.at(-1)).toBe('grpcWorkbench/schemaChildren');
    } finally {
      busy.stop();
    }
  });

  test('returns the rows of the schema tree', async () => {
    await open();
    const rows = await connection.sendRequest<readonly SchemaNode[]>('grpcWorkbench/schemaChildren', { parent: 'p:p' });
    expect(rows.map((row) => [row.kind, row.label])).toEqual([
      ['service', 'S'],
      ['message', 'A'],
    ]);
  });
});
