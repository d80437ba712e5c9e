/** Refactorings, as an editor asks the real process for them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApplyWorkspaceEditParams, CodeAction, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

const HEAD = 'syntax = "proto3";\npackage p;\n';
const ABLE = {
  workspace: {
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {}, resourceOperations: ['create'] },
  },
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
};

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lsp-'));
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(files: Readonly<Record<string, string>>, abilities: object = ABLE): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  server = await startServer(bundles.directory, folder, {}, { importCommands: true }, undefined, abilities);
}

function uri(name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

function range(line: number, character: number, toLine = line, toCharacter = character): object {
  return { start: { line, character }, end: { line: toLine, character: toCharacter } };
}

function actions(name: string, where: object, triggerKind = 1): Promise<CodeAction[]> {
  return server.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: uri(name) },
    range: where,
    context: { diagnostics: [], only: ['refactor'], triggerKind },
  });
}

async function resolve(offered: readonly CodeAction[], title: string): Promise<WorkspaceEdit | undefined> {
  const action = offered.find((one) => one.title === title);
  if (action === undefined) throw new Error(`"${title}" is not among ${offered.map((one) => one.title).join(', ')}`);
  expect(action.edit).toBeUndefined();
  const { edit } = await server.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  return edit;
}

describe('a move', () => {
  const files = {
    'main.proto': `${HEAD}message A {}\nmessage B { A a = 1; }\n`,
    'user.proto': `${HEAD}import "main.proto";\nmessage U { A a = 1; }\n`,
    'other.proto': 'syntax = "proto3";\npackage q;\n',
  };

  test('a move to a new file creates the file and changes the imports', async () => {
    await start(files);
    const offered = await actions('main.proto', range(2, 9));
    expect(offered.map(({ title, kind }) => `${kind ?? ''}: ${title}`)).toContain(
      'refactor.move: Move A to new file a.proto',
    );
    expect(await resolve(offered, 'Move A to new file a.proto')).toMatchObject({
      documentChanges: [
        { kind: 'create', uri: uri('a.proto'), options: { overwrite: false } },
        {
          textDocument: { uri: uri('a.proto') },
          edits: [{ newText: `syntax = "proto3";\n\npackage p;\n\nmessage A {}\n` }],
        },
        { textDocument: { uri: uri('main.proto') } },
        { textDocument: { uri: uri('user.proto') }, edits: [{ newText: 'import "a.proto";\n' }] },
      ],
    });
  });

  test('a move to a chosen file is applied by the editor, and asks because names change', async () => {
    await start(files);
    const applied: ApplyWorkspaceEditParams[] = [];
    server.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      applied.push(params);
      return { applied: true };
    });
    const where = { uri: uri('main.proto'), range: range(2, 9) };
    const targets = await server.connection.sendRequest('grpcWorkbench/moveTargets', where);
    expect(targets).toEqual([uri('user.proto'), uri('other.proto')]);
    const target = uri('other.proto');
    expect(await server.connection.sendRequest('grpcWorkbench/moveDeclarations', { ...where, target })).toEqual({});
    expect(applied).toMatchObject([
      {
        edit: { changeAnnotations: { refactoring: { needsConfirmation: true, label: 'Move to other.proto' } } },
        metadata: { isRefactoring: true },
      },
    ]);
    await expect(
      server.connection.sendRequest('grpcWorkbench/moveDeclarations', { ...where, target: uri('user.proto') }),
    ).rejects.toMatchObject({ message: 'The two files would import each other. Move what both need too.' });
  });

  test('a move is offered only on request, and only to an editor that asks for the edits later', async () => {
    await start(files);
    expect(await actions('main.proto', range(2, 9), 2)).toEqual([]);
    server.stop();
    await start(files, {});
    expect((await actions('main.proto', range(2, 9))).map(({ title }) => title)).toEqual([]);
  });

  test('a move is refused with a reason', async () => {
    await start({ ...files, 'bad.proto': `${HEAD}import "main.proto";\nmessage X { A a = 1\n` });
    const offered = await actions('main.proto', range(2, 9));
    await expect(resolve(offered, 'Move A to new file a.proto')).rejects.toMatchObject({
      message: 'bad.proto has errors. Correct them first.',
    });
  });
});

describe('a renamed file', () => {
  test('a renamed file gets its new import path in all files before the editor renames the file', async () => {
    await start({ 'a.proto': HEAD, 'user.proto': `${HEAD}import "a.proto";\n` });
    const files = [{ oldUri: uri('a.proto'), newUri: uri('sub/b.proto') }];
    expect(await server.connection.sendRequest('workspace/willRenameFiles', { files })).toEqual({
      changes: { [uri('user.proto')]: [{ range: range(2, 7, 2, 16), newText: '"sub/b.proto"' }] },
    });
    const others = [{ oldUri: uri('user.proto'), newUri: uri('x.proto') }];
    expect(await server.connection.sendRequest('workspace/willRenameFiles', { files: others })).toBeNull();
  });
});

/** Returns the text of a file after the edit of an action. */
async function after(name: string, text: string, where: object, title: string): Promise<string> {
  await start({ [name]: text });
  const edit = await resolve(await actions(name, where), title);
  const edits =
    edit?.documentChanges?.flatMap((one) => ('edits' in one ? one.edits : [])) ?? edit?.changes?.[uri(name)];
  const lines = text.split('\n');
  for (const { range: at, newText } of [...(edits ?? [])].reverse() as TextEdit[]) {
    const [from, to] = [at.start, at.end].map(({ line, character }) => offsetIn(lines, line) + character);
    text = text.slice(0, from) + newText + text.slice(to);
  }
  return text;
}

