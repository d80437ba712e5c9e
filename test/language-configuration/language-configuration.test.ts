/** The effect of Enter, Tab and a double click in a proto file, with the patterns as VS Code applies them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../support/cpu.ts';

interface OnEnterRule {
  readonly beforeText: string;
  readonly afterText?: string;
  readonly previousLineText?: string;
  readonly action: { readonly indent: string; readonly appendText?: string; readonly removeText?: number };
}

interface LanguageConfiguration {
  readonly wordPattern: string;
  readonly indentationRules: {
    readonly increaseIndentPattern: string;
    readonly decreaseIndentPattern: string;
    readonly unIndentedLinePattern: string;
  };
  readonly onEnterRules: readonly OnEnterRule[];
}

const configuration = JSON.parse(
  await readFile(new URL('../../language-configuration.json', import.meta.url), 'utf8'),
) as LanguageConfiguration;
const increase = new RegExp(configuration.indentationRules.increaseIndentPattern);
const decrease = new RegExp(configuration.indentationRules.decreaseIndentPattern);

describe('the line after', () => {
  test.each([
    'message Foo {',
    '  enum Kind { // the kinds of things',
    'message Foo { // not closed here: }',
    'message Foo { /* nor here: } */',
    'message Foo { /* nor in a comment that goes on: }',
    '/* before */ message Foo {',
    'option (google.api.http) = {',
    'option (x) = { get: "/v1/{name=*}"',
    "option (x) = { get: '}'",
    '  string name = 1 [',
    '  rpc SayHello(',
    '  rpc SayHello(HelloRequest) returns (HelloReply) {',
    '} message Next {',
  ])('the line after %s is indented', (line) => {
    expect(increase.test(line)).toBe(true);
  });

  test.each([
    'message Empty {}',
    'string name = 1;',
    '// message Foo {',
    '/// Sets the { brace.',
    'string name = 1; // like {',
    'string name = 1; /* like { */',
    ' * a list: [',
    '/* message Foo {',
    '/** Opens with {',
    'string pattern = 1 [default = "{"];',
    "string pattern = 1 [default = '['];",
    'string quote = 1 [default = "\\"{"];',
    'rpc SayHello(HelloRequest) returns (HelloReply) {}',
    'option (x) = { get: "/v1" };',
    'import "a{.proto";',
    '}',
    '',
  ])('the line after %s keeps its indentation', (line) => {
    expect(increase.test(line)).toBe(false);
  });

  test('a line gets its indentation in little time, however long the line before it is', () => {
    const started = cpuMs();
    increase.test(`${'{ "a" /* b */ '.repeat(500)};`);
    increase.test(`option a = "${'\\"'.repeat(20_000)}`);
    expect(cpuMs() - started).toBeLessThan(2_000);
  });
});

describe('a line', () => {
  test.each(['}', '  };', '  ];', ')', '/* end */ }', '} // Foo {'])('a line with %s is outdented', (line) => {
    expect(decrease.test(line)).toBe(true);
  });
  test.each(['// }', ' * }', '/* } */', 'string a = 1 []', '"}"'])('a line with %s is not outdented', (line) => {
    expect(decrease.test(line)).toBe(false);
  });
});

/** Returns the text that Enter puts on the new line, before the text that was after the cursor (`|`). */
function onEnter(text: string, previousLine = ''): string | undefined {
  const [before = '', after = ''] = text.split('|');
  const rule = configuration.onEnterRules.find(
    (each) =>
      new RegExp(each.beforeText).test(before) &&
      (each.afterText === undefined || new RegExp(each.afterText).test(after)) &&
      (each.previousLineText === undefined || new RegExp(each.previousLineText).test(previousLine)),
  );
  if (rule?.action.removeText !== undefined) return `remove ${rule.action.removeText}`;
  return rule?.action.appendText;
}

describe('Enter', () => {
  test.each([
    ['in a /** comment that is closed right after it', '/** | */', '', ' * '],
    ['in a /** comment', '/** Greets.|', '', ' * '],
    ['in a line of a /** comment', ' * Greets.|', '/**', '* '],
    ['in an empty line of a /** comment', ' *|', ' * Greets.', '* '],
    ['after the end of a /** comment', ' */|', ' * Greets.', 'remove 1'],
    ['in the middle of a /// line', '  /// Greets |people.', '', '/// '],
    ['in the middle of a // line', '// Greets |people.', '', '// '],
    ['in the middle of a // comment after code', 'string url = 1 [default = "http://x"]; // the |place', '', '// '],
  ])('Enter continues the comment, or ends it: %s', (_, text, previousLine, expected) => {
    expect(onEnter(text, previousLine)).toBe(expected);
  });

  test.each([
    ['after a single // line', '// Greets.|', 'message Foo {}'],
    ['after a // line that follows another', '  // people.|', '  // Greets'],
    ['after a // line and spaces', '// Greets.|  ', '// Says'],
    ['after a /// line', '/// people.|', '/// Greets'],
    ['after an empty /// line', '/// |', '/// Greets.'],
    ['after an empty // line', '// |', '// Greets.'],
    ['after a comment that is closed on its line', '/** Greets. */|', ''],
    ['after a line of slashes', '//////|', ''],
    ['in a string that contains //', 'option a = "http:|//x";', ''],
    ['after // in a string', 'option a = "http://|x";', ''],
    ['in an expression that starts with *', '* 5|', 'message Foo {'],
  ])('Enter does not continue the comment: %s', (_, text, previousLine) => {
    expect(onEnter(text, previousLine)).toBeUndefined();
  });
});

test('a double click selects one part of a name', () => {
  const words = (line: string) => line.match(new RegExp(configuration.wordPattern, 'g'));
  expect(words('repeated .google.protobuf.Any any_thing = 12 [(a.b).c = 0x1F, d = 1.5];')).toEqual([
    'repeated',
    'google',
    'protobuf',
    'Any',
    'any_thing',
    '12',
    'a',
    'b',
    'c',
    '0x1F',
    'd',
    '1.5',
  ]);
});
