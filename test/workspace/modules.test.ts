import { describe, expect, test } from 'vitest';
import { divideIntoModules } from '../../src/workspace/modules.ts';

function modulesOf(files: readonly string[], markers: readonly string[], configuredRoots: readonly string[] = []): Record<string, readonly string[]> {
  const modules = divideIntoModules({
    folder: '/w',
    files: files.map((path) => ({ path: `/w/${path}`, imports: [] })),
    markers: markers.map((path) => `/w/${path}`),
    configuredRoots,
  });
  return Object.fromEntries(modules.map((module) => [module.folder, module.files]));
}

describe('divideIntoModules', () => {
  test('a folder without markers is one module', () => {
    expect(modulesOf(['a/x.proto', 'b/y.proto'], [])).toEqual({ '/w': ['/w/a/x.proto', '/w/b/y.proto'] });
  });

  test('each go.mod makes a module of what lies below it', () => {
    expect(modulesOf(['a/x.proto', 'b/y.proto', 'z.proto'], ['a/go.mod', 'b/go.mod'])).toEqual({
      '/w/a': ['/w/a/x.proto'],
      '/w/b': ['/w/b/y.proto'],
      '/w': ['/w/z.proto'],
    });
  });

  test('a buf.yaml inside a Go module is an import root of it, not a module', () => {
    const modules = divideIntoModules({ folder: '/w', files: [{ path: '/w/proto/x.proto', imports: [] }], markers: ['/w/go.mod', '/w/proto/buf.yaml'], configuredRoots: [] });
    expect(modules.map((module) => [module.folder, module.roots[0]])).toEqual([['/w', { path: '/w/proto', reason: 'buf.yaml' }]]);
  });

  test('configured roots make the folder one module', () => {
    expect(modulesOf(['a/x.proto', 'b/y.proto'], ['a/go.mod'], ['/w/a'])).toEqual({ '/w': ['/w/a/x.proto', '/w/b/y.proto'] });
  });
});
