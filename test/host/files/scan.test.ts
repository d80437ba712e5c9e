import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toFilePath } from '../../../src/host/files/files.ts';
import { scanFolder } from '../../../src/host/files/scan.ts';
import { cpuMs } from '../../support/cpu.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scan-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function scan(root = folder, exclude: readonly string[] = []): Promise<readonly string[]> {
  const found = await scanFolder(toFilePath(root), { exclude });
  return [...found.protoFiles, ...found.markers].map((path) => path.slice(toFilePath(root).length + 1));
}

describe('scanFolder', () => {
  test('finds protos and the files that define modules', async () => {
    await write({ 'a.proto': '', 'x/b.proto': '', 'x/go.mod': '', 'x/readme.md': '', 'buf.yaml': '' });
    expect(await scan()).toEqual(['a.proto', 'x/b.proto', 'buf.yaml', 'x/go.mod']);
  });

  test('leaves out the paths in .gitignore files, each for its own folder', async () => {
    await write({
      '.gitignore': 'out/\n',
      'out/a.proto': '',
      'x/.gitignore': '*.proto\n!keep.proto\n',
      'x/b.proto': '',
      'x/keep.proto': '',
      'c.proto': '',
    });
    expect(await scan()).toEqual(['c.proto', 'x/keep.proto']);
  });

  test('finds files below a root that is itself in an ignored folder', async () => {
    await write({ '.gitignore': 'out/\n', 'out/a.proto': '' });
    expect(await scan(join(folder, 'out'))).toEqual(['a.proto']);
  });

  test('leaves out excluded globs and node_modules', async () => {
    await write({ 'a.proto': '', 'deep/build/b.proto': '', 'node_modules/p/c.proto': '' });
    expect(await scan(folder, ['**/build'])).toEqual(['a.proto']);
  });

  test('leaves out nothing for a pattern that cannot match', async () => {
    const long = '?'.repeat(70_000);
    await write({ '.gitignore': `${long}\r\nout/\r\n`, 'a.proto': '', 'out/b.proto': '', 'build/c.proto': '' });
    expect(await scan(folder, ['', long, 'build'])).toEqual(['a.proto']);
  });

  test.skipIf(process.platform === 'win32')('does not follow linked folders', async () => {
    await write({ 'src/a.proto': '' });
    await symlink(join(folder, 'src'), join(folder, 'bazel-src'));
    expect(await scan()).toEqual(['src/a.proto']);
  });

  test('lists the folders that it left out, and the packages with protos in them', async () => {
    await write({
      '.gitignore': 'vendor/\nout/\ngen.proto\n',
      'a.proto': '',
      'gen.proto': '',
      'out/b.proto': '',
      'vendor/one/c.proto': '',
      'vendor/two/d.proto': '',
      'node_modules/google-proto-files/google/e.proto': '',
      '.venv/pyvenv.cfg': '',
      '.venv/lib/python3.12/site-packages/f.proto': '',
    });
    const { hidden = [], packages = [] } = await scanFolder(toFilePath(folder), { exclude: ['deep'] });
    const below = (path: string): string => path.slice(toFilePath(folder).length + 1);
    expect(hidden.map(below)).toEqual([
      '.venv',
      'gen.proto',
      'node_modules',
      'out',
      'vendor',
      'vendor/one',
      'vendor/two',
    ]);
    expect(packages.map(below)).toEqual([
      '.venv/lib/python3.12/site-packages',
      'node_modules',
      'node_modules/google-proto-files',
    ]);
  });

  test.skipIf(process.platform === 'win32')('lists links, except those that Bazel made', async () => {
    await write({ 'src/a.proto': '' });
    await symlink(join(folder, 'src'), join(folder, 'bazel-src'));
    await symlink(join(folder, 'src'), join(folder, 'proto'));
    const { hidden = [] } = await scanFolder(toFilePath(folder), { exclude: [] });
    expect(hidden).toEqual([`${toFilePath(folder)}/proto`]);
  });

  test.skipIf(process.platform === 'win32')('accepts a linked buf.yaml', async () => {
    await write({ 'shared.yaml': 'version: v1', 'stable/a.proto': '' });
    await symlink(join(folder, 'shared.yaml'), join(folder, 'stable/buf.yaml'));
    expect(await scan()).toEqual(['stable/a.proto', 'stable/buf.yaml']);
  });

  test.skipIf(process.platform === 'win32')(
    'leaves out everything that is not a regular file or a link to one',
    async () => {
      await write({ 'a.proto': '' });
      spawnSync(
        'mkfifo',
        ['pipe.proto', 'go.mod'].map((name) => join(folder, name)),
      );
      await symlink('/dev/zero', join(folder, 'zero.proto'));
      await symlink('/dev/zero', join(folder, 'buf.yaml'));
      await symlink(join(folder, 'gone'), join(folder, 'dangling.proto'));
      await symlink(join(folder, 'loop.proto'), join(folder, 'loop.proto'));
      await symlink(join(folder, 'a.proto'), join(folder, 'link.proto'));
      expect(await scan()).toEqual(['a.proto', 'link.proto']);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'does not read a .gitignore that is a pipe, a device or too large',
    async () => {
      await write({ 'a.proto': '', 'x/b.proto': '', 'y/c.proto': '', 'y/.gitignore': '' });
      spawnSync('mkfifo', [join(folder, '.gitignore')]);
      await symlink('/dev/zero', join(folder, 'x/.gitignore'));
      await truncate(join(folder, 'y/.gitignore'), 520 * 1024 * 1024);
      const lines: string[] = [];
      const { protoFiles } = await scanFolder(toFilePath(folder), { exclude: [], log: (line) => lines.push(line) });
      expect(protoFiles).toHaveLength(3);
      expect(lines.sort()).toEqual([
        `${folder}/.gitignore is not a file, so it does not count.`,
        `${folder}/x/.gitignore is not a file, so it does not count.`,
        `${folder}/y/.gitignore is larger than 1 MB, so it does not count.`,
      ]);
    },
  );

  test('applies patterns that backtrack, in little time', async () => {
    const name = 'a'.repeat(200);
    await write({ '.gitignore': `${'*a'.repeat(100)}b\n${'**/a/'.repeat(8)}b\nout/\n`, 'out/x.proto': '' });
    await write(Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${name}${at}.proto`, ''])));
    const before = cpuMs();
    expect(await scan(folder, ['*a*a*a*a*a*a*a*b', `**/${'*a*'.repeat(50)}b`])).toHaveLength(200);
    expect(cpuMs() - before).toBeLessThan(3000);
  });

  test('finds nothing in a missing folder', async () => {
    expect(await scan(join(folder, 'gone'))).toEqual([]);
  });
});
