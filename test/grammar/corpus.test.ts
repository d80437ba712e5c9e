/** Real files: no text in them may stay without a colour or look like an error. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import type { ScopedText } from './textmate.ts';
import { loadGrammar, tokenize } from './textmate.ts';

const require = createRequire(import.meta.url);

function protoFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => join(folder, name));
}

const google = protoFiles(dirname(require.resolve('google-proto-files/package.json')));
const wellKnown = protoFiles(join(dirname(require.resolve('protoc/package.json')), 'include'));

/** Whether a token has only the scope of its statement, or is marked as wrong. */
function isMiscoloured(token: ScopedText): boolean {
  const last = token.scopes.at(-1) ?? '';
  return /^(source|meta)\./.test(last) || token.scopes.some((scope) => scope.startsWith('invalid'));
}

describe('the grammar on files that protoc accepts', () => {
  let grammar: IGrammar;
  beforeAll(async () => {
    grammar = await loadGrammar('source.proto');
  });

  function miscoloured(file: string): string[] {
    return tokenize(grammar, readFileSync(file, 'utf8'))
      .filter(isMiscoloured)
      .map((token) => `${file}:${token.line}: ${token.text} (${token.scopes.join(' ')})`);
  }

  test('colours every word of the well-known types', () => {
    expect(wellKnown.length).toBeGreaterThan(10);
    expect(wellKnown.flatMap(miscoloured)).toEqual([]);
  });

  test("colours every word of 200 files of Google's APIs", () => {
    const sample = google.filter((_, index) => index % Math.floor(google.length / 200) === 0);
    expect(sample.length).toBeGreaterThanOrEqual(200);
    expect(sample.flatMap(miscoloured)).toEqual([]);
  });

  test("reads the largest of Google's files, with 100,000 lines, and no line is slow", () => {
    const largest = google.reduce((a, b) => (statSync(a).size >= statSync(b).size ? a : b));
    expect(miscoloured(largest)).toEqual([]);
  }, 30_000);
});

describe('the grammar on hostile lines', () => {
  // VS Code does not colour lines above 20,000 characters; quadratic backtracking would take minutes on these lines.
  test.each([
    ['a type with many parts', `message A { ${'a.'.repeat(10_000)} x = 1;`],
    ['open brackets', `option (a) = {${'[a.b/c '.repeat(4_000)}`],
    ['backslashes', `option a = "${'\\'.repeat(20_001)}`],
    ['spaces', `message A {${' '.repeat(20_000)}x`],
    ['malformed numbers', `message A {${'1.2.3e+e-.'.repeat(2_000)}x`],
    ['open comments', `message A { string a = 1 ${'/* * '.repeat(4_000)}`],
    ['keywords', `message A {${'export message local '.repeat(1_000)}`],
  ])(
    'the grammar survives %s',
    async (_, line) => {
      const grammar = await loadGrammar('source.proto');
      expect(tokenize(grammar, line).length).toBeGreaterThan(1);
    },
    10_000,
  );
});
