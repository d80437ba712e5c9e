/** A folder that is not trusted: neither its files nor its settings can lead outside of it. */
import { describe, expect, test } from 'vitest';
import { Workspace } from '../../../src/workspace/workspace.ts';

const FOLDER = '/home/user/checkout';

interface Opened {
  readonly workspace: Workspace;
  /** The paths of everything that was read. */
  readonly read: readonly string[];
}

function opened(files: Readonly<Record<string, string>>, bounded: boolean): Opened {
  const texts = new Map([
    ...Object.entries(files),
    [`${FOLDER}/a/a.proto`, 'syntax = "proto3";\nimport "secret.proto";'] as const,
    ['/home/user/private/secret.proto', 'syntax = "proto3";'] as const,
  ]);
  const read: string[] = [];
  const disk = {
    read: (path: string): string | undefined => {
      read.push(path);
      return texts.get(path);
    },
    exists: (path: string): boolean => texts.has(path),
  };
  const workspace = new Workspace(disk, '/wkt', { caches: { buf: [] } });
  const inside = [...texts.keys()].filter((path) => path.startsWith(`${FOLDER}/`));
  workspace.setFolder(
    {
      folder: FOLDER,
      protoFiles: inside.filter((path) => path.endsWith('.proto')),
      markers: inside.filter((path) => !path.endsWith('.proto')),
      bounded,
    },
    [],
  );
  return { workspace, read };
}

const LEADING_OUT: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['buf.work.yaml', { [`${FOLDER}/buf.work.yaml`]: 'version: v1\ndirectories: [../private, a]\n' }, 'secret.proto'],
  ['buf.yaml', { [`${FOLDER}/buf.yaml`]: 'version: v2\nmodules: [{path: ../private}, {path: a}]\n' }, 'secret.proto'],
  [
    'go.mod',
    { [`${FOLDER}/go.mod`]: 'module example.com/a\nreplace example.com/p => ../private\n' },
    'example.com/p/secret.proto',
  ],
  [
    'go.mod with an absolute path',
    { [`${FOLDER}/go.mod`]: 'module example.com/a\nreplace example.com/p => /home/user/private\n' },
    'example.com/p/secret.proto',
  ],
];

describe.each(LEADING_OUT)('%s that names a folder outside the workspace folder', (_, files, importPath) => {
  test('imports lead to the outer folder once the workspace folder is trusted', () => {
    const { workspace } = opened(files, false);
    expect(workspace.resolveImport(`${FOLDER}/a/a.proto`, importPath).path).toBe('/home/user/private/secret.proto');
  });

  test('imports do not lead to the outer folder before that, and nothing in it is read', () => {
    const { workspace, read } = opened(files, true);
    expect(workspace.resolveImport(`${FOLDER}/a/a.proto`, importPath).path).toBeUndefined();
    expect(read.filter((path) => path.startsWith('/home/user/private'))).toEqual([]);
  });
});

test('an untrusted file can still name a folder inside', () => {
  const files = {
    [`${FOLDER}/buf.yaml`]: 'version: v2\nmodules: [{path: deep/er}]\n',
    [`${FOLDER}/deep/er/x.proto`]: 'syntax = "proto3";',
    [`${FOLDER}/go.mod`]: 'module example.com/a\nreplace example.com/p => ./deep/er\n',
  };
  const { workspace } = opened(files, true);
  for (const importPath of ['x.proto', 'example.com/p/x.proto', 'example.com/a/deep/er/x.proto'])
    expect(workspace.resolveImport(`${FOLDER}/a/a.proto`, importPath).path).toBe(`${FOLDER}/deep/er/x.proto`);
});
