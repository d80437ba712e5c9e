/**
 * The strictness of tsconfig.json: each option catches a planted fault, in the native compiler, which checks types, and
 * in the compiler whose types ESLint uses. Both must agree, or a rule would see other types than the check.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** An option, the error that it gives, and a file with that fault. */
const PLANTED: readonly (readonly [option: string, error: string, file: string, text: string])[] = [
  ['strictNullChecks', 'TS18048', 'a.ts', 'export const a = (b?: string) => b.length;'],
  ['noImplicitAny', 'TS7006', 'b.ts', 'export const b = (c) => c;'],
  ['strictPropertyInitialization', 'TS2564', 'c.ts', 'export class C { d: string; }'],
  [
    'useUnknownInCatchVariables',
    'TS18046',
    'd.ts',
    'try { JSON.parse(""); } catch (error) { error.message; }\nexport {};',
  ],
  ['exactOptionalPropertyTypes', 'TS2375', 'e.ts', 'export const e: { a?: 1 } = { a: undefined };'],
  ['noUncheckedIndexedAccess', 'TS2322', 'f.ts', 'export const f = (a: string[]): string => a[0];'],
  ['noImplicitOverride', 'TS4114', 'g.ts', 'class A { a() {} }\nexport class G extends A { a() {} }'],
  ['noImplicitReturns', 'TS7030', 'h.ts', 'export function h(a: boolean) { if (a) return 1; }'],
  [
    'noFallthroughCasesInSwitch',
    'TS7029',
    'i.ts',
    'export function i(a: number) { switch (a) { case 1: a++; case 2: a--; } }',
  ],
  ['noPropertyAccessFromIndexSignature', 'TS4111', 'j.ts', 'export const j = (a: Record<string, 1>) => a.b;'],
  ['noUnusedLocals', 'TS6133', 'k.ts', 'const k = 1;\nexport {};'],
  ['noUnusedParameters', 'TS6133', 'l.ts', 'export function l(a: number) {}'],
  ['allowUnreachableCode', 'TS7027', 'm.ts', 'export function m() { return; m(); }'],
  ['erasableSyntaxOnly', 'TS1294', 'n.ts', 'export enum N { A }'],
  ['verbatimModuleSyntax', 'TS1484', 'o.ts', "import { O } from './p.ts';\nexport const o: O = 1;"],
  ['lib without DOM', 'TS2584', 'q.ts', 'export const q = document;'],
  ['checkJs', 'TS2322', 'r.mjs', '/** @type {string} */\nexport const r = 1;'],
];

describe.each(['typescript-7', 'typescript'])('with %s, a planted fault is caught', (compiler) => {
  let folder = '';
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'types-'));
    await mkdir(join(folder, 'src'));
    await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [, , file, text] of PLANTED) await writeFile(join(folder, 'src', file), `${text}\n`);
    await writeFile(join(folder, 'src', 'p.ts'), 'export type O = 1;\n');
    const program = join(root, 'node_modules', compiler, 'bin', 'tsc');
    // The exit code also reports faults.
    const result = await run(process.execPath, [program, '-p', '.', '--pretty', 'false'], { cwd: folder }).catch(
      (error: unknown) => error as { stdout: string },
    );
    output = result.stdout;
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(PLANTED)('the option %s makes the compiler report %s in %s', (_, error, file) => {
    expect(errorsOf(output, file)).toEqual([error]);
  });

  test('a file without a fault passes', () => {
    expect(errorsOf(output, 'p.ts')).toEqual([]);
  });
});

function errorsOf(output: string, file: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith(`src/${file}(`))
    .map((line) => /error (TS\d+)/.exec(line)?.[1] ?? line);
}
