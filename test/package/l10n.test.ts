/** The texts for translators in l10n/ are those that the extension now shows. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { panelStrings } from '../../src/extension/panel/panelStrings.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const exporter = join(root, 'node_modules', '@vscode', 'l10n-dev', 'dist', 'cli.js');

async function textsIn(folder: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(join(folder, 'bundle.l10n.json'), 'utf8')) as Record<string, unknown>;
}

test('l10n/ has the same files that `npm run l10n` would write', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'l10n-'));
  try {
    await run(process.execPath, [exporter, 'export', '-o', folder, 'src/extension'], { cwd: root });
    expect(await textsIn(join(root, 'l10n'))).toEqual(await textsIn(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('l10n/ includes the strings of the panel', async () => {
  const asked: string[] = [];
  const note = (text: unknown): string => {
    asked.push(String(text));
    return '';
  };
  panelStrings({ t: note });
  expect(asked.length).toBeGreaterThan(50);
  expect(Object.keys(await textsIn(join(root, 'l10n')))).toEqual(expect.arrayContaining(asked));
});
