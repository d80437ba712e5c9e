/** Which files have changed since they were read. The tests use real files and no watcher. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { join } from '../../../src/base/path.ts';
import { toFilePath } from '../../../src/host/files/files.ts';
import { StampedReader } from '../../../src/host/files/stampedReader.ts';

let folder: string;
let path: string;
let reader: StampedReader;

beforeEach(async () => {
  folder = await mkdtemp(`${tmpdir()}/stamped-`);
  path = join(toFilePath(folder), 'a.proto');
  await writeFile(path, 'one');
  reader = new StampedReader();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file that we have read', () => {
  test('a file is not reported while it is unchanged', async () => {
    reader.read(path);
    expect(await reader.changed()).toEqual([]);
  });

  test('a changed file is reported only once, until it is read again', async () => {
    reader.read(path);
    await writeFile(path, 'another');
    expect(await reader.changed()).toEqual([path]);
    expect(await reader.changed()).toEqual([]);
    expect(reader.read(path)).toBe('another');
    expect(await reader.changed()).toEqual([]);
  });

  test('a changed file is reported even if its new text was read in passing, because results of the old text are still in use', async () => {
    reader.read(path);
    await writeFile(path, 'another');
    expect(reader.read(path)).toBe('another');
    expect(await reader.changed()).toEqual([path]);
  });

  test('a changed file is not reported if the change is already known', async () => {
    reader.read(path);
    await writeFile(path, 'another');
    reader.forget(path);
    reader.read(path);
    expect(await reader.changed()).toEqual([]);
  });

  test('a deleted file is reported once', async () => {
    reader.read(path);
    await rm(path);
    expect(await reader.changed()).toEqual([path]);
    expect(await reader.changed()).toEqual([]);
  });
});

test('a file that we have not read is not checked', async () => {
  await writeFile(path, 'another');
  expect(await reader.changed()).toEqual([]);
});
