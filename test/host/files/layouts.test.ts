import { isAbsolute, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileFiles } from '../../../src/host/compile.ts';
import { fromFilePath } from '../../../src/host/files/files.ts';
import { findProjectRoots } from '../../../src/host/files/projectRoots.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { wellKnownRoot } from '../../support/corpus.ts';
import { LayoutDisk } from '../../support/diskLayouts.ts';
import { PROJECT, readExpectation, type Expectation } from '../../support/layouts.ts';
import { runProtoc } from '../../support/protoc.ts';
import { LAYOUTS } from '../../workspace/layouts.testdata.ts';

let disk: LayoutDisk;

beforeEach(async () => {
  disk = await LayoutDisk.make();
});

afterEach(() => disk.remove());

function find(workspace: Workspace, { from, importPath }: Expectation): Expectation {
  const { path, root, rivals } = workspace.resolveImport(disk.onDisk(from), importPath);
  const others = rivals.map((other) => `, or ${disk.inLayout(other).replace(`${PROJECT}/`, '')}`).join('');
  return {
    from,
    importPath,
    path: path === undefined ? undefined : disk.inLayout(path),
    reason: path === undefined ? '' : (root?.reason ?? 'end') + others,
  };
}

describe('imports of projects on disk lead to the right files', () => {
  test.each(LAYOUTS.map((layout, at) => [layout.name, layout, at] as const))(
    'imports lead to the right files in this layout: %s',
    async (_name, layout, at) => {
      const workspace = await disk.workspaceOf(layout);
      const wanted = layout.expect.map(readExpectation);
      expect(wanted.map((item) => find(workspace, item))).toEqual(wanted);

      // The command line finds the same files without a flag, and protoc finds them with equivalent flags.
      const folder = layout.folders ? layout.folders[0] : PROJECT;
      if (folder === undefined || (layout.folders?.length ?? 0) > 1 || layout.roots) return;
      const cwd = fromFilePath(disk.onDisk(folder));
      for (const from of new Set(wanted.map((item) => item.from).filter((path) => path.startsWith(`${folder}/`)))) {
        const file = from.slice(folder.length + 1);
        const isBroken = layout.broken?.includes(file) === true;
        const missing = isBroken || wanted.some((item) => item.from === from && item.path === undefined);
        const { caches } = disk;
        const own = await compileFiles({ roots: [], files: [file], cwd, caches });
        expect([file, own.ok, own.problems.some((problem) => problem.message.includes('may be'))]).toEqual([
          file,
          !missing,
          wanted.some((item) => item.from === from && item.reason.includes(', or ')),
        ]);
        // Starting protoc takes time, so only some layouts are compared with it.
        if (at % 8 !== 0 || missing) continue;
        const { roots } = await findProjectRoots([file], cwd, wellKnownRoot, caches);
        expect(
          runProtoc({
            roots: (roots.length > 0 ? roots : ['.']).map((root) => absoluteFlag(cwd, root)),
            files: [join(cwd, file)],
          }),
        ).toMatchObject({ ok: true });
      }
    },
  );
});

function absoluteFlag(cwd: string, flag: string): string {
  const [, prefix = '', path = ''] = /^(.*=)?(.*)$/.exec(flag) ?? [];
  return prefix + (isAbsolute(path) ? path : join(cwd, path));
}
