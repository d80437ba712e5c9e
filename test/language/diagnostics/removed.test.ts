/** Hints about fields and values that the saved text has and the edited text lacks, and their fixes. */
import { describe, expect, test } from 'vitest';
import { fixesOf } from '../../../src/language/fixes/fixes.ts';
import { removalHints } from '../../../src/language/diagnostics/removed.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const PATH = `${FOLDER}/a.proto`;
const HEAD = 'syntax = "proto3";\npackage p;\n';
const SAVED = `${HEAD}message M {\n  string foo = 3;\n  int32 bar = 4;\n  oneof o { bool baz = 5; bool qux = 6; }\n}\n`;

function edited(saved: string, text: string): Fixture {
  const made = fixture(`-- a.proto --\n${saved}`);
  made.workspace.setBuffer(PATH, text);
  return made;
}

function hints(saved: string, text: string): readonly string[] {
  return removalHints(edited(saved, text).workspace, PATH).map(({ message }) => message);
}

/** Returns the text after each offered fix, by title. */
function fixed(saved: string, text: string): Readonly<Record<string, string>> {
  const { workspace } = edited(saved, text);
  const file = workspace.linked(PATH);
  const fixes =
    file === undefined ? [] : removalHints(workspace, PATH).flatMap((hint) => fixesOf(workspace, PATH, file, hint));
  return Object.fromEntries(fixes.map(({ title, edits }) => [title, applyEdits(text, edits)]));
}

describe('a removed field', () => {
  const text = SAVED.replace('  string foo = 3;\n', '');

  test('a removed field causes a hint at the name of its message', () => {
    const [hint, ...others] = removalHints(edited(SAVED, text).workspace, PATH);
    expect(others).toEqual([]);
    expect(hint).toEqual({
      code: 'removed-field',
      severity: 'hint',
      message: 'Field "foo" = 3 was removed: its number and name can be used again by mistake.',
      span: { start: text.indexOf('M {'), end: text.indexOf('M {') + 1 },
    });
  });

  test('a fix reserves a removed field, and then the hint disappears', () => {
    const after = `${HEAD}message M {\n  reserved 3;\n  reserved "foo";\n  int32 bar = 4;\n  oneof o { bool baz = 5; bool qux = 6; }\n}\n`;
    expect(fixed(SAVED, text)).toEqual({ 'Reserve 3 and "foo"': after });
    expect(hints(SAVED, after)).toEqual([]);
  });

  test('a fix reserves a removed field together with the others, or alone', () => {
    const none = `${HEAD}message M {\n  reserved 9;\n  bool qux = 6;\n}\n`;
    const found = fixed(SAVED, none);
    expect(Object.keys(found)).toEqual([
      'Reserve 3 and "foo"',
      'Reserve all 3 removed fields',
      'Reserve 4 and "bar"',
      'Reserve 5 and "baz"',
    ]);
    expect(found['Reserve all 3 removed fields']).toBe(
      `${HEAD}message M {\n  reserved "foo", "bar", "baz";\n  reserved 9, 3 to 5;\n  bool qux = 6;\n}\n`,
    );
    expect(hints(SAVED, found['Reserve 4 and "bar"'] ?? '')).toHaveLength(2);
  });

  test('a removed field may come from a oneof or a nested message', () => {
    expect(hints(SAVED, SAVED.replace('bool baz = 5;', ''))).toEqual([
      'Field "baz" = 5 was removed: its number and name can be used again by mistake.',
    ]);
    expect(hints(SAVED, SAVED.replace('oneof o { bool baz = 5; bool qux = 6; }', ''))).toHaveLength(2);
    const nested = `${HEAD}message A { message M { int32 a = 1; } }\nmessage M { int32 a = 1; }\n`;
    expect(
      fixed(nested, nested.replace('message M { int32 a = 1; } }', 'message M { } }'))['Reserve 1 and "a"'],
    ).toContain('message A { message M { reserved 1; reserved "a"; } }\nmessage M { int32 a = 1; }');
  });

  test('a removed field may come from a group, or be a group', () => {
    const saved =
      'syntax = "proto2";\nmessage M {\n  repeated group Item = 1 [deprecated = true] {\n    optional int32 a = 1;\n  }\n  oneof o { group Other = 2 { optional int32 b = 1; } }\n}\n';
    expect(fixed(saved, saved.replace('    optional int32 a = 1;\n', ''))).toEqual({
      'Reserve 1 and "a"': saved.replace('    optional int32 a = 1;\n', '    reserved 1;\n    reserved "a";\n'),
    });
    expect(hints(saved, saved.replace(' optional int32 b = 1; ', ''))).toEqual([
      'Field "b" = 1 was removed: its number and name can be used again by mistake.',
    ]);
    expect(Object.keys(fixed(saved, saved.replace(/ {2}oneof .*\n/, '')))).toEqual(['Reserve 2 and "other"']);
  });

  test('the hint only counts the removed fields if there are many', () => {
    const many = `${HEAD}message M {\n${Array.from({ length: 7 }, (_, i) => `  int32 f${i} = ${i + 1};\n`).join('')}}\n`;
    expect(hints(many, `${HEAD}message M {\n}\n`)).toEqual([
      '7 fields were removed: their numbers and names can be used again by mistake.',
    ]);
    expect(fixed(many, `${HEAD}message M {\n}\n`)['Reserve all 7 removed fields']).toContain(
      '  reserved 1 to 7;\n  reserved "f0", "f1",',
    );
  });

  test('a fix reserves a removed field without quotes in editions', () => {
    const saved = 'edition = "2023";\nmessage M {\n  int32 a = 1;\n}\n';
    expect(fixed(saved, saved.replace('  int32 a = 1;\n', ''))).toEqual({
      'Reserve 1 and "a"': 'edition = "2023";\nmessage M {\n  reserved 1;\n  reserved a;\n}\n',
    });
  });
});

