/** Files are written whole or not at all. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settle, writeFiles } from '../../../src/host/writing/writeFiles.ts';

const JOURNAL = '.grpc-workbench.journal';

describe('writing files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes folders and leaves nothing beside the files', async () => {
    await writeFiles(folder, [
      { path: join(folder, 'a/b.go'), content: 'new' },
      { path: join(folder, 'c.go'), content: 'ä' },
    ]);
    expect(readFileSync(join(folder, 'a/b.go'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'c.go'), 'utf8')).toBe('ä');
    expect([...readdirSync(folder), ...readdirSync(join(folder, 'a'))]).toEqual(['a', 'c.go', 'b.go']);
  });

  it('changes none of them where one cannot be written', async () => {
    writeFileSync(join(folder, 'old.go'), 'old');
    writeFileSync(join(folder, 'file'), '');
    const files = [
      { path: join(folder, 'old.go'), content: 'new' },
      { path: join(folder, 'file', 'below.go'), content: 'new' },
    ];
    await expect(writeFiles(folder, files)).rejects.toThrow();
    expect(readFileSync(join(folder, 'old.go'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file', 'old.go']);
  });

  it('writes nothing where a file is no longer what its new content was made from', async () => {
    writeFileSync(join(folder, 'mine.go'), 'edited');
    const files = [
      { path: join(folder, 'a.go'), content: 'new', replaces: { text: undefined } },
      { path: join(folder, 'mine.go'), content: 'new', replaces: { text: 'old' } },
    ];
    await expect(writeFiles(folder, files)).rejects.toThrow('mine.go was changed by somebody else');
    writeFileSync(join(folder, 'a.go'), 'somebody was faster');
    await expect(writeFiles(folder, files.slice(0, 1))).rejects.toThrow('a.go was changed by somebody else');
    expect(readdirSync(folder)).toEqual(['a.go', 'mine.go']);
  });

  it('deletes a file in one go with the others', async () => {
    writeFileSync(join(folder, 'old.go'), 'old');
    await writeFiles(folder, [{ path: join(folder, 'old.go') }, { path: join(folder, 'new.go'), content: 'new' }]);
    expect(readdirSync(folder)).toEqual(['new.go']);
  });

  it('waits for another run, and says so where that takes too long', async () => {
    const journal = { id: 'other', host: hostname(), pid: process.pid, entries: [] };
    writeFileSync(join(folder, JOURNAL), JSON.stringify(journal));
    const file = { path: join(folder, 'a.go'), content: 'new' };
    await expect(writeFiles(folder, [file], { wait: 0, stale: 60_000 })).rejects.toThrow(
      `another run (process ${process.pid} on ${hostname()}) is writing below ${folder}`,
    );
    const writing = writeFiles(folder, [file]);
    rmSync(join(folder, JOURNAL));
    await writing;
    expect(readdirSync(folder)).toEqual(['a.go']);
  });

  it('lets runs of many files at once pass one by one', async () => {
    const runs = Array.from({ length: 8 }, (_, run) =>
      Array.from({ length: 5 }, (_, i) => ({ path: join(folder, `${run}-${i}.go`), content: String(run) })),
    );
    await Promise.all(runs.map((files) => writeFiles(folder, files)));
    expect(readdirSync(folder)).toHaveLength(40);
  });

  it('leaves alone what a journal of somebody else names and what does not wait beside its place', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    try {
      writeFileSync(join(outside, 'mine'), 'mine');
      writeFileSync(join(folder, 'theirs'), 'theirs');
      const entries = [
        { path: join(outside, 'mine'), temporary: 'theirs', before: sha256('mine'), after: sha256('theirs') },
        { path: join(outside, 'mine') },
      ];
      writeFileSync(join(folder, JOURNAL), JSON.stringify({ id: 'x', host: hostname(), pid: 2 ** 30, entries }));
      expect(await settle(folder)).toEqual({ completed: false, kept: [] });
      expect(readFileSync(join(outside, 'mine'), 'utf8')).toBe('mine');
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it.each(['edited', 'old'])('writes the rest where a file that was written already is %s by now', async (mine) => {
    writeFileSync(join(folder, 'mine.go'), mine);
    writeFileSync(join(folder, 'rest.go.0123456789ab.tmp'), 'new');
    const entries = [
      { path: 'mine.go', temporary: 'mine.go.0123456789ab.tmp', before: sha256('old'), after: sha256('new') },
      { path: 'rest.go', temporary: 'rest.go.0123456789ab.tmp', after: sha256('new') },
    ];
    writeFileSync(join(folder, JOURNAL), JSON.stringify({ id: 'x', host: hostname(), pid: 2 ** 30, entries }));
    expect(await settle(folder)).toEqual({ completed: true, kept: [join(folder, 'mine.go')] });
    expect(readdirSync(folder).map((name) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`)).toEqual([
      `mine.go: ${mine}`,
      'rest.go: new',
    ]);
  });

  it.skipIf(process.platform === 'win32')('keeps permissions and links', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/a.go'), 'old');
    chmodSync(join(folder, 'real/a.go'), 0o640);
    symlinkSync('real/a.go', join(folder, 'link.go'));
    await writeFiles(folder, [{ path: join(folder, 'link.go'), content: 'new' }]);
    expect(lstatSync(join(folder, 'link.go')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real/a.go'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'real/a.go')).mode & 0o777).toBe(0o640);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
