/** A file that passed is checked again once an input of its verdict has changed. */
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { Inputs, readSource } from '../../scripts/lib/inputs.mjs';

type Changes = Readonly<Record<string, { readonly text: string; readonly declarations?: string }>>;

/** Makes four files: `top` imports `middle`, `middle` and `leaf` import each other, and `other` is alone. */
function inputs(changes: Changes = {}, settings = 'settings'): Inputs {
  const files = { top: ['middle'], middle: ['leaf'], leaf: ['middle'], other: [] };
  const sources = Object.entries(files).map(([file, imports]) => {
    const { text = file, declarations = file } = changes[file] ?? {};
    return [`src/${file}`, { hash: text, declarations, imports: imports.map((name) => `src/${name}`) }] as const;
  });
  return new Inputs(new Map(sources), settings);
}

const BODY = { text: 'edited' };
const SIGNATURE = { text: 'edited', declarations: 'edited' };

test('a key changes with the file, with all that it imports, and with the settings', () => {
  const before = inputs().key(['src/top']);
  expect(inputs().key(['src/top'])).toBe(before);
  for (const file of ['top', 'middle', 'leaf']) expect(inputs({ [file]: BODY }).key(['src/top'])).not.toBe(before);
  expect(inputs({}, 'others').key(['src/top'])).not.toBe(before);
});

test('a key of declarations changes with the file, with the declarations that it imports, and with the settings', () => {
  const before = inputs().keyOfDeclarations('src/top');
  expect(inputs().keyOfDeclarations('src/top')).toBe(before);
  expect(inputs({ top: BODY }).keyOfDeclarations('src/top')).not.toBe(before);
  for (const file of ['middle', 'leaf'])
    expect(inputs({ [file]: SIGNATURE }).keyOfDeclarations('src/top')).not.toBe(before);
  expect(inputs({}, 'others').keyOfDeclarations('src/top')).not.toBe(before);
});

test('a key of declarations does not change with the bodies of what the file imports', () => {
  const before = inputs().keyOfDeclarations('src/top');
  for (const file of ['middle', 'leaf', 'other'])
    expect(inputs({ [file]: BODY }).keyOfDeclarations('src/top')).toBe(before);
});

test('a key does not change with a file that has nothing to do with it', () => {
  expect(inputs({ other: BODY, top: BODY }).key(['src/leaf'])).toBe(inputs().key(['src/leaf']));
});

test('a file that is imported and then deleted is a change', () => {
  const whole = inputs();
  const without = new Inputs(new Map([...whole.sources].filter(([file]) => file !== 'src/leaf')), whole.settings);
  expect(without.key(['src/top'])).not.toBe(whole.key(['src/top']));
  expect(without.keyOfDeclarations('src/top')).not.toBe(whole.keyOfDeclarations('src/top'));
});

test('importers are the files that import a file directly', () => {
  expect(inputs().importersOf(new Set(['src/leaf']))).toEqual(['src/middle']);
});

test('the imports of this test file are read correctly', async () => {
  const name = relative(join(import.meta.dirname, '..', '..'), import.meta.filename).replaceAll(sep, '/');
  const { imports } = await readSource(name, await readFile(import.meta.filename, 'utf8'), 'hash');
  expect(imports).toEqual(['scripts/lib/inputs.mjs']);
});
