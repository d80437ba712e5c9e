import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileFiles } from '../../../src/host/compile.ts';
import { diskReader, toFilePath } from '../../../src/host/files/files.ts';
import { scanFolder } from '../../../src/host/files/scan.ts';
import { diagnosticsOf, diagnosticsStamp } from '../../../src/language/diagnostics/diagnostics.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const BROKEN = 'syntax = "proto3";\nmessage B { int32 a = 1; int32 b = 1; }\n';
const SOUND = 'syntax = "proto3";\nmessage B { int32 a = 1; }\n';
const USER = (importPath: string): string => `syntax = "proto3";\nimport "${importPath}";\nmessage A { B b = 1; }\n`;

function errors(workspace: Workspace, path: string): readonly string[] {
  const file = workspace.linked(path);
  const all = file ? diagnosticsOf(workspace, path, file, (place) => place.replace(`${FOLDER}/`, '')) : [];
  return all.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('the diagnostic of an import whose file shows its errors nowhere else', () => {
  const ERROR = 'Field number 1 has already been used in "B" by field "a". Next available field number is 2.';

  function opened(others: string): Fixture {
    return fixture(`-- a.proto --\n${USER('b.proto3')}$0\n${others}`);
  }

  test('the diagnostic quotes the first error', () => {
    const { workspace, path } = opened(`-- b.proto3 --\n${BROKEN}`);
    expect(errors(workspace, path)).toEqual([`Import "b.proto3" had errors: ${ERROR} (b.proto3)`]);
  });

  test('the diagnostic quotes an error of a file that the import leads to', () => {
    const { workspace, path } = opened(
      `-- b.proto3 --\nsyntax = "proto3";\nimport public "c.proto3";\n-- c.proto3 --\n${BROKEN}`,
    );
    expect(errors(workspace, path)).toEqual([`Import "b.proto3" had errors: ${ERROR} (c.proto3)`]);
  });

  test('the diagnostic disappears when the file is fixed', () => {
    const { workspace, path, texts } = opened(`-- b.proto3 --\n${BROKEN}`);
    expect(errors(workspace, path)).toHaveLength(1);
    const before = diagnosticsStamp(workspace, path);
    texts.set(`${FOLDER}/b.proto3`, SOUND);
    workspace.diskChanged(`${FOLDER}/b.proto3`);
    expect(diagnosticsStamp(workspace, path)).not.toBe(before);
    expect(errors(workspace, path)).toEqual([]);
  });
});

test('an import of a workspace file does not report its errors, because the file shows them itself', () => {
  const { workspace, path } = fixture(`-- a.proto --\n${USER('b.proto')}$0\n-- b.proto --\n${BROKEN}`);
  expect(errors(workspace, path)).toEqual([]);
});

describe('on disk', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'linked-')));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('an import of a broken file in a linked folder is an error, as on the command line', async () => {
    await mkdir(join(folder, 'shared'));
    await mkdir(join(folder, 'project'));
    await writeFile(join(folder, 'shared', 'b.proto'), BROKEN);
    await writeFile(join(folder, 'project', 'a.proto'), USER('linked/b.proto'));
    await symlink(join(folder, 'shared'), join(folder, 'project', 'linked'), 'junction');
    const project = toFilePath(join(folder, 'project'));
    const workspace = new Workspace(diskReader, '/wkt');
    workspace.setFolder(await scanFolder(project, { exclude: [] }), []);
    expect(errors(workspace, `${project}/a.proto`)).toEqual([
      expect.stringMatching(/^Import "linked\/b\.proto" had errors: Field number 1 /),
    ]);
    const { ok } = await compileFiles({ roots: [], files: ['a.proto'], cwd: join(folder, 'project') });
    expect(ok).toBe(false);
  });
});
