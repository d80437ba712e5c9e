/** A process may have few files open at once. Code that reads or writes many files opens a few at a time. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../../support/bundle.ts';

const FILES = 300;
/** The limit on open files; Node itself opens some twenty. */
const LIMIT = 96;

describe.skipIf(process.platform === 'win32')('a process with a low limit on open files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'many-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(
    child: string,
  ): Promise<{ readonly code: number | null; readonly err: string; readonly out: string }> {
    const bundled = await bundle(`test/host/processes/children/${child}.ts`);
    try {
      const limited = `ulimit -n ${LIMIT} && exec "$0" "$@"`;
      const args = ['-c', limited, process.execPath, bundled.path, folder, String(FILES)];
      const { status, stderr, stdout } = spawnSync('sh', args, { encoding: 'utf8' });
      return { code: status, err: stderr, out: stdout };
    } finally {
      bundled.remove();
    }
  }

  it('many files are written despite a low limit on open files', async () => {
    expect(await run('manyFiles')).toEqual({ code: 0, err: '', out: '' });
    expect(readdirSync(folder)).toHaveLength(FILES);
    expect(readFileSync(join(folder, `${FILES - 1}.go`), 'utf8')).toContain('second');
  });

  it('the .gitignore of each of many folders is respected despite a low limit on open files', async () => {
    for (let i = 0; i < FILES; i++) {
      mkdirSync(join(folder, String(i)));
      writeFileSync(join(folder, String(i), '.gitignore'), '*.proto\n');
      writeFileSync(join(folder, String(i), 'ignored.proto'), '');
    }
    expect(await run('manyIgnores')).toEqual({ code: 0, err: '', out: '0' });
  });
});
