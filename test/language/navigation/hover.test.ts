import { describe, expect, test } from 'vitest';
import { hover } from '../../../src/language/navigation/hover.ts';
import { fixture } from '../../support/memoryWorkspace.ts';

/** Returns the lines of the hover between the code and the comment. */
function facts(source: string): readonly string[] {
  const text = shown(source);
  const behindCode = text.slice(text.indexOf('\n```\n') + 5);
  return (behindCode.split('\n\n---')[0] ?? '').split('  \n').slice(1);
}

/** Returns the hover, with a link to `file#name` for each declaration. */
function shown(source: string): string {
  const { workspace, path, offset } = fixture(source.startsWith('-- ') ? source : `-- a.proto --\n${source}`, {
    wellKnown: true,
  });
  const file = workspace.linked(path) ?? expect.fail('there is no file');
  const found = hover(
    file,
    offset,
    (home, importPath) => workspace.textOf(home, importPath),
    ({ file: home, symbol }) => `${home.path}#${symbol.fullName}`,
  );
  return found?.markdown ?? '';
}

const PROTO2 = 'syntax = "proto2"; package p; enum E { RED = 0; BLUE = 1; } message M { extensions 100 to 200; } ';
const PROTO3 = 'syntax = "proto3"; package p; enum E { RED = 0; } message M {} ';

describe('hover', () => {
  test.each<[what: string, text: string, expected: readonly string[]]>([
    [
      'wire type, tag and JSON name of a field',
      `${PROTO3}message N { int32 $0user_id = 1; }`,
      ['Wire type `VARINT` · tag `08` · JSON `userId`'],
    ],
    [
      'a tag of several bytes',
      `${PROTO3}message N { fixed64 $0a = 536870911 [json_name = "other"]; }`,
      ['Wire type `I64` · tag `f9 ff ff ff 0f` · JSON `other`'],
    ],
    [
      'packed numbers',
      `${PROTO3}message N { repeated float $0a = 3; }`,
      ['Wire type `LEN` packed · tag `1a` · JSON `a`'],
    ],
    [
      'numbers that are not packed',
      `${PROTO2}message N { repeated float $0a = 3; }`,
      ['Wire type `I32` · tag `1d` · JSON `a`'],
    ],
    [
      'the type of a field, and the first value of its enum as default',
      `${PROTO2}message N { optional E $0e = 2; }`,
      ['Type [`p.E`](a.proto#p.E)', 'Wire type `VARINT` · tag `10` · JSON `e` · default `RED`'],
    ],
    [
      'a default that the file sets',
      `${PROTO2}message N { optional E $0e = 2 [default = BLUE]; }`,
      ['Type [`p.E`](a.proto#p.E)', 'Wire type `VARINT` · tag `10` · JSON `e` · default `BLUE`'],
    ],
    [
      'the type of the values of a map',
      `${PROTO3}message N { map<string, M> $0m = 2; }`,
      ['Type [`p.M`](a.proto#p.M)', 'Wire type `LEN` · tag `12` · JSON `m`'],
    ],
    [
      'both tags of a group',
      `${PROTO2}message N { optional group $0G = 1 { optional int32 x = 1; } }`,
      ['Wire type `SGROUP` · tag `0b` to `0c` · JSON `g`'],
    ],
    [
      'the JSON name of an extension',
      `${PROTO2}extend M { optional bool $0e = 100; }`,
      ['Wire type `VARINT` · tag `a0 06` · JSON `[p.e]`'],
    ],
    [
      'the type id of a member of a MessageSet',
      'syntax = "proto2"; message S { option message_set_wire_format = true; extensions 4 to max; } message M { extend S { optional M $0m = 9; } }',
      ['Type [`M`](a.proto#M)', 'MessageSet · type id `9` · JSON `[M.m]`'],
    ],
    [
      'only the number of a field whose type is missing',
      `${PROTO3}message N { Gone $0g = 7; }`,
      ['Number 7 · JSON `g`'],
    ],
    [
      'the kind and the types of an rpc',
      `${PROTO3}service S { rpc $0Get(M) returns (M); }`,
      ['Unary · [`p.M`](a.proto#p.M) → [`p.M`](a.proto#p.M)'],
    ],
    [
      'server streaming',
      `${PROTO3}service S { rpc $0Get(M) returns (stream M); }`,
      ['Server streaming · [`p.M`](a.proto#p.M) → [`p.M`](a.proto#p.M)'],
    ],
    [
      'client streaming',
      `${PROTO3}service S { rpc $0Get(stream M) returns (Gone); }`,
      ['Client streaming · [`p.M`](a.proto#p.M) → `Gone`'],
    ],
    [
      'streaming in both directions',
      `${PROTO3}service S { rpc $0Get(stream M) returns (stream M); }`,
      ['Bidirectional streaming · [`p.M`](a.proto#p.M) → [`p.M`](a.proto#p.M)'],
    ],
    [
      'what is deprecated',
      `${PROTO3}message N { int32 $0a = 1 [deprecated = true]; }`,
      ['Wire type `VARINT` · tag `08` · JSON `a`', '**Deprecated**'],
    ],
    ['nothing more about an enum value', `${PROTO3}enum F { $0F_ZERO = 0; }`, []],
    [
      'which features are set, and where',
      'edition = "2023"; option features.field_presence = IMPLICIT; message M { option features.utf8_validation = NONE; message N { string $0s = 1 [features.field_presence = EXPLICIT]; } }',
      [
        'Wire type `LEN` · tag `0a` · JSON `s`',
        'Features `field_presence = EXPLICIT` (here), `utf8_validation = NONE` (from message `M`)',
      ],
    ],
    [
      'features from the file',
      'edition = "2024"; option features = { enum_type: CLOSED, field_presence: IMPLICIT }; enum $0E { Z = 0; }',
      ['Features `enum_type = CLOSED` (from the file)'],
    ],
    [
      'a message field that is encoded like a group',
      'edition = "2023"; message M { M $0m = 1 [features.message_encoding = DELIMITED]; }',
      [
        'Type [`M`](a.proto#M)',
        'Wire type `SGROUP` · tag `0b` to `0c` · JSON `m`',
        'Features `message_encoding = DELIMITED` (here)',
      ],
    ],
    [
      'no features that are not set',
      'edition = "2023"; message M { string $0s = 1; }',
      ['Wire type `LEN` · tag `0a` · JSON `s`'],
    ],
    [
      'a field in broken text',
      `${PROTO3}message N { int32 $0a = 1 [ ; M } }`,
      ['Wire type `VARINT` · tag `08` · JSON `a`'],
    ],
  ])('hover shows %s', (_, text, expected) => {
    expect(facts(text)).toEqual(expected);
  });

  test('a name from a file cannot end the code of a hover', () => {
    const text = shown(`${PROTO3}message N { int32 $0a = 1 [json_name = "\`](http://x) <b>\\n![x](y)"]; }`);
    expect(text).toContain('JSON `` `](http://x) <b> ![x](y) ``');
  });

  test('a hover has links in place of references to declarations in comments', () => {
    const text = shown(
      '-- a.proto --\nsyntax = "proto3"; package a; import "b.proto";\n// Like [the other][b.Other], [Inner][Inner], not [this][b.Gone] or [that](x).\nmessage $0M { message Inner {} }\n-- b.proto --\nsyntax = "proto3"; package b; message Other {}\n',
    );
    expect(text).toContain(
      'Like [the other](b.proto#b.Other), [Inner](a.proto#a.M.Inner), not [this][b.Gone] or [that](x).',
    );
  });
});
