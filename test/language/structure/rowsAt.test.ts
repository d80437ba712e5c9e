/** The row at a place is the innermost declaration, whether the file is open, closed or broken. */
import { describe, expect, test } from 'vitest';
import { rowsAt } from '../../../src/language/structure/rowsAt.ts';
import { parse } from '../../../src/syntax/parser.ts';
import { fixture } from '../../support/memoryWorkspace.ts';

/** Returns the steps of the row at the cursor, which are equal for the closed and the open file. */
function stepsAtCursor(text: string): string {
  const { workspace, path, offset, texts } = fixture(`-- a.proto --\n${text}`);
  const at = (): string => rowsAt(workspace, path, [offset])[0]?.rows.join(' ') ?? '';
  const closed = at();
  workspace.setBuffer(path, texts.get(path) ?? '');
  expect(at()).toBe(closed);
  return closed.slice(closed.indexOf('#') + 1);
}

describe('the row at a place', () => {
  test.each([
    ['a field', 'message A {}\nmessage B { A a = 1; $0strng b = 2; A c = 3; }\nmessage C {}', 'm:B/f:b'],
    ['a nested field', 'message A { message B { $0strng b = 1; } }', 'm:A/m:B/f:b'],
    ['a field of a oneof', 'message A { oneof one { $0strng b = 1; } }', 'm:A/o:one/f:b'],
    ['a message, at its name', 'message A {} message $0A { int32 b = 1; }', 'm:A'],
    ['an enum value', 'enum E { A = 0; B = $00; }', 'e:E/e:B'],
    ['a method', 'service S { rpc Get($0Gone) returns (Gone); }', 's:S/m:Get'],
    ['an extension', 'extend $0Gone { int32 a = 1; }', 'e:Gone'],
    ['the second of two adjacent fields', 'enum E{A=0;}$0message M{}', 'm:M'],
    [
      'a field below a comment',
      'message A {}\n// About B.\nmessage B {\n  // About b.\n  $0strng b = 1;\n}',
      'm:B/f:b',
    ],
    ['the field with a syntax error', 'message A { int32 a = 1; int32 b = $0; int32 c = 3; }', 'm:A/f:b'],
    ['the declaration before text that is not a declaration', 'message A {}\n$0???\nmessage B {}', 'm:A'],
    ['the declaration that the end of the file cuts off', 'message A {}\nmessage B { int32 b = 1;\n\n$0', 'm:B/f:b'],
  ])('the row at a place is %s', (_, text, steps) => {
    expect(stepsAtCursor(text)).toBe(steps);
  });

  test.each([
    ['at an import', 'import $0"gone.proto";\nmessage A {}'],
    ['at a package', 'package $0a;\nmessage A {}'],
    ['in an empty file', '$0'],
  ])('there is no row %s', (_, text) => {
    expect(stepsAtCursor(text)).toBe('');
  });
});

test('the search for a place in a closed file with thousands of messages reads one of them', () => {
  const text = Array.from({ length: 5000 }, (_, at) => `message M${at} { Gone gone = 1; }`).join('\n');
  const { workspace, path } = fixture(`-- a.proto --\n${text}\n$0`);
  workspace.rows(path);
  const start = process.cpuUsage();
  for (let time = 0; time < 20; time++) rowsAt(workspace, path, [text.indexOf('M2500 ') + 10]);
  const once = process.cpuUsage(start).user / 20;
  const parsing = process.cpuUsage();
  parse(text);
  expect(once).toBeLessThan(process.cpuUsage(parsing).user / 4);
});
