import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { isBelow } from '../../../src/host/writing/containment.ts';

test.each([
  ['C:\\w', 'C:\\w\\a.go', true],
  ['C:\\w', 'c:\\W\\gen\\a.go', true],
  ['C:\\w', 'C:\\w..\\a.go', false],
  ['C:\\w', 'C:\\w\\..a.go', true],
  ['C:\\w', 'D:\\w\\a.go', false],
  ['C:\\w', 'C:\\other\\a.go', false],
  ['C:\\w', 'C:\\w', false],
  ['C:\\', 'C:\\a.go', true],
  ['C:\\w', '\\\\server\\share\\w\\a.go', false],
  ['\\\\server\\share\\w', '\\\\server\\share\\w\\a.go', true],
  ['\\\\server\\share\\w', '\\\\server\\other\\w\\a.go', false],
])('on Windows, the folder %s contains %s: %s', (folder, path, expected) => {
  expect(isBelow(folder, path, win32)).toBe(expected);
});

test.each([
  ['/w', '/w/a.go', true],
  ['/w', '/W/a.go', false],
  ['/w', '/ww/a.go', false],
  ['/w', '/w/..a.go', true],
  ['/', '/a.go', true],
])('on other systems, the folder %s contains %s: %s', (folder, path, expected) => {
  expect(isBelow(folder, path, posix)).toBe(expected);
});
