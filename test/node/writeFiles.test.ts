/** Files are written whole or not at all. */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFilesAtomically } from '../../src/node/writeFiles.ts';

describe('writing files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes folders and leaves nothing beside the files', async () => {
    await writeFilesAtomically([{ path: join(folder, 'a/b.go'), content: 'new' }, { path: join(folder, 'c.go'), content: 'ä' }]);
    expect(readFileSync(join(folder, 'a/b.go'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'c.go'), 'utf8')).toBe('ä');
    expect([...readdirSync(folder), ...readdirSync(join(folder, 'a'))]).toEqual(['a', 'c.go', 'b.go']);
  });

  it('changes none of them where one cannot be written', async () => {
    writeFileSync(join(folder, 'old.go'), 'old');
    writeFileSync(join(folder, 'file'), '');
    const files = [{ path: join(folder, 'old.go'), content: 'new' }, { path: join(folder, 'file', 'below.go'), content: 'new' }];
    await expect(writeFilesAtomically(files)).rejects.toThrow();
    expect(readFileSync(join(folder, 'old.go'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file', 'old.go']);
  });

  it.skipIf(process.platform === 'win32')('keeps permissions and links', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/a.go'), 'old');
    chmodSync(join(folder, 'real/a.go'), 0o640);
    symlinkSync('real/a.go', join(folder, 'link.go'));
    await writeFilesAtomically([{ path: join(folder, 'link.go'), content: 'new' }]);
    expect(lstatSync(join(folder, 'link.go')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real/a.go'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'real/a.go')).mode & 0o777).toBe(0o640);
  });
});
