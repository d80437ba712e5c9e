import { expect, test } from 'vitest';
import { resolve } from '../../src/base/path.ts';

test.each([
  ['/w', 'a/b', '/w/a/b'],
  ['/w', './a/', '/w/a'],
  ['/w/x', '../a', '/w/a'],
  ['/w', '.', '/w'],
  ['/w', '../../..', '/'],
  ['/w', '/other/./a', '/other/a'],
  ['c:/w', 'a/../b', 'c:/w/b'],
  ['c:/w', 'd:/x', 'd:/x'],
])('resolve: %s and %s', (folder, relative, path) => {
  expect(resolve(folder, relative)).toBe(path);
});
