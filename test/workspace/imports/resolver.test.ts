import { describe, expect, test } from 'vitest';
import { resolve } from '../../../src/base/path.ts';
import type { ImportRoot } from '../../../src/workspace/imports/roots.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { PROJECT, readExpectation, readLayout, type Expectation, type Layout } from '../../support/layouts.ts';
import { LAYOUTS } from '../layouts.testdata.ts';

const WELL_KNOWN = ['any', 'api', 'type', 'source_context', 'descriptor', 'compiler/plugin', 'empty', 'timestamp'].map(
  (name) => `/wkt/google/protobuf/${name}.proto`,
);

function workspaceOf(layout: Layout): Workspace {
  const texts = new Map([
    ...readLayout(layout.files),
    ...WELL_KNOWN.map((path) => [path, 'syntax = "proto3";'] as const),
  ]);
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, '/wkt', {
    caches: { buf: ['/cache/buf'], go: '/cache/go' },
  });
  for (const folder of layout.folders ?? [PROJECT]) {
    const inside = [...texts.keys()].filter((path) => path.startsWith(`${folder}/`));
    const markers = inside.filter((path) =>
      /\/(go\.mod|buf\.yaml|buf\.work\.yaml|BUILD|BUILD\.bazel|MODULE\.bazel|WORKSPACE)$/.test(path),
    );
    workspace.setFolder(
      { folder, protoFiles: inside.filter((path) => path.endsWith('.proto')), markers },
      (layout.roots ?? []).map((root) => configured(folder, root)),
    );
  }
  workspace.setDependencyFiles([...texts.keys()].filter((path) => /^\/cache\/go\/.*\.proto$/.test(path)));
  return workspace;
}

function configured(folder: string, root: string): ImportRoot {
  const [, prefix, path = ''] = /^(?:(.*)=)?(.*)$/.exec(root) ?? [];
  return { path: resolve(folder, path), reason: 'setting', ...(prefix !== undefined && { prefix }) };
}

function find(workspace: Workspace, { from, importPath }: Expectation): Expectation {
  const { path, root, rivals } = workspace.resolveImport(from, importPath);
  const others = rivals.map((other) => `, or ${other.replace(`${PROJECT}/`, '')}`).join('');
  return { from, importPath, path, reason: path === undefined ? '' : (root?.reason ?? 'end') + others };
}

describe('imports lead to the right files', () => {
  test.each(LAYOUTS.filter((layout) => layout.scanned !== true).map((layout) => [layout.name, layout] as const))(
    'imports lead to the right files in this layout: %s',
    (_name, layout) => {
      const workspace = workspaceOf(layout);
      const wanted = layout.expect.map(readExpectation);
      expect(wanted.map((item) => find(workspace, item))).toEqual(wanted);
    },
  );
});

describe('the name of a file', () => {
  const layout = LAYOUTS.find((one) => one.name === 'dependencies of buf v2 in the local cache');
  const cached = '/cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/http.proto';

  test.each([
    ['/wkt/google/protobuf/any.proto', 'google/protobuf/any.proto'],
    ['/w/proto/svc.proto', 'svc.proto'],
    [cached, 'google/api/http.proto'],
  ])('the name of a file is its import path: %s', (path, name) => {
    expect(layout && workspaceOf(layout).nameOf(path)).toBe(name);
  });

  test('a dependency does not join the workspace when it is opened', () => {
    const workspace = layout && workspaceOf(layout);
    workspace?.setBuffer(cached, 'syntax = "proto3";');
    workspace?.setBuffer('/elsewhere/x.proto', 'syntax = "proto3";');
    expect(workspace?.isDependency(cached)).toBe(true);
    expect(workspace?.files()).toEqual(['/w/proto/svc.proto', '/w/proto/custom.proto', '/elsewhere/x.proto']);
    expect(workspace?.modules().flatMap((module) => module.files)).toEqual([
      '/w/proto/svc.proto',
      '/w/proto/custom.proto',
    ]);
  });
});

describe('the path by which a file is imported', () => {
  const layout: Layout = {
    name: '',
    expect: [],
    files:
      'proto/a.proto: x/b.proto\nproto/x/b.proto\nthird_party/protobuf/src/google/protobuf/any.proto\nthird_party/gapis/google/api/http.proto\nold/c.proto\nnew/c.proto',
  };

  test.each([
    ['proto/x/b.proto', 'x/b.proto'],
    ['third_party/gapis/google/api/http.proto', 'google/api/http.proto'],
    ['old/c.proto', 'old/c.proto'],
  ])('the import path is right for %s', (path, importPath) => {
    expect(workspaceOf(layout).importPathOf('/w/proto/a.proto', `/w/${path}`)).toBe(importPath);
  });

  test('a copy of a well-known type has the usual import path, if that path leads to the copy', () => {
    const own: Layout = {
      ...layout,
      files: 'proto/a.proto: google/protobuf/any.proto\nthird_party/protobuf/src/google/protobuf/any.proto',
    };
    expect(
      workspaceOf(own).importPathOf('/w/proto/a.proto', '/w/third_party/protobuf/src/google/protobuf/any.proto'),
    ).toBe('google/protobuf/any.proto');
  });
});

describe('a file outside the folders', () => {
  test('a file outside the folders is looked for once, and again after a save', () => {
    const texts = new Map([['/w/a.proto', 'syntax = "proto3";\nimport "x/y.proto";']]);
    const asked: string[] = [];
    const workspace = new Workspace(
      { read: (path) => texts.get(path), exists: (path) => (asked.push(path), texts.has(path)) },
      '/wkt',
    );
    workspace.setFolder({ folder: '/w', protoFiles: ['/w/a.proto'], markers: [] }, []);
    const find = (): string | undefined => workspace.resolveImport('/w/a.proto', 'x/y.proto').path;
    expect([find(), find()]).toEqual([undefined, undefined]);
    expect(asked.filter((path) => path.endsWith('/x/y.proto'))).toEqual(['/wkt/x/y.proto']);
    texts.set('/wkt/x/y.proto', '');
    workspace.diskChanged('/w/a.proto');
    expect(find()).toBe('/wkt/x/y.proto');
  });
});

test('an import leads to a file of a required Go module as soon as its files are known', () => {
  const lib = '/gomod/example.com/lib@v1.0.0/deep/opts.proto';
  const texts = new Map([
    ['/w/a.proto', 'syntax = "proto3";\nimport "opts.proto";'],
    ['/w/go.mod', 'module example.com/me\nrequire example.com/lib v1.0.0\n'],
    [lib, 'syntax = "proto3";'],
  ]);
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, '/wkt', {
    caches: { buf: [], go: '/gomod' },
  });
  workspace.setFolder({ folder: '/w', protoFiles: ['/w/a.proto'], markers: ['/w/go.mod'] }, []);
  expect(workspace.verdict('/w/a.proto')?.hasErrors).toBe(true);
  workspace.setDependencyFiles([lib]);
  expect(workspace.verdict('/w/a.proto')?.hasErrors).toBe(false);
});
