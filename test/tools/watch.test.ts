/** Bundles that follow the sources, as `npm start -- --watch` keeps them for a running window. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildText, watchBundles } from '../../scripts/lib/watch.mjs';

const folder = mkdtempSync(join(tmpdir(), 'watched-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('bundles exist once watching begins, each saved source is reported, and no bundle is removed', async () => {
  writeFileSync(join(folder, 'kept.js'), '// A window runs this.');
  const told: string[] = [];
  let heard = (): void => undefined;
  let save: (path: string) => void = () => undefined;
  const listen = (changed: (path: string) => void): void => {
    save = changed;
  };
  const note = (build: Parameters<typeof buildText>[0]): Promise<void> => {
    told.push(buildText(build));
    heard();
    return Promise.resolve();
  };

  await watchBundles(['localServer', 'webview'], folder, note, listen);
  expect(told).toEqual([expect.stringMatching(/^built localServer, webview in \d+ ms$/)]);
  expect(existsSync(join(folder, 'localServer.js'))).toBe(true);

  const rebuilt = new Promise<void>((resolve) => {
    heard = resolve;
  });
  save('src/nothing/that/is/bundled.ts');
  save('src/serving/server.ts');
  await rebuilt;
  expect(told.slice(1)).toEqual([expect.stringMatching(/^built localServer in \d+ ms$/)]);
  expect(existsSync(join(folder, 'kept.js'))).toBe(true);
});
