/** The codes of diagnostics and their links, from the language server in its own process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess | undefined;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codes-'));
  await writeFile(join(folder, 'a.proto'), 'syntax = "proto3";\nmessage M { Missing x = 1; }\n');
});

afterEach(async () => {
  server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function pushed(codeDescriptionSupport: boolean): Promise<object | undefined> {
  const textDocument = { publishDiagnostics: { codeDescriptionSupport } };
  server = await startServer(bundles.directory, folder, {}, {}, undefined, { textDocument });
  return (await server.diagnosticsThat(({ diagnostics }) => diagnostics.length > 0)).diagnostics[0];
}

test('the code of a diagnostic links to the section that explains it', async () => {
  const found = (await pushed(true)) as { readonly code: string; readonly codeDescription: { readonly href: string } };
  expect(found.code).toBe('unresolved-type');
  const { pathname, hash } = new URL(found.codeDescription.href);
  const page = await readFile(new URL(`file://${pathname}`), 'utf8');
  expect(page.split('\n')[Number(hash.slice(2)) - 1]).toBe('## unresolved-type');
});

test('an editor that cannot show links gets only the code', async () => {
  const found = await pushed(false);
  expect(found).toMatchObject({ code: 'unresolved-type' });
  expect(found).not.toHaveProperty('codeDescription');
});
