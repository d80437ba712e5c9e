/**
 * Each regular expression of the sources takes linear time. Their input comes from files, settings and peers: an
 * expression that backtracks over it would block a process for good. test/support/pumped.ts explains the method.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { slowText } from '../support/pumped.ts';

const sources = join(import.meta.dirname, '..', '..', 'src');

interface Literal {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

function literalsIn(name: string): readonly Literal[] {
  const file = ts.createSourceFile(name, readFileSync(join(sources, name), 'utf8'), ts.ScriptTarget.Latest, false);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral)
      found.push(literal(node.getText(file), node.getStart(file)));
    ts.forEachChild(node, visit);
  };
  const literal = (text: string, at: number): Literal => {
    const end = text.lastIndexOf('/');
    const place = `${name}:${file.getLineAndCharacterOfPosition(at).line + 1}`;
    return { place, source: text.slice(1, end), flags: text.slice(end + 1) };
  };
  visit(file);
  return found;
}

const literals = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .flatMap(literalsIn);

test('no regular expression of the sources takes more than linear time', { timeout: 120_000 }, () => {
  expect(literals.length).toBeGreaterThan(200);
  const slow = literals.flatMap(({ place, source, flags }) => {
    const found = slowText(source, flags);
    return found === undefined
      ? []
      : [`${place}: /${source}/${flags} takes ${Math.round(found.ms)} ms for ${found.text}`];
  });
  expect(slow).toEqual([]);
});

describe('a regular expression', () => {
  test.each([
    ['spaces before an end', '\\s+$', ''],
    ['two repetitions of the same character', '^a*a*b', ''],
    ['a repetition of a repetition', '^(a+)+$', ''],
    ['alternatives that match the same text', '^(?:a|a)*$', ''],
    ['a beginning that matches many times', 'type \\w+ \\{[^}]*\\}', 'g'],
    ['an exact number of the same character', '0{65535}$', ''],
  ])('a slow expression is found: %s', (_, source, flags) => {
    expect(slowText(source, flags)).toBeDefined();
  });

  test.each(['^\\s+', '^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$', '[^a]', '"[^"\\\\]'])(
    'a linear expression is not reported: /%s/',
    (source) => {
      expect(slowText(source, '')).toBeUndefined();
    },
  );
});