describe('a removed enum value', () => {
  const saved = `${HEAD}enum E {\n  option allow_alias = true;\n  ZERO = 0;\n  LOW = -1;\n  ONE = 1;\n  UNO = 1;\n}\n`;

  test('a removed enum value causes a hint at its enum, and a fix reserves the value', () => {
    const text = saved.replace('  LOW = -1;\n', '');
    expect(removalHints(edited(saved, text).workspace, PATH)).toMatchObject([
      {
        code: 'removed-value',
        severity: 'hint',
        message: 'Value "LOW" = -1 was removed: its number and name can be used again by mistake.',
      },
    ]);
    expect(fixed(saved, text)['Reserve -1 and "LOW"']).toContain('enum E {\n  reserved -1;\n  reserved "LOW";\n');
  });

  test('a removed enum value causes no hint if an alias still has its number', () => {
    expect(hints(saved, saved.replace('  UNO = 1;\n', ''))).toEqual([]);
  });

  test('a number is reserved once if two removed values had it', () => {
    expect(fixed(saved, saved.replace('  ONE = 1;\n  UNO = 1;\n', ''))['Reserve all 2 removed values']).toContain(
      '  reserved 1;\n  reserved "ONE", "UNO";\n',
    );
  });
});

describe('no hint', () => {
  test.each([
    ['about a field that was renamed', SAVED.replace('foo', 'other')],
    ['about a field that was renumbered', SAVED.replace('3', '7')],
    ['about a field that has another type now', SAVED.replace('string foo = 3;', 'repeated M foo = 3;')],
    [
      'about a field that was moved',
      SAVED.replace('  string foo = 3;\n', '').replace('bool qux = 6;', 'bool qux = 6; string foo = 3;'),
    ],
    ['about a number that is reserved', SAVED.replace('string foo = 3;', 'reserved 1 to 3;')],
    ['about a name that is reserved', SAVED.replace('string foo = 3;', 'reserved "foo";')],
    ['about a message that is gone', `${HEAD}message Other {}\n`],
    ['about a message that was renamed', SAVED.replace('message M', 'message N').replace('  string foo = 3;\n', '')],
    ['about a message with a syntax error', SAVED.replace('string foo = 3;', 'string fo')],
    ['about a message without an end', SAVED.replace('  string foo = 3;\n', '').replace(/\}\n$/, '')],
  ])('there is no hint %s', (_, text) => {
    expect(hints(SAVED, text)).toEqual([]);
  });

  test('there is no hint about a number in an extension range', () => {
    expect(
      hints(
        'syntax = "proto2";\nmessage M { optional int32 a = 1; }\n',
        'syntax = "proto2";\nmessage M { extensions 1 to max; }\n',
      ),
    ).toEqual([]);
  });

  test('there is no hint about a declaration that was broken when it was saved', () => {
    expect(hints(SAVED.replace('int32 bar = 4;', 'int32 bar'), SAVED.replace('  string foo = 3;\n', ''))).toEqual([]);
  });

  test('there is no hint about numbers that no field may have', () => {
    expect(hints(`${HEAD}message M { int32 a = 0; }\n`, `${HEAD}message M { }\n`)).toEqual([]);
  });

  test('there is no hint about a file that was never saved, or is closed', () => {
    const made = fixture('-- b.proto --\n');
    made.workspace.setBuffer(PATH, SAVED);
    made.workspace.setBuffer(PATH, SAVED.replace('  string foo = 3;\n', ''));
    expect(removalHints(made.workspace, PATH)).toEqual([]);
    const { workspace } = edited(SAVED, HEAD);
    workspace.closeBuffer(PATH);
    expect(removalHints(workspace, PATH)).toEqual([]);
  });
});

test('a save ends the hint about a removed field', () => {
  const text = SAVED.replace('  string foo = 3;\n', '');
  const { workspace, texts } = edited(SAVED, text);
  expect(removalHints(workspace, PATH)).toHaveLength(1);
  texts.set(PATH, text);
  expect(removalHints(workspace, PATH)).toHaveLength(1);
  workspace.saved(PATH);
  expect(removalHints(workspace, PATH)).toEqual([]);
  workspace.setBuffer(PATH, SAVED.replace('  int32 bar = 4;\n', '').replace('  string foo = 3;\n', ''));
  expect(removalHints(workspace, PATH).map(({ message }) => message)).toEqual([
    'Field "bar" = 4 was removed: its number and name can be used again by mistake.',
  ]);
});

test('the disk is read once between two saves', () => {
  const { workspace, texts } = edited(SAVED, SAVED);
  const read: string[] = [];
  const get = texts.get.bind(texts);
  texts.get = (path) => {
    read.push(path);
    return get(path);
  };
  for (let i = 0; i < 5; i++) {
    workspace.setBuffer(PATH, SAVED.replace('foo', `foo${i}`));
    expect(removalHints(workspace, PATH)).toEqual([]);
  }
  expect(read).toEqual([PATH]);
});
