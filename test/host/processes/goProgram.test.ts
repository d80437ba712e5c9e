/** Which `go` is run, and which programs take their address from us. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findGo, readsAddress } from '../../../src/host/processes/goProgram.ts';

const root = mkdtempSync(join(tmpdir(), 'go-program-'));
afterAll(() => rmSync(root, { recursive: true }));

const GO = process.platform === 'win32' ? 'go.exe' : 'go';

function folderWith(name: string, file: string, text = ''): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text, { mode: 0o755 });
  return folder;
}

test('the first go on PATH is used, and GOROOT only if PATH has no go', async () => {
  const first = folderWith('first', GO);
  const second = folderWith('second/bin', GO);
  expect(await findGo({ PATH: [first, second].join(delimiter) })).toBe(join(first, GO));
  expect(await findGo({ PATH: join(root, 'none'), GOROOT: join(root, 'second') })).toBe(join(second, GO));
});

test('a relative entry of PATH is ignored', async () => {
  folderWith('first', GO);
  expect(await findGo({ PATH: '.' })).not.toBe(GO);
});

test.each([
  ['generated', 'main.go', 'variable := "GRPC_" + name', true],
  ['hand-written', 'main.go', 'os.Getenv("GRPC_ADDR")', true],
  ['silent', 'main.go', 'net.Listen("tcp", ":8080")', false],
  ['tested', 'main_test.go', 't.Setenv("GRPC_ADDR", "")', false],
])('the source of a program shows whether it takes an address: %s', async (name, file, text, reads) => {
  expect(await readsAddress(folderWith(name, file, text))).toBe(reads);
});

test('a missing folder has no program that takes an address', async () => {
  expect(await readsAddress(join(root, 'gone'))).toBe(false);
});
