import { describe, expect, test } from 'vitest';
import {
  modifiersOfStyle,
  TOKEN_MODIFIERS,
  tokenStyles,
  TOKEN_TYPES,
  typeOfStyle,
} from '../../../src/language/navigation/semanticTokens.ts';
import { encodedTokens, tokensEdit } from '../../../src/processes/languageServer/core/encodedTokens.ts';
import { LineIndex } from '../../../src/text/lines.ts';
import type { LinkedFile } from '../../../src/schema/descriptors/model.ts';
import { seededRandom } from '../../support/corpus.ts';
import { fixture } from '../../support/memoryWorkspace.ts';
import { mutated } from '../../support/mutate.ts';

function linked(source: string): LinkedFile {
  const { workspace, path } = fixture(source.startsWith('-- ') ? source : `-- a.proto --\n${source}`, {
    wellKnown: true,
  });
  const file = workspace.linked(path === '' ? '/project/a.proto' : path);
  return file ?? expect.fail('there is no file');
}

/** Returns each coloured token with its style: `name:property.declaration`. */
function drawn(source: string): string {
  const file = linked(source);
  const { tokens } = file.tree;
  const found: string[] = [];
  for (const [at, style] of tokenStyles(file).entries()) {
    if (style === 0) continue;
    const modifiers = TOKEN_MODIFIERS.filter((_, bit) => (modifiersOfStyle(style) & (1 << bit)) !== 0);
    found.push(`${tokens.text(at)}:${[TOKEN_TYPES[typeOfStyle(style)], ...modifiers].join('.')}`);
  }
  return found.join(' ');
}

describe('the colour of a name', () => {
  test.each<[what: string, text: string, expected: string]>([
    [
      'shows the kind of each declaration',
      'syntax = "proto3"; package a.b; message M { int32 f = 1; oneof o { bool g = 2; } } enum E { Z = 0; } service S { rpc Get(M) returns (stream M); }',
      'a:namespace.declaration b:namespace.declaration M:struct.declaration f:property.declaration o:property.declaration g:property.declaration E:enum.declaration Z:enumMember.declaration S:interface.declaration Get:method.declaration M:struct M:struct',
    ],
    [
      'is right for a name that is also a keyword',
      'syntax = "proto3"; message message { string string = 1; Other reserved = 2; } message Other {} enum option { to = 0; }',
      'message:struct.declaration string:property.declaration Other:struct reserved:property.declaration Other:struct.declaration option:enum.declaration to:enumMember.declaration',
    ],
    [
      "shows the kind of the type of a field, and of each part of the type's name",
      'syntax = "proto3"; package p; message O { enum K { Z = 0; } } message M { p.O.K k = 1; map<string, O> o = 2; .p.O.K l = 3; }',
      'p:namespace.declaration O:struct.declaration K:enum.declaration Z:enumMember.declaration M:struct.declaration p:namespace O:struct K:enum k:property.declaration O:struct o:property.declaration p:namespace O:struct K:enum l:property.declaration',
    ],
    [
      'shows that a name leads nowhere',
      'syntax = "proto3"; message M { Missing a = 1; x.Y b = 2; map<int32, Gone> c = 3; } service S { rpc G(Nope) returns (M); }',
      'M:struct.declaration Missing:variable a:property.declaration x:variable Y:variable b:property.declaration Gone:variable c:property.declaration S:interface.declaration G:method.declaration Nope:variable M:struct',
    ],
    [
      'does not mark a type as missing while its field is being typed',
      'syntax = "proto3"; message M { Mis }',
      'M:struct.declaration',
    ],
    [
      'shows what is deprecated, where it is declared and where it is used',
      'syntax = "proto3"; message Old { option deprecated = true; } enum E { Z = 0 [deprecated = true]; } message M { Old o = 1 [deprecated = true]; }',
      'Old:struct.declaration.deprecated deprecated:property.defaultLibrary E:enum.declaration Z:enumMember.declaration.deprecated deprecated:property.defaultLibrary M:struct.declaration Old:struct.deprecated o:property.declaration.deprecated deprecated:property.defaultLibrary',
    ],
    [
      'shows what protobuf itself declares',
      'syntax = "proto3"; import "google/protobuf/timestamp.proto"; message M { google.protobuf.Timestamp t = 1; }',
      'M:struct.declaration google:namespace protobuf:namespace Timestamp:struct.defaultLibrary t:property.declaration',
    ],
    [
      'is right in options, their values, and fields in their messages',
      'syntax = "proto2"; import "google/protobuf/descriptor.proto"; package p; enum K { A = 0; true = 1; } message R { optional K k = 1; repeated R more = 2; extensions 10; } extend R { optional int32 e = 10; } extend google.protobuf.MessageOptions { optional R rule = 50000; } message M { option (p.rule) = { k: true more { [p.e]: 1 nope: 2 } }; } message N { option (rule).k = A; optional K d = 1 [default = A, json_name = "x"]; }',
      'p:namespace.declaration K:enum.declaration A:enumMember.declaration true:enumMember.declaration R:struct.declaration K:enum k:property.declaration R:struct more:property.declaration R:struct e:property.declaration google:namespace protobuf:namespace MessageOptions:struct.defaultLibrary R:struct rule:property.declaration M:struct.declaration p:namespace rule:property k:property true:enumMember more:property p:namespace e:property N:struct.declaration rule:property k:property A:enumMember K:enum d:property.declaration default:property A:enumMember json_name:property',
    ],
    [
      'is right in groups, MessageSet and extensions in messages',
      'syntax = "proto2"; message Set { option message_set_wire_format = true; extensions 4 to max; } message M { optional group G = 1 { optional G inner = 2; } extend Set { optional M in_set = 100; } }',
      'Set:struct.declaration message_set_wire_format:property.defaultLibrary M:struct.declaration G:struct.declaration G:struct inner:property.declaration Set:struct M:struct in_set:property.declaration',
    ],
    [
      'is right in editions',
      'edition = "2024"; option features.field_presence = IMPLICIT; local message M { reserved a, to; int32 x = 1 [features = { field_presence: EXPLICIT }]; }',
      'features:property.defaultLibrary field_presence:property.defaultLibrary IMPLICIT:enumMember.defaultLibrary M:struct.declaration a:property to:property x:property.declaration features:property.defaultLibrary field_presence:property.defaultLibrary EXPLICIT:enumMember.defaultLibrary',
    ],
    [
      'is there near broken text',
      'syntax = "proto3"; message A { int32 x = ; B } } enum E { Z = 0 } service S { rpc G(A) returns }',
      'A:struct.declaration x:property.declaration E:enum.declaration Z:enumMember.declaration S:interface.declaration G:method.declaration A:struct',
    ],
    ['is missing from a text without names', 'syntax = "proto3"; // only a comment', ''],
  ])('the colour of a name %s', (_, text, expected) => {
    expect(drawn(text)).toBe(expected);
  });
});

