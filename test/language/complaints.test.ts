/**
 * The reports of users about other extensions for .proto files. Each test has the example of its thread, and shows what
 * happens here instead. Threads about imports are beside their layouts, in test/workspace/layouts.testdata.ts.
 */
import { describe, expect, test } from 'vitest';
import { completion } from '../../src/language/completion/completion.ts';
import { diagnosticsOf } from '../../src/language/diagnostics/diagnostics.ts';
import { fixesOf } from '../../src/language/fixes/fixes.ts';
import { formatFile } from '../../src/language/formatting/format.ts';
import { BUF_STYLE } from '../../src/language/formatting/style.ts';
import { outline } from '../../src/language/structure/outline.ts';
import { parse } from '../../src/syntax/parser.ts';
import { cpuMs } from '../support/cpu.ts';
import { fixture } from '../support/memoryWorkspace.ts';
import { renamed } from './navigation/check.ts';

function formatted(text: string): string {
  const result = formatFile(parse(text), BUF_STYLE);
  return result.kind === 'formatted' ? result.text : `${result.kind}: ${result.reason}`;
}

/** Returns the problems of the first file. */
function problems(source: string): readonly string[] {
  const { workspace, texts } = fixture(source, { wellKnown: true });
  const [path = ''] = texts.keys();
  const file = workspace.linked(path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return diagnosticsOf(workspace, path, file, (shown) => shown).map(({ message }) => message);
}

const HEAD = 'syntax = "proto3";\n';

describe('formatting', () => {
  test.each<[thread: string, what: string, text: string]>([
    [
      'DrBlury/protobuf-vsc-extension#25',
      'field numbers that are not in order',
      'message SomeRequest {\n  int32 id = 1;\n  string recent = 3; // May be placed here for readability.\n  int32 old = 2;\n}\n',
    ],
    [
      'DrBlury/protobuf-vsc-extension#103',
      'numbers in field options',
      'message ListRequest {\n  uint32 size = 2 [\n    (rules).uint32.gt = 1,\n    (rules).uint32.lte = 50,\n    (rules).required = true\n  ];\n  // filters\n  optional string group_id = 6;\n}\n',
    ],
    ['zxh0/vscode-proto3#190', 'names and numbers of enum values', 'enum Font {\n  SIZE_10 = 0;\n  SIZE_9 = 3;\n}\n'],
    [
      'DrBlury/protobuf-vsc-extension#78',
      'the indentation after a comment with brackets',
      '// Some JSON:\n// ```json\n// [\n//     "element1"\n// ]\n// {\n//     "key1": "value1"\n// }\nmessage Demo {\n  string field1 = 1;\n\n  string field2 = 2;\n}\n',
    ],
    [
      'DrBlury/protobuf-vsc-extension#102',
      'the indentation after a trailing comment with a bracket',
      'message Test {\n  string field1 = 1; //[\n  string field2 = 2;\n}\n',
    ],
    [
      'DrBlury/protobuf-vsc-extension#56',
      'the indentation after options on several lines',
      'message Test {\n  int32 field = 1 [\n    (tag1) = true,\n    (tag2) = false\n  ];\n  int32 field2 = 2;\n}\n',
    ],
    [
      'DrBlury/protobuf-vsc-extension#193',
      'the code fences of Markdown in comments',
      '// ```proto\n// message M {\n//   string a = 1;\n// }\n// ```\nmessage M {}\n',
    ],
    [
      'ksprojects/protobuf-jetbrains-plugin#16',
      'the places of trailing comments',
      'option cc_generic_services = true; // auto-added\noption java_generic_services = true; // auto-added\n',
    ],
    [
      'ksprojects/protobuf-jetbrains-plugin#107',
      'an rpc without a space before its types',
      'service S {\n  rpc Add(AddRequest) returns (AddResponse);\n}\n',
    ],
  ])('%s: formatting keeps %s', (_thread, _what, text) => {
    expect(formatted(`${HEAD}\n${text}`)).toBe(`${HEAD}\n${text}`);
  });

  test('DrBlury/protobuf-vsc-extension#88: formatting keeps each line once, however often a file is saved', () => {
    const messy = `${HEAD}import "b.proto";import "a.proto";\n// Says hello.\nmessage A{string b=1;string c=2;}// end\n`;
    const once = formatted(messy);
    expect(once.match(/string b = 1;/g)).toHaveLength(1);
    expect(formatted(formatted(once))).toBe(once);
  });

  test('DrBlury/protobuf-vsc-extension#76: formatting keeps 8,000 lines and their comments, and takes only a moment', () => {
    const fields = Array.from({ length: 8000 }, (_, at) => `  string f${at} = ${at + 1}; // Comment ${at}.\n`).join('');
    const text = `${HEAD}\nmessage Large {\n${fields}}\n`;
    const started = cpuMs();
    const after = formatted(text.replaceAll('  string', '      string'));
    expect(cpuMs() - started).toBeLessThan(2000);
    expect(after === text).toBe(true);
  });

  test('bufbuild/vscode-buf#676: formatting keeps an empty file', () => {
    expect(formatted('')).toBe('');
  });
});

describe('rename', () => {
  test('DrBlury/protobuf-vsc-extension#137: a rename changes the name of an rpc, not its line', () => {
    const before = `-- a.proto --\n${HEAD}message M {}\nservice S { rpc G$0et(stream M) returns (M) { option deprecated = true; } }\n`;
    expect(renamed(before, 'Fetch')).toBe(before.replace('G$0et', 'Fetch'));
  });

  test('coder3101/protols#129: a rename starts from a use of the name as well', () => {
    const before = `-- a.proto --\n${HEAD}message Old {}\nmessage M { O$0ld old = 1; }\n`;
    expect(renamed(before, 'New')).toBe(before.replaceAll('Old', 'New').replace('O$0ld', 'New'));
  });
});

describe('valid files', () => {
  test.each<[thread: string, what: string, text: string]>([
    [
      'DrBlury/protobuf-vsc-extension#22',
      'a comment without a semicolon at its end',
      'message M {\n  string name = 1; // The name\n  string other = 2 /* no end */; // [x]\n}\n',
    ],
    [
      'DrBlury/protobuf-vsc-extension#45',
      'a field on several lines',
      'message Optionalf {\n  float value =\n      1;  //!< defined if valid\n  bool valid =\n      2;\n}\n',
    ],
    ['DrBlury/protobuf-vsc-extension#33', 'a message without a comment', 'message TestMessage {}\n'],
    [
      'DrBlury/protobuf-vsc-extension#28',
      'an import of a well-known file in a folder without buf.yaml',
      'import "google/protobuf/api.proto";\nmessage M { google.protobuf.Api api = 1; }\n',
    ],
  ])('%s: no problem is reported for %s', (_thread, _what, text) => {
    expect(problems(`-- a.proto --\n${HEAD}${text}`)).toEqual([]);
  });

  test('DrBlury/protobuf-vsc-extension#151: no problem is reported for a file whose name ends like its import', () => {
    expect(
      problems(
        `-- foo_common.proto --\n${HEAD}package example;\nimport "common.proto";\nmessage Foo { Common c = 1; }\n-- common.proto --\n${HEAD}package example;\nmessage Common {}\n`,
      ),
    ).toEqual([]);
  });

  test('bufbuild/vscode-buf#615: no problem is reported for edition 2024', () => {
    expect(problems('-- a.proto --\nedition = "2024";\npackage a;\nexport message M {\n  int32 x = 1;\n}\n')).toEqual(
      [],
    );
  });
});

describe('requests', () => {
  test('bufbuild/buf#4174, #4434: a service with a broken option has an outline', () => {
    const tree = parse(`${HEAD}service S { option deprecated = ; option (x).y = {; rpc A(M) returns (M); }`);
    expect(outline(tree).map(({ name }) => name)).toEqual(['S']);
  });

  test('a file of more than 1,001 declarations has each of them in its outline', () => {
    const tree = parse(HEAD + Array.from({ length: 3000 }, (_, at) => `message M${at} {}\n`).join(''));
    expect(outline(tree)).toHaveLength(3000);
  });

  test('zxh0/vscode-proto3#130: options are completed', () => {
    const { workspace, path, offset } = fixture(`-- a.proto --\n${HEAD}option go_$0\n`, { wellKnown: true });
    expect(completion(workspace, path, offset).items.map(({ label }) => label)).toContain('go_package');
  });

  test('bufbuild/vscode-buf#14: completion offers a type of a file that is not imported, with its import', () => {
    const { workspace, texts } = fixture(
      `-- a.proto --\n${HEAD}message M { b.Other other = 1; }\n-- b.proto --\n${HEAD}package b;\nmessage Other {}\n`,
    );
    const [path = ''] = texts.keys();
    const file = workspace.linked(path);
    const titles = file?.diagnostics.flatMap((one) => fixesOf(workspace, path, file, one).map(({ title }) => title));
    expect(titles).toContain('Import "b.proto"');
  });
});
