/** The walk through a project's folders: which folders it skips, and that it ends. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toFilePath } from '../../../src/host/files/files.ts';
import { isReached, walkFiles, walkFolders, type SkipReason } from '../../../src/host/files/walk.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
}

async function files(
  options: { readonly skip?: readonly SkipReason[]; readonly border?: string } = {},
): Promise<string[]> {
  const folder = toFilePath(root);
  const found: string[] = [];
  for await (const path of walkFiles(folder, { names: /\.go$/, skip: [], ...options }))
    found.push(path.slice(folder.length + 1));
  return found.sort();
}

test('the walk finds files by their names at any depth', async () => {
  write('a.go', 'b/c/d.go', 'b/e.txt');
  expect(await files()).toEqual(['a.go', 'b/c/d.go']);
});

test('the walk leaves out folders for the given reasons only', async () => {
  write('.git/a.go', '.tool/a.go', '_old/a.go', 'internal/a.go', 'node_modules/a.go', 'testdata/a.go', 'vendor/a.go');
  const all = await files();
  const leftOut = async (reason: SkipReason): Promise<readonly string[]> => {
    const found = await files({ skip: [reason] });
    return all.filter((path) => !found.includes(path));
  };
  expect(await leftOut('history')).toEqual(['.git/a.go']);
  expect(await leftOut('hidden')).toEqual(['.git/a.go', '.tool/a.go']);
  expect(await leftOut('installed')).toEqual(['node_modules/a.go']);
  expect(await leftOut('copied')).toEqual(['vendor/a.go']);
  expect(await leftOut('unbuilt')).toEqual(['_old/a.go', 'testdata/a.go']);
  expect(await leftOut('private')).toEqual(['internal/a.go']);
});

test('the walk stops at the border of another project, but not at its own', async () => {
  write('go.mod', 'a.go', 'other/go.mod', 'other/a.go', 'other/deep/a.go');
  expect(await files({ border: 'go.mod' })).toEqual(['a.go']);
});

test('the walk follows no link, so it ends even if links form a cycle', async () => {
  write('a/a.go');
  symlinkSync(root, join(root, 'a', 'up'), 'junction');
  expect(await files()).toEqual(['a/a.go']);
});

test('the walk finds nothing in a missing folder', async () => {
  rmSync(root, { recursive: true });
  expect(await files()).toEqual([]);
});

test('the walk stops if it is cancelled', async () => {
  write('a/a.go', 'b/b.go');
  const abort = new AbortController();
  const walk = walkFolders(toFilePath(root), { skip: [], signal: abort.signal });
  await walk.next();
  abort.abort(new Error('enough'));
  await expect(walk.next()).rejects.toThrow('enough');
});

test('the walk does not enter folders that its caller leaves out', async () => {
  write('a/a.go', 'b/b.go');
  const seen: string[] = [];
  for await (const folder of walkFolders(toFilePath(root), { skip: [] })) {
    seen.push(folder.path);
    folder.leaveOut('a');
  }
  expect(seen).toEqual([toFilePath(root), toFilePath(join(root, 'b'))]);
});

test.each([
  ['/p', true],
  ['/p/a/b.go', true],
  ['/p/vendor', true],
  ['/p/vendor/b.go', false],
  ['/other/b.go', false],
])('the walk reaches %s: %s', (path, expected) => {
  expect(isReached('/p', path, ['copied'])).toBe(expected);
});
