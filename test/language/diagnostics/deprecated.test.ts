/** Names that lead to something deprecated, marked with `«…»`. */
import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const PATH = `${FOLDER}/a.proto`;

/** Returns the text of an open file with its marks. */
function marked({ workspace }: Fixture, path = PATH): string {
  const file = workspace.linked(path);
  if (file === undefined) throw new Error(`no file ${path}`);
  const edits = diagnosticsOf(workspace, path, file, (shown) => shown).flatMap(({ code, span }) => {
    if (code !== 'deprecated-use' || span === undefined) return [];
    const { start, end } = span;
    return [
      { span: { start, end: start }, newText: '«' },
      { span: { start: end, end }, newText: '»' },
    ];
  });
  return applyEdits(file.tree.text, edits);
}

function opened(source: string): Fixture {
  const made = fixture(source.replaceAll(/[«»]/g, ''), { wellKnown: true });
  made.workspace.setBuffer(PATH, made.texts.get(PATH) ?? '');
  return made;
}

describe('names of deprecated declarations', () => {
  test.each<[what: string, text: string]>([
    ['message', 'message Old { option deprecated = true; }\nmessage M { «Old» a = 1; map<string, .«Old»> b = 2; }\n'],
    ['enum', 'enum Old { option deprecated = true; A = 0; }\nmessage M { repeated «Old» a = 1; }\n'],
    [
      'request and reply of an rpc',
      'message Old { option deprecated = true; }\nservice S { rpc R(«Old») returns (stream «Old»); }\n',
    ],
    [
      'option of descriptor.proto',
      'option «java_generate_equals_and_hash» = true;\noption java_multiple_files = true;\n',
    ],
    [
      'field in an option value',
      'import "google/protobuf/descriptor.proto";\nmessage R { bool old = 1 [deprecated = true]; bool now = 2; }\nextend google.protobuf.FileOptions { R r = 50000; }\noption (r) = { «old»: true now: true };\n',
    ],
    [
      'but no other name',
      'message New { option deprecated = false; }\nmessage M { New a = 1; bool deprecated = 2; }\n',
    ],
  ])('a name that leads to something deprecated is struck through: %s', (_what, text) => {
    const source = `syntax = "proto3";\n${text}`;
    expect(marked(opened(`-- a.proto --\n${source}`))).toBe(source);
  });

  test('a name is struck through when an edit in another file deprecates its message', () => {
    const made = opened(
      '-- a.proto --\nsyntax = "proto3";\nimport "b.proto";\nmessage M { B b = 1; }\n-- b.proto --\nsyntax = "proto3";\nmessage B {}\n',
    );
    expect(marked(made)).not.toContain('«');
    made.workspace.setBuffer(`${FOLDER}/b.proto`, 'syntax = "proto3";\nmessage B { option deprecated = true; }\n');
    expect(marked(made)).toContain('message M { «B» b = 1; }');
    made.workspace.setBuffer(`${FOLDER}/b.proto`, 'syntax = "proto3";\nmessage B { option deprecated = false; }\n');
    expect(marked(made)).not.toContain('«');
  });
});

test('a file that is not open has no hints about deprecated names', () => {
  const text = 'syntax = "proto3";\nmessage Old { option deprecated = true; }\nmessage M { Old a = 1; }\n';
  expect(marked(fixture(`-- a.proto --\n${text}`))).toBe(text);
});
