import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DependencyFiles } from '../../../src/host/files/dependencyFiles.ts';
import { toFilePath } from '../../../src/host/files/files.ts';
import type { RootReason } from '../../../src/workspace/imports/roots.ts';

let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'dependencies-')));
  for (const path of [
    'a.proto',
    'x/y/b.proto',
    'x/readme.md',
    'internal/c.proto',
    'x/testdata/d.proto',
    '.git/e.proto',
  ]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), '');
  }
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function names(path: string, reason: RootReason): Promise<readonly string[]> {
  const found = await new DependencyFiles().below([{ path: toFilePath(path), reason }]);
  return found.map((file) => file.slice(toFilePath(folder).length + 1)).sort();
}

test('all files of a buf module can be imported', async () => {
  expect(await names(folder, 'bufDependency')).toEqual([
    '.git/e.proto',
    'a.proto',
    'internal/c.proto',
    'x/testdata/d.proto',
    'x/y/b.proto',
  ]);
});

test('files of a Go module that Go hides from importers are left out', async () => {
  expect(await names(folder, 'goDependency')).toEqual(['a.proto', 'x/y/b.proto']);
});

test('a module that was never fetched has no files', async () => {
  expect(await names(join(folder, 'gone'), 'goDependency')).toEqual([]);
});

test('a cache that names files by their content lists its files itself', async () => {
  const files = new Map([['a.proto', '/cache/blobs/ab/cd']]);
  expect(await new DependencyFiles().below([{ path: '/cache', reason: 'bufDependency', files }])).toEqual([
    '/cache/blobs/ab/cd',
  ]);
});
