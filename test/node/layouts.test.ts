import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resolve } from '../../src/base/path.ts';
import { compileFiles } from '../../src/node/compile.ts';
import { diskReader, fromFilePath, toFilePath } from '../../src/node/files.ts';
import { scanFolder } from '../../src/node/scan.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { wellKnownRoot } from '../support/corpus.ts';
import { PROJECT, readExpectation, readLayout, type Expectation, type Layout } from '../support/layouts.ts';
import { runProtoc } from '../support/protoc.ts';
import { LAYOUTS } from '../workspace/layouts.testdata.ts';

let base = '';

beforeEach(async () => {
  base = toFilePath(await realpath(await mkdtemp(join(tmpdir(), 'layout-'))));
});

afterEach(async () => {
  await rm(fromFilePath(base), { recursive: true, force: true });
});

/** Where a place of a layout lies on this disk, and back. */
const onDisk = (path: string): string => (path.startsWith('/wkt/') ? toFilePath(wellKnownRoot) + path.slice(4) : base + path);
const inLayout = (path: string): string => (path.startsWith(`${base}/`) ? path.slice(base.length) : path.replace(toFilePath(wellKnownRoot), '/wkt'));

async function workspaceOf(layout: Layout): Promise<Workspace> {
  for (const [path, text] of readLayout(layout.files)) {
    await mkdir(dirname(fromFilePath(onDisk(path))), { recursive: true });
    await writeFile(fromFilePath(onDisk(path)), text);
  }
  const workspace = new Workspace(diskReader, toFilePath(wellKnownRoot), { caches: { buf: [onDisk('/cache/buf')], go: onDisk('/cache/go') } });
  for (const folder of layout.folders ?? [PROJECT]) {
    const roots = (layout.roots ?? []).map((root) => {
      const [, prefix, path = ''] = /^(?:(.*)=)?(.*)$/.exec(root) ?? [];
      return { path: resolve(onDisk(folder), path), reason: 'setting' as const, ...(prefix !== undefined && { prefix }) };
    });
    workspace.setFolder(await scanFolder(onDisk(folder), { exclude: [] }), roots);
  }
  return workspace;
}

function find(workspace: Workspace, { from, importPath }: Expectation): Expectation {
  const { path, root, rivals } = workspace.resolveImport(onDisk(from), importPath);
  const others = rivals.map((other) => `, or ${inLayout(other).replace(`${PROJECT}/`, '')}`).join('');
  return { from, importPath, path: path === undefined ? undefined : inLayout(path), reason: path === undefined ? '' : (root?.reason ?? 'end') + others };
}

/** What protoc has to be told so that it finds what was found. */
function flagsFor(workspace: Workspace, from: string, seen = new Set<string>()): readonly string[] {
  seen.add(from);
  return (workspace.summary(from)?.imports ?? []).flatMap((importPath) => {
    const { path, root } = workspace.resolveImport(from, importPath);
    if (path === undefined || root?.reason === 'wellKnown') return [];
    const flag = root === undefined ? mapping(importPath, path) : root.prefix === undefined ? root.path : `${root.prefix}=${root.path}`;
    return [flag, ...(seen.has(path) ? [] : flagsFor(workspace, path, seen))];
  });
}

/** Where only the end fits: the folder that is left of the path, for what is left of the import. */
function mapping(importPath: string, path: string): string {
  const parts = importPath.split('/');
  const from = parts.findIndex((_, at) => path.endsWith(`/${parts.slice(at).join('/')}`));
  const root = path.slice(0, -parts.slice(from).join('/').length - 1);
  return from === 0 ? root : `${parts.slice(0, from).join('/')}=${root}`;
}

async function hasErrors(roots: readonly string[], file: string): Promise<boolean> {
  return !(await compileFiles({ roots, files: [fromFilePath(file)] })).ok;
}

describe('imports of projects on a disk', () => {
  test.each(LAYOUTS.map((layout, at) => [layout.name, layout, at] as const))('%s', async (_name, layout, at) => {
    const workspace = await workspaceOf(layout);
    const wanted = layout.expect.map(readExpectation);
    expect(wanted.map((item) => find(workspace, item))).toEqual(wanted);

    const files = [...new Set(wanted.map((item) => onDisk(item.from)))];
    for (const from of files) {
      const missing = (workspace.summary(from)?.imports ?? []).some((path) => workspace.resolveImport(from, path).path === undefined);
      const roots = [...new Set([...flagsFor(workspace, from), dirname(from)])].map(fromFilePath);
      expect([from, await hasErrors(roots, from)]).toEqual([from, missing]);
      // The judge takes its time to start.
      if (at % 8 === 0 && from === files[0]) expect(runProtoc({ roots, files: [fromFilePath(from)] })).toMatchObject({ ok: !missing });
    }
  });
});
