/** What happens to the JSON name of a field that gets another name. */
import { describe, expect, test } from 'vitest';
import { renamed, renaming, unmarked } from './check.ts';

const inFile = (body: string, syntax = 'proto3'): string => `-- a.proto --\nsyntax = "${syntax}";\n${body}\n`;

describe('a rename that keeps JSON names', () => {
  test.each<[string, string, string, string]>([
    [
      'adds the option to a field without options',
      'message M { string user$0_name = 1; }',
      'login',
      'message M { string login = 1 [json_name = "userName"]; }',
    ],
    [
      'adds it to the options of the field',
      'message M { string user$0_name = 1 [deprecated = true]; }',
      'login',
      'message M { string login = 1 [deprecated = true, json_name = "userName"]; }',
    ],
    [
      'adds it to a map',
      'message M { map<string, int32> by$0_name = 1; }',
      'by_id',
      'message M { map<string, int32> by_id = 1 [json_name = "byName"]; }',
    ],
    [
      'leaves a JSON name of the user as it is',
      'message M { string user$0_name = 1 [json_name = "who"]; }',
      'login',
      'message M { string login = 1 [json_name = "who"]; }',
    ],
    [
      'adds nothing if the new name gives the same JSON name',
      'message M { string user$0_name = 1; }',
      'userName',
      'message M { string userName = 1; }',
    ],
    ['adds nothing to a message', 'message Ol$0d {}', 'New', 'message New {}'],
  ])('%s', (_title, before, newName, after) => {
    expect(renamed(inFile(before), newName, {}, { jsonName: 'keep' })).toBe(inFile(after));
  });

  test('keeps the lower-case name of a group', () => {
    const before = 'message M { optional group Ol$0d = 1 { optional int32 n = 1; } }';
    const after = 'message M { optional group New = 1 [json_name = "old"] { optional int32 n = 1; } }';
    expect(renamed(inFile(before, 'proto2'), 'New', {}, { jsonName: 'keep' })).toBe(inFile(after, 'proto2'));
  });

  test('adds nothing to an extension, whose JSON name is fixed', () => {
    const before = 'message M { extensions 1 to 9; }\nextend M { optional string ol$0d = 1; }';
    expect(renamed(inFile(before, 'proto2'), 'new', {}, { jsonName: 'keep' })).toBe(
      inFile(before.replace('ol$0d', 'new'), 'proto2'),
    );
  });

  test('has nothing to warn about', () => {
    const result = renaming(unmarked(inFile('message M { string user$0_name = 1; }')), 'login', { jsonName: 'keep' });
    expect(result).toMatchObject({ kind: 'edits', effect: undefined, optional: undefined });
  });
});

describe('a rename that asks for the JSON name', () => {
  test('has one edit that keeps it, which the user may leave out', () => {
    const made = unmarked(inFile('message M { string user$0_name = 1; }'));
    const result = renaming(made, 'login', { jsonName: 'ask' });
    expect(result).toMatchObject({
      kind: 'edits',
      effect: 'The JSON name changes from userName to login.',
      optional: { before: 'userName', after: 'login', edit: { newText: ' [json_name = "userName"]' } },
    });
    if (result.kind === 'refused' || result.optional === undefined) throw new Error('There is nothing to ask.');
    expect(result.files[0]?.edits).toContain(result.optional.edit);
  });

  test('does not ask if the new JSON name is taken', () => {
    const body = 'message M { string user$0_name = 1; string other = 2 [json_name = "login"]; }';
    expect(renaming(unmarked(inFile(body)), 'login', { jsonName: 'change' })).toMatchObject({ kind: 'refused' });
    expect(renaming(unmarked(inFile(body)), 'login', { jsonName: 'ask' })).toMatchObject({ optional: undefined });
    expect(renamed(inFile(body), 'login', {}, { jsonName: 'ask' })).toContain('login = 1 [json_name = "userName"]');
  });

  test('asks nothing about a field with a JSON name of its own', () => {
    const made = unmarked(inFile('message M { string user$0_name = 1 [json_name = "who"]; }'));
    expect(renaming(made, 'login', { jsonName: 'ask' })).toMatchObject({ kind: 'edits', optional: undefined });
  });
});
