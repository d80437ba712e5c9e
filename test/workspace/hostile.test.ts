/**
 * Folders in memory that are designed to take long. The test bounds CPU time, because other programs do not change it.
 */
import { expect, it } from 'vitest';
import { diagnosticsOf } from '../../src/language/diagnostics/diagnostics.ts';
import type { LinkedFile } from '../../src/schema/descriptors/model.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { cpuMs } from '../support/cpu.ts';
import { growthOf, LINEAR } from '../support/growth.ts';

const FOLDER = '/project';

/** Makes the workspace of a folder with these files, and counts how often each file is read. */
function workspaceOf(texts: ReadonlyMap<string, string>): { workspace: Workspace; reads: readonly string[] } {
  const reads: string[] = [];
  const read = (path: string): string | undefined => {
    if (texts.has(path)) reads.push(path);
    return texts.get(path);
  };
  const workspace = new Workspace({ read, exists: (path) => texts.has(path) }, '/wkt', {
    caches: { buf: [], go: '/cache' },
  });
  const paths = [...texts.keys()];
  workspace.setFolder(
    {
      folder: FOLDER,
      protoFiles: paths.filter((path) => path.endsWith('.proto')),
      markers: paths.filter((path) => !path.endsWith('.proto')),
    },
    [],
  );
  return { workspace, reads };
}

function hundredTimes(name: string, text: string): ReadonlyMap<string, string> {
  const modules = Array.from({ length: 100 }, (_, at) => `${FOLDER}/m${at}`);
  return new Map(
    modules.flatMap((folder) => [
      [`${folder}/${name}`, text],
      [`${folder}/a.proto`, 'syntax = "proto3";'],
    ]),
  );
}

it.each([
  ['go.mod', `module a\nrequire (\n${'a.b/c v1.0.0\n'.repeat(19_000)})`, 2],
  ['buf.yaml', `version: v2\nmodules:\n${'  - {path: a}\n'.repeat(4500)}`, 0.25],
])('a hundred files named %s, each of the largest allowed size, are read up to a total limit', (name, text, limit) => {
  const { workspace, reads } = workspaceOf(hundredTimes(name, text));
  const before = cpuMs();
  expect(workspace.modules()).toHaveLength(100);
  expect(cpuMs() - before).toBeLessThan(8000);
  const read = reads.filter((path) => path.endsWith(name)).length;
  expect((read - 1) * text.length).toBeLessThan(limit * 1024 * 1024);
});

it('a file with thousands of missing imports gets an explanation for the first hundred', () => {
  const path = `${FOLDER}/a.proto`;
  const imports = Array.from({ length: 3000 }, (_, at) => `import "no/such/file${at}.proto";`);
  const others = Array.from({ length: 2000 }, (_, at): [string, string] => [`${FOLDER}/other${at}.proto`, '']);
  const { workspace } = workspaceOf(new Map([[path, `syntax = "proto3";\n${imports.join('\n')}`], ...others]));
  const file = workspace.linked(path);
  const before = cpuMs();
  const diagnostics = file === undefined ? [] : diagnosticsOf(workspace, path, file, (place) => place);
  expect(cpuMs() - before).toBeLessThan(3000);
  expect(diagnostics.filter(({ message }) => message.includes('Looked for at'))).toHaveLength(100);
  expect(diagnostics.filter(({ code }) => code === 'unresolved-import')).toHaveLength(3000);
});

it('in a very large workspace, fewer missing imports are explained', () => {
  const path = `${FOLDER}/a.proto`;
  const imports = Array.from({ length: 300 }, (_, at) => `import "no/such/file${at}.proto";`);
  const others = Array.from({ length: 20_000 }, (_, at): [string, string] => [`${FOLDER}/other${at}.proto`, '']);
  const { workspace } = workspaceOf(new Map([[path, `syntax = "proto3";\n${imports.join('\n')}`], ...others]));
  const file = workspace.linked(path);
  const diagnostics = file === undefined ? [] : diagnosticsOf(workspace, path, file, (place) => place);
  expect(diagnostics.filter(({ message }) => message.includes('Looked for at'))).toHaveLength(10);
  expect(diagnostics.filter(({ code }) => code === 'unresolved-import')).toHaveLength(300);
});

it('missing imports that get no explanation take linear time', () => {
  const path = `${FOLDER}/a.proto`;
  const prepare = (count: number): { workspace: Workspace; file: LinkedFile | undefined } => {
    const imports = Array.from({ length: count }, (_, at) => `import "no/such/file${at}.proto";`);
    const { workspace } = workspaceOf(new Map([[path, `syntax = "proto3";\n${imports.join('\n')}`]]));
    return { workspace, file: workspace.linked(path) };
  };
  const growth = growthOf(1000, prepare, ({ workspace, file }) => {
    if (file !== undefined) diagnosticsOf(workspace, path, file, (place) => place);
  });
  expect(growth).toBeLessThan(LINEAR);
});

it('of very many imports, the disk is asked about the first ones, and the others say so', () => {
  const path = `${FOLDER}/a.proto`;
  const known = Array.from({ length: 10_000 }, (_, at) => `known${at}`);
  const unknown = Array.from({ length: 5_000 }, (_, at) => `unknown${at}`);
  const imports = [...known, ...unknown].map((name) => `import "${name}";`).join('\n');
  const asked = new Set<string>();
  const workspace = new Workspace(
    {
      read: (place) => (place.includes('/known') ? '' : undefined),
      exists: (place) => {
        asked.add(place);
        return place.startsWith(`${FOLDER}/known`);
      },
    },
    '/wkt',
  );
  workspace.setFolder({ folder: FOLDER, protoFiles: [], markers: [] }, []);
  workspace.setBuffer(path, `syntax = "proto3";\n${imports}`);
  const file = workspace.linked(path);
  const diagnostics = file === undefined ? [] : diagnosticsOf(workspace, path, file, (place) => place);
  expect([...asked].filter((place) => place.includes('unknown'))).toEqual([]);
  expect(diagnostics.filter(({ code }) => code === 'unresolved-import')).toHaveLength(5_000);
  expect(diagnostics.at(-1)?.message).toBe(
    'Import "unknown4999" was not looked up: this file has more than 10,000 imports.',
  );
});
