import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../support/corpus.ts';
import {
  findRoots,
  HabitFolders,
  importName,
  SuffixIndex,
  Votes,
  type ImportRoot,
} from '../../../src/workspace/imports/roots.ts';

/** Files of a project in `/p`, each with its imports. */
type Layout = Readonly<Record<string, readonly string[]>>;

function rootsIn(layout: Layout, known: readonly ImportRoot[] = []): readonly ImportRoot[] {
  const files = Object.entries(layout).map(([path, imports]) => ({ path: `/p/${path}`, imports }));
  return findRoots('/p', known, new Votes(files).ordered, new HabitFolders(files.map((file) => file.path)).in('/p'));
}

function rootsOf(layout: Layout, known: readonly ImportRoot[] = []): readonly string[] {
  return rootsIn(layout, known).map((root) => root.path);
}

function nameOf(layout: Layout, path: string): string | undefined {
  return importName(rootsIn(layout), `/p/${path}`);
}

describe('findRoots', () => {
  test.each<[string, Layout, string, string]>([
    ['finds the folder of one file at the top', { 'a.proto': [] }, 'a.proto', 'a.proto'],
    ['finds a proto folder by its usual name', { 'proto/a/v1/a.proto': [] }, 'proto/a/v1/a.proto', 'a/v1/a.proto'],
    [
      'finds the parent of a proto folder if imports start there',
      { 'proto/a.proto': ['proto/b.proto'], 'proto/b.proto': [] },
      'proto/a.proto',
      'proto/a.proto',
    ],
    [
      'finds a proto folder if imports start there',
      { 'proto/a.proto': ['b.proto'], 'proto/b.proto': [] },
      'proto/b.proto',
      'b.proto',
    ],
    [
      'finds a folder of any name if imports start there',
      { 'schemas/x/a.proto': ['x/b.proto'], 'schemas/x/b.proto': [] },
      'schemas/x/b.proto',
      'x/b.proto',
    ],
    [
      'finds a vendored dependency inside a folder',
      { 'a.proto': ['google/api/http.proto', 'b.proto'], 'b.proto': [], 'vendor/google/api/http.proto': [] },
      'vendor/google/api/http.proto',
      'google/api/http.proto',
    ],
  ])('%s', (_title, layout, path, name) => {
    expect(nameOf(layout, path)).toBe(name);
  });

  test('puts roots with more votes first and the folder last', () => {
    const roots = rootsOf({
      'one/a.proto': ['b.proto'],
      'one/b.proto': [],
      'two/c.proto': ['d.proto', 'e.proto'],
      'two/d.proto': [],
      'two/e.proto': [],
    });
    expect(roots).toEqual(['/p/two', '/p/one', '/p']);
  });

  test('puts the roots of a buf.yaml before all others', () => {
    expect(rootsOf({ 'x/a.proto': ['a.proto'] }, [{ path: '/p/y', reason: 'buf' }])[0]).toBe('/p/y');
  });

  test('counts no vote for an import that fits two files', () => {
    expect(rootsOf({ 'a.proto': ['c.proto'], 'x/c.proto': [], 'y/c.proto': [] })).toEqual(['/p']);
  });
});

describe('Votes', () => {
  test('votes follow an edit of one file, and say whether the result has changed', () => {
    const votes = new Votes([
      { path: '/p/x/a.proto', imports: ['b.proto'] },
      { path: '/p/x/b.proto', imports: [] },
      { path: '/p/y/c.proto', imports: ['x/b.proto'] },
    ]);
    expect(votes.ordered).toEqual(['/p', '/p/x']);
    expect(votes.replace('/p/x/a.proto', ['b.proto'], ['b.proto', 'nowhere.proto'])).toBe(false);
    expect(votes.replace('/p/y/c.proto', ['x/b.proto'], ['b.proto'])).toBe(true);
    expect(votes.ordered).toEqual(['/p/x']);
  });
});

test('Votes say when a file is again imported by its name alone', () => {
  const votes = new Votes([
    { path: '/p/x/y/types.proto', imports: [] },
    { path: '/p/a.proto', imports: ['x/y/types.proto'] },
    { path: '/p/z/z.proto', imports: ['types.proto'] },
  ]);
  expect(votes.isRefuted('/p/x/y/types.proto')).toBe(true);
  expect(votes.ordered).toEqual(['/p']);
  expect(votes.replace('/p/a.proto', ['x/y/types.proto'], [])).toBe(true);
  expect(votes.isRefuted('/p/x/y/types.proto')).toBe(false);
  expect(votes.ordered).toEqual(['/p/x/y']);
});

test('after edits, the votes equal votes that are counted from the start', () => {
  const paths = Array.from({ length: 40 }, (_, i) => `/p/${['x', 'x/y', 'z'][i % 3] ?? ''}/f${i}.proto`);
  const random = seededRandom(7);
  const some = (): string[] =>
    Array.from({ length: 3 }, () =>
      (paths[Math.floor(random() * paths.length)] ?? '')
        .split('/')
        .slice(random() < 0.5 ? -1 : -2)
        .join('/'),
    );
  const files = paths.map((path) => ({ path, imports: some() }));
  const votes = new Votes(files);
  for (let i = 0; i < 500; i++) {
    const file = files[Math.floor(random() * files.length)];
    if (file === undefined) continue;
    const before = votes.ordered;
    const imports = some();
    const changed = votes.replace(file.path, file.imports, imports);
    file.imports = imports;
    expect(votes.ordered).toEqual(new Votes(files).ordered);
    expect(changed).toBe(before.join() !== votes.ordered.join());
  }
});

describe('SuffixIndex', () => {
  test('the index of path endings matches only whole parts of a path', () => {
    const index = new SuffixIndex(['/p/foo_common.proto', '/p/x/common.proto']);
    expect(index.endingIn('common.proto')).toEqual(['/p/x/common.proto']);
  });
});
