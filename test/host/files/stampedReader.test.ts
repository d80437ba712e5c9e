/** Which files look otherwise than when they were read: real files, and no watcher. */
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

describe('a file that was read', () => {
  test('is not named while it stays as it was', async () => {
    reader.read(path);
    expect(await reader.changed()).toEqual([]);
  });

  test('is named once when it has changed, until it is read again', async () => {
    reader.read(path);
    await writeFile(path, 'another');
    expect(await reader.changed()).toEqual([path]);
    expect(await reader.changed()).toEqual([]);
    expect(reader.read(path)).toBe('another');
    expect(await reader.changed()).toEqual([]);
  });

  test('is named when its new text was read in passing: what was made of the old one is still there', async () => {
    reader.read(path);
    await writeFile(path, 'another');
    expect(reader.read(path)).toBe('another');
    expect(await reader.changed()).toEqual([path]);
  });

  test('is not named where somebody has told of the change already', async () => {
    reader.read(path);
    await writeFile(path, 'another');
    reader.forget(path);
    reader.read(path);
    expect(await reader.changed()).toEqual([]);
  });

  test('is named once when it is gone', async () => {
    reader.read(path);
    await rm(path);
    expect(await reader.changed()).toEqual([path]);
    expect(await reader.changed()).toEqual([]);
  });
});

test('a file that nobody read is not looked at', async () => {
  await writeFile(path, 'another');
  expect(await reader.changed()).toEqual([]);
});
