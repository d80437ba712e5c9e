import { describe, expect, test } from 'vitest';
import { fixesOf } from '../../../src/language/fixes/fixes.ts';
import {
  importProblem,
  missingDependenciesOf,
  withImportProblems,
  type ImportProblem,
} from '../../../src/language/imports/resolution.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const show = (path: string): string => path.replace(`${FOLDER}/`, '');

function problemOf(
  source: string,
  importPath: string,
  options: Parameters<typeof fixture>[1] = {},
): ImportProblem | undefined {
  const { workspace, path } = fixture(source, options);
  return importProblem(workspace, path, importPath, show);
}

function messagesOf({ workspace, path }: Fixture): readonly string[] {
  const file = workspace.linked(path);
  return file ? withImportProblems(workspace, path, file, show).map(({ code, message }) => `${code}: ${message}`) : [];
}

const MAIN = (importPath: string): string => `-- proto/main.proto --\nsyntax = "proto3";\nimport "${importPath}";$0\n`;

describe('importProblem', () => {
  test('a found file has no import problem', () => {
    expect(problemOf(`${MAIN('a.proto')}-- proto/a.proto --\n`, 'a.proto')).toBeUndefined();
  });

  test('says that there is no such file, and lists the places in the order of the search', () => {
    const problem = problemOf(MAIN('x/gone.proto'), 'x/gone.proto');
    expect(problem?.message).toBe(
      [
        'Import "x/gone.proto" was not found.',
        'Looked for at:',
        '  proto/x/gone.proto',
        '  x/gone.proto',
        "  protobuf's own files, which come with gRPC Workbench",
        'If the file is elsewhere, add its root folder to grpcWorkbench.importRoots.',
      ].join('\n'),
    );
  });

  test('offers files with a similar name, by the path that this file must import', () => {
    const problem = problemOf(
      `${MAIN('acme/costumer.proto')}-- proto/acme/customer.proto --\n-- proto/acme/order.proto --\n`,
      'acme/costumer.proto',
    );
    expect(problem?.fixes).toEqual([
      { kind: 'changeImport', importPath: 'acme/customer.proto', path: `${FOLDER}/proto/acme/customer.proto` },
    ]);
    expect(problem?.message).toContain('Did you mean "acme/customer.proto"?');
  });

  test('offers no file whose name consists of other words', () => {
    const source = `${MAIN('acme/event_groups_service.proto')}-- proto/acme/event_group_activity.proto --\n`;
    expect(problemOf(source, 'acme/event_groups_service.proto')?.fixes).toEqual([]);
  });

  test('offers files of the same name in other folders, those with the most similar paths first', () => {
    const problem = problemOf(
      `${MAIN('acme/v2/order.proto')}-- proto/acme/v1/order.proto --\n-- proto/beta/v2/order.proto --\n`,
      'acme/v2/order.proto',
    );
    expect(problem?.candidates.map(show)).toEqual(['proto/acme/v1/order.proto', 'proto/beta/v2/order.proto']);
  });

  test('offers the file of the renamed folder, and no files that share only the last part of their path', () => {
    const others = ['users', 'rooms', 'mails', 'calls', 'files'].map(
      (name) => `-- proto/${name}/v1/message.proto --\n`,
    );
    const problem = problemOf(
      `${MAIN('batch/v1/message.proto')}${others.join('')}-- proto/batches/v1/message.proto --\n`,
      'batch/v1/message.proto',
    );
    expect(problem?.candidates.map(show)).toEqual(['proto/batches/v1/message.proto']);
  });

  test.each([
    ['google/protobuf/Timestamp.proto', 'google/protobuf/timestamp.proto'],
    ['google/protobuf/FieldMask.proto', 'google/protobuf/field_mask.proto'],
    ['google/protobuf/timestmap.proto', 'google/protobuf/timestamp.proto'],
    ['google/protobuff/any.proto', 'google/protobuf/any.proto'],
    ['timestamp.proto', 'google/protobuf/timestamp.proto'],
  ])('knows which well-known file %s means', (written, meant) => {
    expect(problemOf(MAIN(written), written)?.fixes[0]).toEqual({ kind: 'changeImport', importPath: meant });
  });

  test.each(['../b.proto', './../b.proto'])('offers the import path that %s means', (written) => {
    const problem = problemOf(
      `-- proto/x/main.proto --\nsyntax = "proto3";\nimport "${written}";$0\n-- proto/b.proto --\n-- other/b.proto --\n`,
      written,
    );
    expect(problem?.message).toBe(
      [
        `Import "${written}" was not found.`,
        'Import paths start at an import root: there is no "." or ".." in them.',
        'Did you mean "b.proto" or "other/b.proto"?',
      ].join('\n'),
    );
    expect(problem?.tried).toEqual([]);
  });

  test('offers the folder of a file in another module as a root', () => {
    const source = '-- one/main.proto --\nsyntax = "proto3";\nimport "types.proto";$0\n-- two/deep/types.proto --\n';
    const path = `${FOLDER}/two/deep/types.proto`;
    expect(problemOf(source, 'types.proto', { markers: ['one/go.mod', 'two/go.mod'] })?.fixes).toEqual([
      { kind: 'changeImport', importPath: 'two/deep/types.proto', path },
      { kind: 'addRoot', root: `${FOLDER}/two/deep`, path },
    ]);
  });

  test('says which project a popular file belongs to', () => {
    expect(problemOf(MAIN('google/api/annotations.proto'), 'google/api/annotations.proto')?.message).toContain(
      'It comes from github.com/googleapis/googleapis',
    );
  });

  test('says that buf build fills the local cache', () => {
    const lock =
      '-- buf.lock --\nversion: v2\ndeps:\n  - name: buf.build/googleapis/googleapis\n    commit: abc\n    digest: b5:1\n';
    const problem = problemOf(
      `${MAIN('google/api/http.proto')}-- buf.yaml --\nversion: v2\nmodules:\n  - path: proto\n${lock}`,
      'google/api/http.proto',
      { markers: ['buf.yaml'] },
    );
    expect(problem?.message).toBe(
      'Import "google/api/http.proto" was not found: dependencies of buf.yaml are not downloaded. Run `buf build`.',
    );
    expect(problem?.fixes).toEqual([{ kind: 'run', command: 'buf build', folder: FOLDER }]);
  });

  test('asks for buf dep update if no buf.lock has the dependency', () => {
    const problem = problemOf(
      `${MAIN('google/api/http.proto')}-- buf.yaml --\nversion: v2\nmodules:\n  - path: proto\ndeps: [buf.build/googleapis/googleapis]\n`,
      'google/api/http.proto',
      { markers: ['buf.yaml'] },
    );
    expect(problem?.message).toBe(
      'Import "google/api/http.proto" was not found: dependencies of buf.yaml are not downloaded. Run `buf dep update`.',
    );
    expect(problem?.fixes).toEqual([{ kind: 'run', command: 'buf dep update', folder: FOLDER }]);
  });

  test('guesses no file of another folder tree while dependencies are missing, but may guess a file of its own tree', () => {
    const yaml = '-- buf.yaml --\nversion: v2\nmodules:\n  - path: proto\ndeps: [buf.build/googleapis/googleapis]\n';
    const files = '-- proto/acme/api/http.proto --\n-- proto/acme/customer.proto --\n';
    const offered = (importPath: string): unknown =>
      problemOf(MAIN(importPath) + yaml + files, importPath, { markers: ['buf.yaml'] })?.fixes.map((fix) =>
        fix.kind === 'changeImport' ? fix.importPath : fix.kind,
      );
    expect(offered('google/api/http.proto')).toEqual(['run']);
    expect(offered('acme/costumer.proto')).toEqual(['acme/customer.proto']);
  });

  test.each([
    ['a dependency that cannot have the file', 'buf.build/googleapis/googleapis', 'batch/v1/message.proto', false],
    [
      'a dependency that may have the file, if no file of the user is near',
      'buf.build/acme/petapis',
      'pet/v1/pet.proto',
      true,
    ],
    [
      'a dependency that may have the file, if a file of the user is near',
      'buf.build/acme/petapis',
      'batch/v1/message.proto',
      false,
    ],
  ])('asks for missing dependencies if they are the likely cause: %s', (_, dependency, importPath, asks) => {
    const yaml = `-- buf.yaml --\nversion: v2\nmodules:\n  - path: proto\ndeps: [${dependency}]\n`;
    const files = '-- proto/batches/v1/message.proto --\n';
    const { workspace, path } = fixture(MAIN(importPath) + yaml + files, { markers: ['buf.yaml'] });
    expect(missingDependenciesOf(workspace, path).map(({ names }) => names)).toEqual(asks ? [[dependency]] : []);
    expect(importProblem(workspace, path, importPath, show)?.message.includes('`buf ')).toBe(asks);
  });

  test('names the go.mod of the importing file if dependencies are not downloaded', () => {
    const source = [
      MAIN('github.com/acme/lib/l.proto'),
      '-- go.mod --\nmodule example.com/me\nrequire github.com/acme/lib v1.2.3\n',
      '-- ex/go.mod --\nmodule example.com/ex\nrequire github.com/acme/lib v1.0.0\n',
    ].join('');
    const problem = problemOf(source, 'github.com/acme/lib/l.proto', {
      markers: ['ex/go.mod', 'go.mod'],
      caches: { buf: [], go: '/gomod' },
    });
    expect(problem?.fixes).toEqual([{ kind: 'run', command: 'go mod download', folder: FOLDER }]);
  });

  test('says that go mod download fills the module cache', () => {
    const source = `${MAIN('github.com/acme/lib/l.proto')}-- go.mod --\nmodule example.com/me\nrequire github.com/acme/lib v1.2.3\n`;
    const problem = problemOf(source, 'github.com/acme/lib/l.proto', {
      markers: ['go.mod'],
      caches: { buf: [], go: '/gomod' },
    });
    expect(problem?.message).toBe(
      'Import "github.com/acme/lib/l.proto" was not found: dependencies of go.mod are not downloaded. Run `go mod download`.',
    );
    expect(problem?.fixes).toEqual([{ kind: 'run', command: 'go mod download', folder: FOLDER }]);
  });

  test('does not mistake a file of its own module for a file of a required module that is not downloaded', () => {
    const source = [
      MAIN('k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto'),
      '-- pkg/apis/meta/v1/generated.proto --\n',
      '-- go.mod --\nmodule k8s.io/api\nrequire k8s.io/apimachinery v0.30.0\n',
    ].join('');
    const problem = problemOf(source, 'k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto', {
      markers: ['go.mod'],
      caches: { buf: [], go: '/gomod' },
    });
    expect(problem?.kind).toBe('missing');
    expect(problem?.message).toBe(
      'Import "k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto" was not found: dependencies of go.mod are not downloaded. Run `go mod download`.',
    );
  });

  test('lists the files that fit equally well, says which one was taken, and how to decide', () => {
    const problem = problemOf(
      `${MAIN('common.proto')}-- x/common.proto --\nmessage X {}\n-- y/common.proto --\nmessage Y {}\n`,
      'common.proto',
    );
    expect(problem?.kind).toBe('ambiguous');
    expect(problem?.message.split('\n').slice(0, 3)).toEqual([
      'Import "common.proto" may be any of 2 files; the first was taken:',
      '  x/common.proto',
      '  y/common.proto',
    ]);
    expect(problem?.fixes).toEqual([
      { kind: 'changeImport', importPath: 'x/common.proto', path: `${FOLDER}/x/common.proto` },
      { kind: 'addRoot', root: `${FOLDER}/x`, path: `${FOLDER}/x/common.proto` },
      { kind: 'changeImport', importPath: 'y/common.proto', path: `${FOLDER}/y/common.proto` },
      { kind: 'addRoot', root: `${FOLDER}/y`, path: `${FOLDER}/y/common.proto` },
    ]);
  });
});

