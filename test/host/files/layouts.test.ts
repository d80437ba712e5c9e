import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resolve } from '../../../src/base/path.ts';
import { compileFiles } from '../../../src/host/compile.ts';
import { diskReader, fromFilePath, toFilePath } from '../../../src/host/files/files.ts';
import { findProjectRoots } from '../../../src/host/files/projectRoots.ts';
import { scanFolder } from '../../../src/host/files/scan.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { wellKnownRoot } from '../../support/corpus.ts';
import { PROJECT, readExpectation, readLayout, type Expectation, type Layout } from '../../support/layouts.ts';
import { runProtoc } from '../../support/protoc.ts';
import { LAYOUTS } from '../../workspace/layouts.testdata.ts';

let base = '';

beforeEach(async () => {
  base = toFilePath(await realpath(await mkdtemp(join(tmpdir(), 'layout-'))));
});

afterEach(async () => {
  await rm(fromFilePath(base), { recursive: true, force: true });
});

/** Where a place of a layout lies on this disk, and back. */
const onDisk = (path: string): string =>
  path.startsWith('/wkt/') ? toFilePath(wellKnownRoot) + path.slice(4) : base + path;
const inLayout = (path: string): string =>
  path.startsWith(`${base}/`) ? path.slice(base.length) : path.replace(toFilePath(wellKnownRoot), '/wkt');

async function workspaceOf(layout: Layout): Promise<Workspace> {
  for (const [path, text] of readLayout(layout.files)) {
    await mkdir(dirname(fromFilePath(onDisk(path))), { recursive: true });
    await writeFile(fromFilePath(onDisk(path)), text);
  }
  const workspace = new Workspace(diskReader, toFilePath(wellKnownRoot), {
    caches: { buf: [onDisk('/cache/buf')], go: onDisk('/cache/go') },
  });
  for (const folder of layout.folders ?? [PROJECT]) {
    const roots = (layout.roots ?? []).map((root) => {
      const [, prefix, path = ''] = /^(?:(.*)=)?(.*)$/.exec(root) ?? [];
      return {
        path: resolve(onDisk(folder), path),
        reason: 'setting' as const,
        ...(prefix !== undefined && { prefix }),
      };
    });
    workspace.setFolder(await scanFolder(onDisk(folder), { exclude: [] }), roots);
  }
  return workspace;
}

function find(workspace: Workspace, { from, importPath }: Expectation): Expectation {
  const { path, root, rivals } = workspace.resolveImport(onDisk(from), importPath);
  const others = rivals.map((other) => `, or ${inLayout(other).replace(`${PROJECT}/`, '')}`).join('');
  return {
    from,
    importPath,
    path: path === undefined ? undefined : inLayout(path),
    reason: path === undefined ? '' : (root?.reason ?? 'end') + others,
  };
}

describe('imports of projects on a disk', () => {
  test.each(LAYOUTS.map((layout, at) => [layout.name, layout, at] as const))('%s', async (_name, layout, at) => {
    const workspace = await workspaceOf(layout);
    const wanted = layout.expect.map(readExpectation);
    expect(wanted.map((item) => find(workspace, item))).toEqual(wanted);

    // The command line finds as much without a flag, and protoc with the flags that say the same.
    const folder = layout.folders ? layout.folders[0] : PROJECT;
    if (folder === undefined || (layout.folders?.length ?? 0) > 1 || layout.roots) return;
    const cwd = fromFilePath(onDisk(folder));
    for (const from of new Set(wanted.map((item) => item.from).filter((path) => path.startsWith(`${folder}/`)))) {
      const missing = wanted.some((item) => item.from === from && item.path === undefined);
      const file = from.slice(folder.length + 1);
      const caches = { buf: [onDisk('/cache/buf')], go: onDisk('/cache/go') };
      const own = await compileFiles({ roots: [], files: [file], cwd, caches });
      expect([file, own.ok, own.problems.some((problem) => problem.message.includes('may be'))]).toEqual([
        file,
        !missing,
        wanted.some((item) => item.from === from && item.reason.includes(', or ')),
      ]);
      // The judge takes its time to start.
      if (at % 8 !== 0 || missing) continue;
      const { roots } = await findProjectRoots([file], cwd, wellKnownRoot, caches);
      expect(
        runProtoc({
          roots: (roots.length > 0 ? roots : ['.']).map((root) => absoluteFlag(cwd, root)),
          files: [join(cwd, file)],
        }),
      ).toMatchObject({ ok: true });
    }
  });
});

function absoluteFlag(cwd: string, flag: string): string {
  const [, prefix = '', path = ''] = /^(.*=)?(.*)$/.exec(flag) ?? [];
  return prefix + (isAbsolute(path) ? path : join(cwd, path));
}
