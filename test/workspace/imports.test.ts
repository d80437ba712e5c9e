import { describe, expect, test } from 'vitest';
import { resolve } from '../../src/base/path.ts';
import type { ImportRoot } from '../../src/workspace/roots.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { PROJECT, readExpectation, readLayout, type Expectation, type Layout } from '../support/layouts.ts';
import { LAYOUTS } from './layouts.testdata.ts';

const WELL_KNOWN = ['any', 'api', 'type', 'source_context', 'descriptor', 'compiler/plugin', 'empty', 'timestamp'].map((name) => `/wkt/google/protobuf/${name}.proto`);

function workspaceOf(layout: Layout): Workspace {
  const texts = new Map([...readLayout(layout.files), ...WELL_KNOWN.map((path) => [path, 'syntax = "proto3";'] as const)]);
  const workspace = new Workspace({ read: (path) => texts.get(path), exists: (path) => texts.has(path) }, '/wkt', { caches: { buf: ['/cache/buf'], go: '/cache/go' } });
  for (const folder of layout.folders ?? [PROJECT]) {
    const inside = [...texts.keys()].filter((path) => path.startsWith(`${folder}/`));
    const markers = inside.filter((path) => /\/(go\.mod|buf\.yaml|buf\.work\.yaml)$/.test(path));
    workspace.setFolder({ folder, protoFiles: inside.filter((path) => path.endsWith('.proto')), markers }, (layout.roots ?? []).map((root) => configured(folder, root)));
  }
  return workspace;
}

function configured(folder: string, root: string): ImportRoot {
  const [, prefix, path = ''] = /^(?:(.*)=)?(.*)$/.exec(root) ?? [];
  return { path: resolve(folder, path), reason: 'setting', ...(prefix !== undefined && { prefix }) };
}

function find(workspace: Workspace, { from, importPath }: Expectation): Expectation {
  const { path, root, rivals } = workspace.resolveImport(from, importPath);
  const others = rivals.map((other) => `, or ${other.replace(`${PROJECT}/`, '')}`).join('');
  return { from, importPath, path, reason: path === undefined ? '' : (root?.reason ?? 'end') + others };
}

describe('imports without configuration', () => {
  test.each(LAYOUTS.filter((layout) => layout.scanned !== true).map((layout) => [layout.name, layout] as const))('%s', (_name, layout) => {
    const workspace = workspaceOf(layout);
    const wanted = layout.expect.map(readExpectation);
    expect(wanted.map((item) => find(workspace, item))).toEqual(wanted);
  });
});
