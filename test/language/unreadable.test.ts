/** Files of a folder that exist but are not read, and the errors of files that import them. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { join, type FilePath } from '../../src/base/path.ts';
import { toFilePath } from '../../src/host/files/files.ts';
import { scanFolder } from '../../src/host/files/scan.ts';
import { StampedReader } from '../../src/host/files/stampedReader.ts';
import { diagnosticsOf, diagnosticsStamp } from '../../src/language/diagnostics/diagnostics.ts';
import { Workspace } from '../../src/workspace/workspace.ts';

let folder: FilePath;

beforeEach(() => {
  folder = toFilePath(mkdtempSync(`${tmpdir()}/unreadable-`));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a file that imports a huge one says why its names are unknown, until the huge one gets smaller', async () => {
  const path = join(folder, 'a.proto');
  const huge = join(folder, 'huge.proto');
  writeFileSync(path, 'syntax = "proto3";\nimport "huge.proto";\nmessage A { B b = 1; }');
  writeFileSync(huge, '');
  truncateSync(huge, 520 * 1024 * 1024);
  const workspace = new Workspace(new StampedReader(), '/nowhere');
  workspace.setFolder(await scanFolder(folder, { exclude: [] }), []);
  const messages = (): readonly string[] => {
    const file = workspace.linked(path);
    return file === undefined
      ? []
      : diagnosticsOf(workspace, path, file, (place) => place.slice(folder.length + 1)).map(({ message }) => message);
  };
  expect(messages()[0]).toBe('Import "huge.proto" cannot be read.\nhuge.proto is larger than 8 MB.');
  const stamp = diagnosticsStamp(workspace, path);
  writeFileSync(huge, 'syntax = "proto3";\nmessage B {}');
  workspace.diskChanged(huge);
  expect(messages()).toEqual([]);
  expect(diagnosticsStamp(workspace, path)).not.toBe(stamp);
});
