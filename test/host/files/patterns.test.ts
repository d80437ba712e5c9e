/** Globs and rules of .gitignore: what they match, with git itself as the judge, and what they cost. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Globs } from '../../../src/host/files/globs.ts';
import { IgnoreRules, MOST_RULES } from '../../../src/host/files/ignoreRules.ts';

/** A match may take at most this many steps for each pair of characters of the pattern and the path. */
const STEPS_PER_PAIR = 2;

function noLog(line: string): void {
  throw new Error(`Nothing should be said, but this was: ${line}`);
}

function matches(glob: string, path: string): boolean {
  return new Globs([glob], noLog).match(path.split('/'), { steps: 0 });
}

describe('a glob', () => {
  it.each([
    ['build', 'build', 'deep/build'],
    ['**/build', 'build', 'rebuild'],
    ['**/build', 'a/b/build', 'a/build/c'],
    ['build/**', 'build', 'a/build'],
    ['build/**', 'build/a/b', 'rebuild/a'],
    ['a/**/b', 'a/b', 'a/c'],
    ['a/**/b', 'a/x/y/b', 'x/a/b'],
    ['*.proto', 'a.proto', 'x/a.proto'],
    ['*.proto', '.proto', 'a.proto3'],
    ['**/*.{pb,gen}.proto', 'a/b.gen.proto', 'a/b.proto'],
    ['{a/b,c}/*', 'a/b/x', 'a/x'],
    ['{a,{b,c}}', 'c', '{a,{b,c}}'],
    ['{a}', '{a}', 'a'],
    ['v?', 'v1', 'v'],
    ['v[0-9]', 'v1', 'va'],
    ['v[!0-9]', 'va', 'v1'],
    ['\\*', '*', 'a'],
    ['./a', 'a', 'b/a'],
    ['**', 'a/b', ''],
    ['__proto__', '__proto__', 'constructor'],
  ])('the glob %s matches %s and not %s', (glob, path, other) => {
    expect([matches(glob, path), other !== '' && matches(glob, other)]).toEqual([true, false]);
  });

  it.each([
    ['nothing', ''],
    ['a bracket that is not closed', '['],
    ['513 characters', 'a'.repeat(513)],
    ['1,024 alternatives', '{a,b}'.repeat(10)],
  ])('a glob of %s is ignored, and the log says so', (_, glob) => {
    const lines: string[] = [];
    expect(new Globs([glob, 'b'], (line) => lines.push(line)).match(['b'], { steps: 0 })).toBe(true);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeLessThan(200);
  });

  it('a glob after the first 1,024 is ignored', () => {
    const lines: string[] = [];
    const many = Array.from({ length: 10_000 }, (_, at) => `g${at}`);
    const globs = new Globs(many, (line) => lines.push(line));
    const found = ['g1023', 'g1024'].map((name) => globs.match([name], { steps: 0 }));
    expect(found).toEqual([true, false]);
    expect(lines).toEqual(['There are 10000 globs to leave out files. The first 1024 count.']);
  });

  it.each([
    ['stars between letters', '*a*a*a*a*a*a*a*b', 'a'.repeat(250)],
    ['as many stars as fit', '*a'.repeat(200) + 'b', 'a'.repeat(250)],
    ['folders between stars', `${'**/a/'.repeat(80)}b`, Array.from({ length: 2000 }, () => 'a').join('/')],
    [
      'stars in folders between stars',
      `${'**/*a*a/'.repeat(50)}b`,
      Array.from({ length: 500 }, () => 'aaaa').join('/'),
    ],
    ['stars and many folders', `**/${'a/'.repeat(200)}b`, Array.from({ length: 2000 }, () => 'a').join('/')],
  ])('a glob of %s takes a bounded number of steps', (_, glob, path) => {
    const effort = { steps: 0 };
    expect(new Globs([glob], noLog).match(path.split('/'), effort)).toBe(false);
    expect(effort.steps).toBeLessThan(STEPS_PER_PAIR * glob.length * path.length);
  });
});

