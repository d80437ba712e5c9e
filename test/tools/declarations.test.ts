/** Importers of a file are linted again only if its declarations change, so these must hold all that a rule can see. */
import { describe, expect, test } from 'vitest';
import { declarationsOf } from '../../scripts/lib/declarations.mjs';

const BEFORE = `import type { Other } from './other.ts';
export interface Shape { readonly name: string; }
export type Kind = 'a' | 'b';
export const LIMIT = 5;
/** Doubles. */
export function double(value: number): number { return value * 2; }
export class Box { method(): void { double(1); } property = (): void => {}; }
export async function later(other: Other): Promise<void> { await other.done; }
`;

async function isSeen(from: string, to: string, file = 'src/a.ts'): Promise<boolean> {
  const after = BEFORE.replace(from, to);
  expect(after).not.toBe(BEFORE);
  return (await declarationsOf(file, after)) !== (await declarationsOf(file, BEFORE));
}

describe('what importers see', () => {
  test.each([
    ['a member', 'name: string', 'name?: string'],
    ['a case of a union', "'a' | 'b'", "'a' | 'b' | 'c'"],
    ['the value of a constant', 'LIMIT = 5', 'LIMIT = 6'],
    ['a parameter', 'value: number', 'value: bigint'],
    ['what a function returns', 'Promise<void>', 'PromiseLike<void>'],
    ['that something is deprecated', '/** Doubles. */', '/** @deprecated Use two. */'],
    ['whether a method is bound', 'method(): void {', 'method = (): void => {'],
    ['where a type comes from', './other.ts', './another.ts'],
    ['a new export', 'export type Kind', 'export type New = 1;\nexport type Kind'],
    ['any change, if a type follows from a body', 'double(value: number): number', 'double(value: number)'],
  ])('importers see %s', async (_, from, to) => {
    expect(await isSeen(from, to)).toBe(true);
  });

  test('importers see any change of a script, because its types are in comments', async () => {
    expect(await isSeen('value * 2', 'value + value', 'scripts/a.mjs')).toBe(true);
  });

  test('importers see the whole text, if a type follows from a body', async () => {
    const text = 'export const found = search();\nfunction search() { return 1; }\n';
    expect(await declarationsOf('src/a.ts', text)).toBe(text);
  });
});

test.each([
  ['the body of a function', 'value * 2', 'value + value'],
  ['the body of a method', 'double(1)', 'double(2)'],
])('importers do not see %s', async (_, from, to) => {
  expect(await isSeen(from, to)).toBe(false);
});
