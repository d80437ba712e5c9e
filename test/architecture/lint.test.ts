/** The lint rules of eslint.config.mjs: each of our own, and those with types, catches a planted violation. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** A rule, and a file that breaks it. */
const PLANTED: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-restricted-syntax', 'src/base/a.ts', 'export default 1;'],
  ['no-restricted-syntax', 'src/base/b.ts', 'export const b = (a?: 1) => ({ ...(a === undefined ? {} : { a }) });'],
  ['no-restricted-imports', 'src/base/c.ts', "import { exec } from 'node:child_process';\nexec('ls');"],
  ['no-restricted-properties', 'src/extension/d.ts', "import { ui } from './ui.ts';\nui.showErrorMessage('a');"],
  ['no-nested-ternary', 'src/base/e.ts', 'export const e = (a: boolean, b: boolean) => (a ? 1 : b ? 2 : 3);'],
  ['no-nested-ternary', 'scripts/e.mjs', 'export const e = (a, b) => (a ? 1 : b ? 2 : 3);'],
  ['eqeqeq', 'src/base/f.ts', 'export const f = (a: number) => a == 1;'],
  ['@typescript-eslint/no-floating-promises', 'src/base/g.ts', "import { wait } from './wait.ts';\nvoid wait();"],
  [
    '@typescript-eslint/no-floating-promises',
    'test/base/g.ts',
    "import { wait } from '../../src/base/wait.ts';\nwait();",
  ],
  ['@typescript-eslint/no-misused-promises', 'src/base/h.ts', "import { wait } from './wait.ts';\nif (wait()) wait;"],
  ['@typescript-eslint/no-unsafe-assignment', 'src/base/i.ts', "export const i = JSON.parse('');"],
  ['@typescript-eslint/no-explicit-any', 'src/base/j.ts', 'export const j = (a: any): unknown => a;'],
  ['@typescript-eslint/no-non-null-assertion', 'src/base/k.ts', 'export const k = (a?: string) => a!;'],
  ['@typescript-eslint/no-unnecessary-condition', 'src/base/l.ts', 'export const l = (a: {}) => (a ? 1 : 2);'],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'src/base/m.ts',
    'export function m(a: 1 | 2) {\n switch (a) { case 1: return; }\n}',
  ],
  [
    '@typescript-eslint/consistent-type-imports',
    'src/base/n.ts',
    "import { Wait } from './wait.ts';\nexport const n = (a: Wait) => a;",
  ],
  ['@typescript-eslint/prefer-readonly', 'src/base/o.ts', 'export class O { private a = 1; get() { return this.a; } }'],
  ['@typescript-eslint/no-deprecated', 'src/base/p.ts', "import { old } from './wait.ts';\nold();"],
  ['@typescript-eslint/restrict-template-expressions', 'src/base/q.ts', 'export const q = (a: object) => `${a}`;'],
  ['@typescript-eslint/no-unsafe-assignment', 'src/webview/r.ts', "export const r = JSON.parse('');"],
];

/** The planted files import these files, which break no rule. */
const CLEAN: readonly (readonly [file: string, text: string])[] = [
  [
    'src/base/wait.ts',
    'export type Wait = () => Promise<void>;\nexport const wait: Wait = () => Promise.resolve();\n/** @deprecated Wait. */\nexport function old(): void {\n  return;\n}',
  ],
  ['src/extension/ui.ts', 'export const ui = { showErrorMessage: (text: string): string => text };'],
];

describe('a planted violation is caught', () => {
  let folder = '';
  /** The violations that were found, as `rule: file`. */
  let found: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lint-'));
    const write = async (file: string, text: string) => {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${text}\n`);
    };
    await mkdir(join(folder, 'src', 'webview'), { recursive: true });
    for (const file of ['package.json', 'eslint.config.mjs', 'tsconfig.json', 'src/webview/tsconfig.json'])
      await cp(join(root, file), join(folder, file));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [, file, text] of PLANTED) await write(file, text);
    for (const [file, text] of CLEAN) await write(file, text);
    found = await violations(folder);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(PLANTED)('ESLint reports %s in %s', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  test('files without a violation pass', () => {
    const clean = CLEAN.map(([file]) => file);
    expect(found.filter((violation) => clean.some((file) => violation.endsWith(`: ${file}`)))).toEqual([]);
  });
});

interface Result {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

async function violations(folder: string): Promise<readonly string[]> {
  const program = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
  // The exit code also reports violations.
  const output = await run(process.execPath, [program, '--format', 'json', 'src', 'test', 'scripts'], {
    cwd: folder,
    maxBuffer: 64 << 20,
  }).catch((error: unknown) => error as { stdout: string; stderr: string });
  if (!output.stdout.startsWith('[')) throw new Error(output.stderr);
  const results = JSON.parse(output.stdout) as readonly Result[];
  return results.flatMap(({ filePath, messages }) => {
    const file = relative(folder, filePath).split(sep).join('/');
    return messages.map(({ ruleId, message }) => `${ruleId ?? message}: ${file}`);
  });
}
