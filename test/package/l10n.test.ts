/** The texts for translators in l10n/ are those that the extension now shows. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
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

test('l10n/ includes each string that the extension asks `l10n` for', async () => {
  // The exporter finds only calls whose file imports `l10n`, and whose object is the plain name.
  const folder = join(root, 'src', 'extension');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const asked = await Promise.all(files.map(async (file) => textsAsked(await readFile(join(folder, file), 'utf8'))));
  expect(asked.flat().length).toBeGreaterThan(200);
  expect(asked.flat()).not.toContain(undefined);
  const known = Object.keys(await textsIn(join(root, 'l10n')));
  expect(asked.flat().filter((text = '') => !known.includes(text))).toEqual([]);
});

/** The first argument of each call of `t` of an `l10n`; undefined if it is not a literal, so no exporter can know it. */
function textsAsked(source: string): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText()))
      found.push(literal(node.arguments[0]));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('asked.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

function literal(argument: ts.Expression | undefined): string | undefined {
  return argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}
