/** A file in UTF-16: one sentence in the editor, and protoc's lines on the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join, type FilePath } from '../../../src/base/path.ts';
import { toFilePath } from '../../../src/host/files/files.ts';
import { scanFolder } from '../../../src/host/files/scan.ts';
import { StampedReader } from '../../../src/host/files/stampedReader.ts';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { sourceText } from '../../../src/text/source.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { compileTexts } from '../../support/compileText.ts';
import { judgeCases } from '../../support/ownCases.ts';

const TEXT = 'syntax = "proto3";\n// 名字\nmessage M {}\n';
const UTF_16 = 'This file is encoded in UTF-16, but .proto files must be UTF-8. Save it as UTF-8.';

let folder: FilePath;
beforeEach(() => {
  folder = toFilePath(mkdtempSync(`${tmpdir()}/utf16-`));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function messages(bytes: Uint8Array): Promise<readonly string[]> {
  const path = join(folder, 'a.proto');
  writeFileSync(path, bytes);
  const workspace = new Workspace(new StampedReader(), '/nowhere');
  workspace.setFolder(await scanFolder(folder, { exclude: [] }), []);
  const file = workspace.linked(path);
  if (file === undefined) throw new Error('The file is not there');
  return diagnosticsOf(workspace, path, file, (place) => place).map(({ message }) => message);
}

const little = (text: string): Buffer => Buffer.from(text, 'utf16le');
const big = (text: string): Buffer => little(text).swap16();

describe('a file in UTF-16', () => {
  it.each([
    ['with a byte-order mark', little(`\ufeff${TEXT}`)],
    ['in the other byte order with a byte-order mark', big(`\ufeff${TEXT}`)],
    ['without a byte-order mark', little(TEXT)],
    ['in the other byte order without a byte-order mark', big(TEXT)],
    ['that begins with letters of another script', little(`\ufeff// ${'名'.repeat(200)}\n${TEXT}`)],
  ])('a file in UTF-16 %s gets one error that names the encoding', async (_kind, bytes) => {
    expect(await messages(bytes)).toEqual([UTF_16]);
  });

  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['Latin-1 in a comment', Buffer.from('syntax = "proto3";\n// \xfc\nmessage M {}\n', 'latin1')],
    ['no bytes', Buffer.from('')],
  ])('a file is never taken for UTF-16 if it holds %s', async (_kind, bytes) => {
    expect(await messages(bytes)).toEqual([]);
  });

  it('a file is never taken for UTF-16 because of a zero byte', async () => {
    expect(await messages(Buffer.from(`${TEXT}\0`))).not.toContain(UTF_16);
  });
});

it.each([
  ['with a byte-order mark', little(`\ufeff${TEXT}`)],
  ['without a byte-order mark', little(TEXT)],
])('the command line starts with the same errors as protoc for a file in UTF-16 %s', async (_kind, bytes) => {
  const [theirs] = await judgeCases([{ 'a.proto': bytes }]);
  const { lines } = compileTexts({ 'a.proto': sourceText(bytes) });
  expect(lines.slice(0, 8)).toEqual(theirs?.lines.slice(0, 8));
});