describe('the rules of a .gitignore', () => {
  const names = ['a', 'b', 'ab', 'ba', '.a', 'a.x', 'aa'];
  const paths = names.flatMap((x) => [
    [x],
    ...names.flatMap((y) => [[x, y], ...['a', 'b', 'a.x'].map((z) => [x, y, z])]),
  ]);
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ignore-'));
    execFileSync('git', ['init', '-q', folder]);
    execFileSync('git', ['-C', folder, 'config', 'core.ignorecase', 'true']);
    execFileSync('git', ['-C', folder, 'config', 'core.excludesFile', '']);
    for (const path of paths) mkdirSync(join(folder, ...path), { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function byGit(text: string): readonly string[] {
    writeFileSync(join(folder, '.gitignore'), text);
    const input = paths.map((path) => path.join('/')).join('\n');
    const { stdout } = spawnSync('git', ['-C', folder, 'check-ignore', '--no-index', '--stdin'], { input });
    return String(stdout)
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  }

  function byUs(text: string): readonly string[] {
    const rules = new IgnoreRules(text, MOST_RULES, noLog);
    // The contents of an ignored folder are ignored too.
    const isIgnored = (path: readonly string[]): boolean =>
      path.some((_, at) => rules.verdict(path.slice(0, at + 1), true, { steps: 0 }) === 'ignored');
    return paths
      .filter(isIgnored)
      .map((path) => path.join('/'))
      .sort();
  }

  it.each([
    'a/\n!a/b',
    '/a',
    '*\n!*/\n!b',
    'a/**',
    '**/b',
    'a/**/b',
    '**',
    '**/',
    '/',
    '# a\n\\#a\n!b',
    'A',
    'a  \nb\\ ',
    '[a-b]\n[!a]',
    '[[:alpha:]]b',
    '[[:none:]]',
    '[',
    '\\',
    '\uFEFFa\r\nb\r\n',
    'a\n!a\na\n!a',
    'a**',
    '***/b',
    '**/*b/',
    '!**/b\n**/[ab]',
  ])('the rules ignore the same paths as git: %j', (text) => {
    expect(byUs(text)).toEqual(byGit(text));
  });

  const piece = fc.constantFrom('a', 'b', '*', '**', '?', '/', '/', '[ab]', '[!a]', '.', '.x', 'A', ' ', '***');
  const line = fc.tuple(fc.constantFrom('', '', '', '!'), fc.array(piece, { minLength: 1, maxLength: 5 }));
  const texts = fc.array(
    line.map(([sign, pieces]) => sign + pieces.join('')),
    { minLength: 1, maxLength: 4 },
  );

  it('the rules ignore the same paths as git, for random patterns', () => {
    fc.assert(
      fc.property(texts, (lines) => {
        expect(byUs(lines.join('\n'))).toEqual(byGit(lines.join('\n')));
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('the rules are limited in number and length, and the log names the rules beyond the limits', () => {
    const lines: string[] = [];
    const text = `${'x'.repeat(600)}\nb\n${'c\n'.repeat(300_000)}`;
    const rules = new IgnoreRules(text, 3, (reason) => lines.push(reason));
    expect(rules.size).toBe(3);
    expect(rules.verdict(['b'], false, { steps: 0 })).toBe('ignored');
    expect(lines).toEqual([
      'has a rule of 600 characters, which does not count',
      'has too many rules. Those from number 4 on do not count',
    ]);
  });

  it('a name after two stars is compared with the last part of a path only', () => {
    const rules = new IgnoreRules('**/a/\n**/*.log', 9, noLog);
    const path = Array.from({ length: 1000 }, () => 'b');
    const effort = { steps: 0 };
    expect(rules.verdict(path, true, effort)).toBeUndefined();
    expect(rules.verdict([...path, 'A'], true, effort)).toBe('ignored');
    expect(effort.steps).toBeLessThan(50);
  });

  it('the rules take a bounded number of steps even if they backtrack', () => {
    const text = `${'**/a/'.repeat(8)}b\n${'*a'.repeat(100)}b`;
    const path = Array.from({ length: 1000 }, () => 'a');
    const effort = { steps: 0 };
    expect(new IgnoreRules(text, 9, noLog).verdict(path, true, effort)).toBeUndefined();
    expect(effort.steps).toBeLessThan(STEPS_PER_PAIR * text.length * path.length * 2);
  });
});
