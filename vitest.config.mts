import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What a test file may need besides Node: `@needs go` in its opening comment says so. Most need nothing. */
const NEEDS = ['go', 'browser'] as const;
type Need = (typeof NEEDS)[number];

/** The first `go vet` on a machine compiles gRPC itself: 100 s on two busy cores. */
const FIRST_GO_BUILD_MS = 300_000;

// Those in these folders run inside VS Code, by their own runner.
const IN_VSCODE = ['test/integration/**', 'test/vscode/**'];

const needs = new Map(
  readdirSync(join(import.meta.dirname, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .map((file) => [file, needOf(file)]),
);

function needOf(file: string): Need | undefined {
  const [, need] = /@needs (\w+)/.exec(openingComment(file)) ?? [];
  const known = NEEDS.find((name) => name === need);
  if (need !== undefined && known === undefined)
    throw new Error(`${file} needs ${need}, and a test may need ${NEEDS.join(' or ')}`);
  return known;
}

function openingComment(file: string): string {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  return text.startsWith('/**') ? text.slice(0, text.indexOf('*/')) : '';
}

function filesThatNeed(need: Need): string[] {
  return [...needs].flatMap(([file, itsNeed]) => (itsNeed === need ? [file] : []));
}

export default defineConfig({
  test: {
    // Journals are signed with a key of the user. Tests make one of their own.
    env: { XDG_STATE_HOME: join(tmpdir(), 'grpc-workbench-tests') },
    maxWorkers: 2,
    // A test that takes longer says next to it how long, and why.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [...IN_VSCODE, ...NEEDS.flatMap(filesThatNeed), '**/node_modules/**'],
          // What needs more without saying so fails here, not on a machine that lacks it.
          env: { TESTS_WITHOUT: NEEDS.join(' ') },
        },
      },
      {
        extends: true,
        test: {
          name: 'go',
          include: filesThatNeed('go'),
          testTimeout: FIRST_GO_BUILD_MS,
          hookTimeout: FIRST_GO_BUILD_MS,
          globalSetup: ['test/codegen/support/warmGo.ts'],
        },
      },
      { extends: true, test: { name: 'browser', include: filesThatNeed('browser') } },
    ],
  },
});