const MANY = `syntax = "proto2";
package p;
message A { optional B.Kind kind = 1 [default = ONE, deprecated = true]; repeated A a = 2; }
message B {
  enum Kind { ZERO = 0; ONE = 1; }
  optional group G = 4 { optional Kind k = 1; }
}
service S {
  option deprecated = true;
  rpc Get(A) returns (p.B); // é 😀
  rpc Put(stream .p.A) returns (B.G);
}
enum Kind { UNKNOWN = 0; }
`;

function encoded(file: LinkedFile): Uint32Array {
  const { tree } = file;
  return encodedTokens(tree, tokenStyles(file), new LineIndex(tree.text), { start: 0, end: tree.text.length });
}

/** Returns the places of encoded tokens, as an editor reads them. */
function places(numbers: Uint32Array): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < numbers.length; at += 5) {
    const [lines = 0, characters = 0, ...rest] = numbers.slice(at, at + 5);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    found.push([line, character, ...rest]);
  }
  return found;
}

describe('semantic tokens encoded as numbers', () => {
  test('the numbers give the place of each token', () => {
    const file = linked(MANY);
    const lines = MANY.split('\n');
    const texts = places(encoded(file)).map(([line = 0, from = 0, length = 0]) =>
      lines[line]?.slice(from, from + length),
    );
    const styles = tokenStyles(file);
    const wanted = Array.from(styles.keys()).filter((at) => styles[at] !== 0);
    expect(texts).toEqual(wanted.map((at) => file.tree.tokens.text(at)));
  });

  test('the tokens of a range are those of the whole file that start in the range', () => {
    const file = linked(MANY);
    const lines = new LineIndex(MANY);
    const within = { start: lines.lineStart(4), end: lines.lineStart(9) };
    const part = encodedTokens(file.tree, tokenStyles(file), lines, within);
    expect(places(part)).toEqual(places(encoded(file)).filter(([line = 0]) => line >= 4 && line < 9));
  });

  test('the tokens after an edit are the earlier tokens with the difference applied', () => {
    const random = seededRandom(17);
    const { workspace, path } = fixture(`-- a.proto --\n$0${MANY}`);
    let [text, before] = [MANY, encoded(linked(MANY))];
    for (let round = 0; round < 120; round++) {
      text = round % 20 === 0 ? MANY : mutated(text, MANY, random);
      workspace.setBuffer(path, text);
      const file = workspace.linked(path) ?? expect.fail('the file is gone');
      const after = encoded(file);
      const edit = tokensEdit(before, after);
      const applied = [...before];
      if (edit !== undefined) applied.splice(edit.start, edit.deleteCount, ...edit.data);
      expect(applied, text).toEqual([...after]);
      expect([...after], text).toEqual([...encoded(linked(text))]);
      before = after;
    }
  });

  test('the tokens do not change when only a comment changes', () => {
    const [before, after] = [MANY, MANY.replace('😀', 'changed')].map((text) => encoded(linked(text)));
    expect(before && after && tokensEdit(before, after)).toBeUndefined();
  });
});
