/** An editor underlines the wrong token itself, even if protoc names another place or none. */
import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixesOf } from '../../../src/language/fixes/fixes.ts';
import { shownSpan } from '../../../src/text/diagnostic.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

const PATH = `${FOLDER}/a.proto`;
const OTHER = '-- b.proto --\nsyntax = "proto3";\npackage p;\nmessage Other {}\n';
const OPTION = `import "google/protobuf/descriptor.proto";
message Rule { string name = 1; Rule inner = 2; repeated Rule rules = 3; bool on = 4; }
extend google.protobuf.MessageOptions { Rule rule = 50000; }
`;

interface Underlined {
  readonly message: string;
  /** The text with the underlined part in brackets, one line of it. */
  readonly line: string;
  readonly fixes: readonly string[];
}

function underlined(text: string): readonly Underlined[] {
  const { workspace } = fixture(`-- a.proto --\n${text}${OTHER}`, { wellKnown: true });
  const file = workspace.linked(PATH);
  if (file === undefined) return [];
  return diagnosticsOf(workspace, PATH, file, (path) => path).map((diagnostic) => {
    const { start, end } = shownSpan(diagnostic) ?? { start: 0, end: 0 };
    const marked = `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;
    const line = marked.split('\n').find((one) => one.includes('⟦')) ?? '';
    const fixes = fixesOf(workspace, PATH, file, diagnostic).map(({ title }) => title);
    return { message: diagnostic.message, line: line.trim(), fixes };
  });
}

const proto3 = (body: string): string => `syntax = "proto3";\npackage p;\n${body}\n`;
const lines = (text: string): readonly string[] => underlined(text).map(({ line }) => line);

describe('a comment without an end', () => {
  test.each([
    ['message M {}\n/* open\nmore\n', '⟦/*⟧ open'],
    ['message M {\n  /** open', '⟦/*⟧* open'],
    ['message M {} /* open', 'message M {} ⟦/*⟧ open'],
  ])('is one error at its start, with the end of the file as a related place: %j', (body, line) => {
    const text = `syntax = "proto3";\npackage p;\n${body}`;
    const { workspace } = fixture(`-- a.proto --\n${text}`);
    const file = workspace.linked(PATH);
    const shown = file && diagnosticsOf(workspace, PATH, file, (path) => path);
    const comments = shown?.filter(({ code }) => code.startsWith('lexical') || code.startsWith('comment'));
    expect(comments?.map(({ message }) => message)).toEqual(['End-of-file inside block comment.']);
    expect(lines(text)).toContain(line);
    const end = file?.tree.text.length ?? 0;
    expect(comments?.[0]?.related).toEqual([{ span: { start: end, end }, message: 'the end of the file' }]);
  });

  test('is two errors for the command line, as for protoc', () => {
    const { workspace } = fixture('-- a.proto --\nsyntax = "proto3";\n/* open\n');
    const diagnostics = workspace.linked(PATH)?.diagnostics ?? [];
    expect(diagnostics.map(({ message, span }) => [message, span?.start])).toEqual([
      ['End-of-file inside block comment.', 27],
      ['  Comment started here.', 19],
    ]);
  });
});

describe('an error for which protoc gives no place', () => {
  test.each([
    ['an unknown type in a map', 'message M {\n  map<string, Nope> m = 1;\n}', 'map<string, ⟦Nope⟧> m = 1;'],
    ['a missing import', 'import  "none.proto" ;', 'import  ⟦"none.proto"⟧ ;'],
    ['an empty oneof', 'message M {\n  oneof o {}\n}', 'oneof ⟦o⟧ {}'],
    [
      'maps whose entries clash',
      'message M {\n  map<string, string> a_b = 1;\n  map<string, string> aB = 2;\n}',
      'map<string, string> ⟦aB⟧ = 2;',
    ],
    [
      'a service as the value of a map',
      'service S {}\nmessage M {\n  map<string, S> m = 1;\n}',
      'map<string, ⟦S⟧> m = 1;',
    ],
    [
      'the second extension of a type that is not a message',
      'enum E { A = 0; }\nextend E {\n  optional int32 x = 1;\n  optional int32 y = 2;\n}',
      'extend ⟦E⟧ {',
    ],
  ])('an error gets its own place if protoc gives none: %s', (_, body, line) => {
    expect(lines(proto3(body))).toContain(line);
  });

  test('an error for which protoc gives no place offers the same fixes as other errors', () => {
    const [inMap] = underlined(proto3('message M {\n  map<string, Other> m = 1;\n}'));
    const [plain] = underlined(proto3('message M {\n  Other m = 1;\n}'));
    expect(inMap?.line).toBe('map<string, ⟦Other⟧> m = 1;');
    expect(inMap?.fixes).toContain('Import "b.proto"');
    expect(inMap?.fixes).toEqual(plain?.fixes);
  });
});

describe('an error inside the braces of an option', () => {
  const value = (text: string): string => `${proto3(OPTION)}message M {\n  option (rule) = { ${text} };\n}\n`;

  test.each([
    ['nmae: "x"', '⟦nmae⟧: "x"'],
    ['inner { rules { nmae: "x" } }', 'inner { rules { ⟦nmae⟧: "x" } }'],
    ['name: 5', 'name: ⟦5⟧'],
    ['on: maybe', 'on: ⟦maybe⟧'],
    ['name: "a" name: "b"', 'name: "a" ⟦name⟧: "b"'],
    ['[p.nope]: 5', '[⟦p⟧.nope]: 5'],
    ['rules: [{}, 7]', 'rules: [{}, ⟦7⟧]'],
  ])('an error inside the braces of an option is underlined: %s', (text, shown) => {
    expect(lines(value(text))).toEqual([`option (rule) = { ${shown} };`]);
  });
});

describe('a missing end of a statement', () => {
  test.each([
    ['message M {\n  string a = 1\n  string b = 2;\n}', 'string a = 1⟦⟧'],
    ['message M {\n  string a\n  string b = 2;\n}', 'string a⟦⟧'],
    ['import "b.proto"\nmessage M {}', 'import "b.proto"⟦⟧'],
    ['message M {}\nservice S {\n  rpc A(M)\n}', 'rpc A(M)⟦⟧'],
  ])('a missing end of a statement is reported at the end of the line: %s', (body, line) => {
    expect(lines(proto3(body))[0]).toBe(line);
  });

  test('a fix inserts the missing end of a statement', () => {
    const [missing] = underlined(proto3('message M {\n  string a = 1\n  string b = 2;\n}'));
    expect(missing?.fixes).toEqual(['Insert ";"']);
  });

  test('a missing end of a statement is reported at the next token if that is on the same line', () => {
    expect(lines(proto3('message M {\n  string a = 1 string b = 2;\n}'))[0]).toBe('string a = 1 ⟦string⟧ b = 2;');
  });
});
