import { describe, expect, test } from 'vitest';
import { layoutFolder } from '../../../src/workspace/imports/layout.ts';
import { divideIntoModules, type FolderLayout } from '../../../src/workspace/imports/modules.ts';
import type { ImportRoot } from '../../../src/workspace/imports/roots.ts';

function layoutOf(
  files: readonly string[],
  markers: readonly string[],
  configuredRoots: readonly string[] = [],
): FolderLayout {
  const paths = files.map((path) => `/w/${path}`);
  const folder = { folder: '/w', protoFiles: paths, markers: markers.map((path) => `/w/${path}`) };
  const disk = { read: () => '', exists: () => false };
  const roots = configuredRoots.map((path): ImportRoot => ({ path, reason: 'setting' }));
  return layoutFolder(
    folder,
    paths.map((path) => ({ path, imports: [] })),
    roots,
    disk,
    { buf: [] },
  );
}

function modulesOf(
  files: readonly string[],
  markers: readonly string[],
  configuredRoots: readonly string[] = [],
): Record<string, readonly string[]> {
  const modules = divideIntoModules(layoutOf(files, markers, configuredRoots));
  return Object.fromEntries(modules.map((module) => [module.folder, module.files]));
}

describe('divideIntoModules', () => {
  test('a folder without markers is one module', () => {
    expect(modulesOf(['a/x.proto', 'b/y.proto'], [])).toEqual({ '/w': ['/w/a/x.proto', '/w/b/y.proto'] });
  });

  test('each go.mod makes a module of the files below it', () => {
    expect(modulesOf(['a/x.proto', 'b/y.proto', 'z.proto'], ['a/go.mod', 'b/go.mod'])).toEqual({
      '/w/a': ['/w/a/x.proto'],
      '/w/b': ['/w/b/y.proto'],
      '/w': ['/w/z.proto'],
    });
  });

  test('a buf.yaml inside a Go module adds an import root to it, not a module', () => {
    const modules = divideIntoModules(layoutOf(['proto/x.proto'], ['go.mod', 'proto/buf.yaml']));
    expect(modules.map((module) => [module.folder, module.roots[0]])).toEqual([
      ['/w', { path: '/w/proto', reason: 'buf', source: '/w/proto/buf.yaml' }],
    ]);
  });

  test('configured roots make the folder one module', () => {
    expect(modulesOf(['a/x.proto', 'b/y.proto'], ['a/go.mod'], ['/w/a'])).toEqual({
      '/w': ['/w/a/x.proto', '/w/b/y.proto'],
    });
  });
});
