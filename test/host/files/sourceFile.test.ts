/** Files that a hostile folder may hold under the name of a proto. The tests create real ones. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileFiles } from '../../../src/host/compile.ts';
import { toFilePath } from '../../../src/host/files/files.ts';
import { readSource } from '../../../src/host/files/sourceFile.ts';
import { StampedReader } from '../../../src/host/files/stampedReader.ts';
import { LARGEST_PROTO } from '../../../src/workspace/files/sizeLimit.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-'));
  path = join(folder, 'x.proto');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function sparse(size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}

describe('a source file', () => {
  it('a source file is read whole, even at the limit', () => {
    writeFileSync(path, 'syntax = "proto3";');
    expect(readSource(path)).toEqual({ kind: 'text', text: 'syntax = "proto3";' });
    writeFileSync(path, 'abcd');
    expect(readSource(path, 4)).toEqual({ kind: 'text', text: 'abcd' });
    expect(readSource(path, 3).kind).toBe('refused');
  });

  it('a source file that is too large is refused with the reason, and is not read at all', () => {
    sparse(520 * 1024 * 1024);
    expect(readSource(path)).toEqual({ kind: 'refused', reason: 'is larger than 8 MB' });
  });

  it.skipIf(process.platform !== 'linux')('a source file is refused if it is larger than its file system says', () => {
    // Files in /proc have content, but the size 0.
    expect(readSource('/proc/self/maps', 10)).toMatchObject({ kind: 'refused' });
    expect(readSource('/proc/self/status')).toMatchObject({ kind: 'text' });
  });

  it('a folder is refused as a source file', () => {
    mkdirSync(path);
    expect(readSource(path).kind).toBe('refused');
  });

  it.skipIf(process.platform === 'win32')(
    'a pipe, a device and a link that leads to itself are refused as source files',
    () => {
      spawnSync('mkfifo', [path]);
      expect(readSource(path)).toEqual({ kind: 'refused', reason: 'is not a regular file' });
      symlinkSync('/dev/zero', join(folder, 'zero.proto'));
      expect(readSource(join(folder, 'zero.proto'))).toEqual({ kind: 'refused', reason: 'is not a regular file' });
      symlinkSync(join(folder, 'loop.proto'), join(folder, 'loop.proto'));
      expect(readSource(join(folder, 'loop.proto'))).toEqual({ kind: 'refused', reason: 'cannot be read (ELOOP)' });
    },
  );

  it.each(['gone.proto', '\0.proto', `${'a'.repeat(5000)}.proto`])('a missing source file is reported: %j', (name) => {
    expect(readSource(`${folder}/${name}`)).toEqual({ kind: 'nothing' });
  });
});

describe('a refused file', () => {
  it('a refused file is reported once, and not opened again until it changes', () => {
    const told: string[] = [];
    const reader = new StampedReader((_, reason) => told.push(reason));
    const file = toFilePath(path);
    sparse(LARGEST_PROTO + 1);
    expect([reader.read(file), reader.read(file), reader.read(file)]).toEqual([undefined, undefined, undefined]);
    expect(told).toEqual(['is larger than 8 MB']);
    expect(reader.problem(file)).toBe('is larger than 8 MB');
    writeFileSync(path, 'small');
    expect(reader.read(file)).toBe('small');
    expect(reader.problem(file)).toBeUndefined();
  });
});

describe('a command that compiles', () => {
  it('a command that compiles says why it does not read a huge file', async () => {
    sparse(520 * 1024 * 1024);
    const { problems, ok } = await compileFiles({ roots: ['.'], files: ['x.proto'], cwd: folder });
    expect(ok).toBe(false);
    expect(problems[0]).toMatchObject({ path: 'x.proto', message: 'The file is larger than 64 MB.' });
  });
});
