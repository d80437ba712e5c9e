import { expect, test } from 'vitest';
import { ancestors, dirname, resolve } from '../../src/base/path.ts';

test.each([
  ['/w', 'a/b', '/w/a/b'],
  ['/w', './a/', '/w/a'],
  ['/w/x', '../a', '/w/a'],
  ['/w', '.', '/w'],
  ['/w', '../../..', '/'],
  ['/w', '/other/./a', '/other/a'],
  ['c:/w', 'a/../b', 'c:/w/b'],
  ['c:/w', 'd:/x', 'd:/x'],
  ['//server/share', 'a/b', '//server/share/a/b'],
  ['//server/share/w', '../a', '//server/share/a'],
  ['//server/share/w', '../../..', '//server/share'],
  ['//server/share/w', '//other/share', '/other/share'],
  ['c:/w', '//other/share', '/other/share'],
])('resolve: %s and %s', (folder, relative, path) => {
  expect(resolve(folder, relative)).toBe(path);
});

test('the parent folders of a file on a network share end at the share', () => {
  expect([...ancestors('//server/share/a/b.proto')]).toEqual(['//server/share/a', '//server/share']);
  expect(dirname('//server/share')).toBe('//server/share');
});