describe('withImportProblems', () => {
  test("replaces protoc's one line with our explanation of the import", () => {
    const [first, second] = messagesOf(fixture(MAIN('gone.proto')));
    expect(first).toMatch(
      /^unresolved-import: Import "gone\.proto" was not found\.\nLooked for at:\n {2}proto\/gone\.proto\n/,
    );
    expect(second).toBeUndefined();
  });

  test('reports no problem after an edit that mends the import', () => {
    const { workspace, path } = fixture(`${MAIN('acme/costumer.proto')}-- proto/acme/customer.proto --\n`);
    const file = workspace.linked(path);
    const [diagnostic] = (file && withImportProblems(workspace, path, file, show)) ?? [];
    const [fix] = (file && diagnostic && fixesOf(workspace, path, file, diagnostic)) ?? [];
    expect(fix?.title).toBe('Change to "acme/customer.proto"');
    expect(applyEdits(file?.tree.text ?? '', fix?.edits ?? [])).toBe(
      'syntax = "proto3";\nimport "acme/customer.proto";\n',
    );
  });

  test('warns about a guess', () => {
    const messages = messagesOf(
      fixture(
        `${MAIN('common.proto')}message M { C c = 1; }\n-- x/common.proto --\nsyntax = "proto3";\nmessage C {}\n-- y/common.proto --\nsyntax = "proto3";\nmessage C { int32 x = 1; }\n`,
      ),
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('ambiguous-import: Import "common.proto" may be any of 2 files');
  });

  test('leaves the other diagnostics as they are', () => {
    expect(
      messagesOf(fixture(`${MAIN('a.proto')}message M { Nope n = 1; }\n-- proto/a.proto --\nsyntax = "proto3";\n`)),
    ).toEqual(['unresolved-type: "Nope" is not defined.']);
  });
});