function offsetIn(lines: readonly string[], line: number): number {
  return lines.slice(0, line).join('\n').length + (line === 0 ? 0 : 1);
}

describe('an action that the user chooses', () => {
  const body = 'message A {\n  string a = 1;\n  int32 b = 3;\n  message In {}\n}\n';
  const shown = (text: string): string => `${HEAD}${text}`;

  test.each([
    [
      'Deprecate a',
      range(3, 9),
      'message A {\n  string a = 1 [deprecated = true];\n  int32 b = 3;\n  message In {}\n}\n',
    ],
    [
      'Add a doc comment to a',
      range(3, 9),
      'message A {\n  // TODO: Describe a.\n  string a = 1;\n  int32 b = 3;\n  message In {}\n}\n',
    ],
    [
      'Renumber the fields of A (breaks the wire format)',
      range(2, 8),
      'message A {\n  string a = 1;\n  int32 b = 2;\n  message In {}\n}\n',
    ],
    [
      'Convert 2 fields to a oneof',
      range(3, 2, 4, 14),
      'message A {\n  oneof choice {\n    string a = 1;\n    int32 b = 3;\n  }\n  message In {}\n}\n',
    ],
    [
      'Extract the field to a new message',
      range(3, 2, 3, 14),
      'message A {\n  reserved 1;\n  reserved "a";\n  message Details {\n    string a = 1;\n  }\n\n  Details details = 4;\n  int32 b = 3;\n  message In {}\n}\n',
    ],
    ['Move In to the top level', range(5, 11), 'message A {\n  string a = 1;\n  int32 b = 3;\n}\n\nmessage In {}\n'],
  ])('the chosen action gets its edit: %s', async (title, where, expected) => {
    expect(await after('main.proto', shown(body), where, title)).toBe(shown(expected));
  });

  test('the chosen action gets its edit: Write (m) as one literal', async () => {
    const options =
      'import "google/protobuf/descriptor.proto";\nmessage M { int32 a = 1; int32 b = 2; }\nextend google.protobuf.FileOptions { M m = 50000; }\n';
    const text = shown(`${options}option (m).a = 1;\noption (m).b = 2;\n`);
    expect(await after('main.proto', text, range(5, 9), 'Write (m) as one literal')).toBe(
      shown(`${options}option (m) = { a: 1 b: 2 };\n`),
    );
  });

  test('an editor that can ask waits until the user confirms what breaks', async () => {
    await start({ 'main.proto': shown(body) });
    const edit = await resolve(
      await actions('main.proto', range(2, 8)),
      'Renumber the fields of A (breaks the wire format)',
    );
    expect(edit?.changeAnnotations).toMatchObject({
      refactoring: {
        needsConfirmation: true,
        description: expect.stringContaining('This breaks the wire format') as unknown,
      },
    });
    expect(edit?.documentChanges).toMatchObject([{ edits: [{ annotationId: 'refactoring' }] }]);
  });

  test('the chosen action gets an error if the text has changed in the meantime', async () => {
    await start({ 'main.proto': shown(body) });
    const offered = await actions('main.proto', range(3, 9));
    await server.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uri('main.proto'), languageId: 'proto', version: 2, text: shown('message Other {}\n') },
    });
    await expect(resolve(offered, 'Deprecate a')).rejects.toMatchObject({
      message: 'The file has changed meanwhile. Try again.',
    });
  });
});
