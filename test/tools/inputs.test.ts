/** A file that passed is checked again once an input of its verdict has changed. */
import { expect, test } from 'vitest';
import { Inputs } from '../../scripts/lib/inputs.mjs';

/** `top` imports `middle`, that imports `leaf` and is imported by it; `other` is alone. */
function inputs(changes: Readonly<Record<string, string>> = {}, settings = 'settings'): Inputs {
  const files = { top: ['middle'], middle: ['leaf'], leaf: ['middle'], other: [] };
  const sources = Object.entries(files).map(
    ([file, imports]) =>
      [`src/${file}`, { hash: changes[file] ?? file, imports: imports.map((name) => `src/${name}`) }] as const,
  );
  return new Inputs(new Map(sources), settings);
}

test('a key changes with the file, with all that it imports, and with the settings', () => {
  const before = inputs().key(['src/top']);
  expect(inputs().key(['src/top'])).toBe(before);
  for (const file of ['top', 'middle', 'leaf']) expect(inputs({ [file]: 'edited' }).key(['src/top'])).not.toBe(before);
  expect(inputs({}, 'others').key(['src/top'])).not.toBe(before);
});

test('a key does not change with a file that has nothing to do with it', () => {
  expect(inputs({ other: 'edited', top: 'edited' }).key(['src/leaf'])).toBe(inputs().key(['src/leaf']));
});

test('a file that is imported and then deleted is a change', () => {
  const whole = inputs();
  const without = new Inputs(new Map([...whole.sources].filter(([file]) => file !== 'src/leaf')), whole.settings);
  expect(without.key(['src/top'])).not.toBe(whole.key(['src/top']));
});

test('importers are those that import a file themselves', () => {
  expect(inputs().importersOf(new Set(['src/leaf']))).toEqual(['src/middle']);
});

test('this file imports what it says, in the repository as it is', async () => {
  const own = (await Inputs.read()).sources.get('test/tools/inputs.test.ts');
  expect(own?.imports).toEqual(['scripts/lib/inputs.mjs']);
});
