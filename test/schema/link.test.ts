/** Linking gives symbols, references and descriptors, also for broken files. */
import { describe, expect, it } from 'vitest';
import { closure } from '../../src/schema/linking/closure.ts';
import { linkFile } from '../../src/schema/link.ts';
import type { FileInterface, LinkedFile } from '../../src/schema/descriptors/model.ts';
import { parse } from '../../src/syntax/parser.ts';
import { compileTexts } from '../support/compileText.ts';

function link(texts: Readonly<Record<string, string>>, path = 'a.proto'): LinkedFile {
  const linked = new Map<string, LinkedFile>();
  const load = (wanted: string): LinkedFile | 'missing' => {
    const text = texts[wanted];
    if (text === undefined) return 'missing';
    const file = linked.get(wanted) ?? linkFile(wanted, parse(text), (path) => interfaceOf(load(path)));
    linked.set(wanted, file);
    return file;
  };
  const interfaceOf = (file: LinkedFile | 'missing'): FileInterface | 'missing' =>
    file === 'missing' ? file : file.interface;
  const file = load(path);
  if (file === 'missing') throw new Error(`no ${path}`);
  return file;
}

/** `text at the reference -> full name of its target`, in the order of the text. */
function references(file: LinkedFile): string[] {
  return file.references.map(
    ({ span, target }) => `${file.tree.text.slice(span.start, span.end)} -> ${target.file} ${target.fullName}`,
  );
}

describe('symbols', () => {
  it('each declaration has a symbol, in the order of the text', () => {
    const file = link({
      'a.proto': `syntax = "proto3";
package p;
message A { string a = 1; oneof o { int32 b = 2; } message N {} enum E { X = 0; } map<string, N> m = 3; optional int32 c = 4; }
service S { rpc M(A) returns (A.N); }
`,
    });
    expect(file.symbols.map(({ kind, fullName }) => `${kind} ${fullName}`)).toEqual([
      'message p.A',
      'field p.A.a',
      'oneof p.A.o',
      'field p.A.b',
      'message p.A.N',
      'enum p.A.E',
      'enumValue p.A.X',
      'field p.A.m',
      'field p.A.c',
      'service p.S',
      'method p.S.M',
    ]);
  });

  it('half-typed declarations have symbols too', () => {
    const file = link({
      'a.proto': 'syntax = "proto3";\nmessage A {\n  string name\n  int32 other = 2;\n}\nservice S { rpc M( }\n',
    });
    expect(file.symbols.map(({ fullName }) => fullName)).toEqual(['A', 'A.name', 'A.other', 'S', 'S.M']);
    expect(file.descriptor.messages[0]?.fields.map(({ name }) => name)).toEqual(['other']);
  });
});

describe('references', () => {
  it('references lead from every name to its declaration', () => {
    const file = link({
      'a.proto': `syntax = "proto2";
package p;
import "b.proto";
message A { optional q.B b = 1; extensions 10 to 20; }
extend A { optional q.B.N n = 10; }
service S { rpc M(A) returns (.q.B); }
`,
      'b.proto': 'syntax = "proto2";\npackage q;\nmessage B { message N {} }\n',
    });
    expect(file.diagnostics).toEqual([]);
    expect(references(file)).toEqual([
      'q.B -> b.proto q.B',
      'A -> a.proto p.A',
      'q.B.N -> b.proto q.B.N',
      'A -> a.proto p.A',
      '.q.B -> b.proto q.B',
    ]);
  });

  it('references lead from options to their declarations, and from there to their fields', () => {
    const { files, lines } = compileTexts({
      'a.proto': `syntax = "proto3";
package p;
import "google/protobuf/descriptor.proto";
message O { string text = 1; O inner = 2; }
extend google.protobuf.MessageOptions { O o = 50000; }
message A { option deprecated = true; option (o) = { inner { text: "x" } }; option (o).text = "y"; map<string, O> m = 1; }
`,
    });
    expect(lines).toEqual([]);
    const [file] = files;
    expect(file && references(file)).toEqual([
      'O -> a.proto p.O',
      'google.protobuf.MessageOptions -> google/protobuf/descriptor.proto google.protobuf.MessageOptions',
      'O -> a.proto p.O',
      'deprecated -> google/protobuf/descriptor.proto google.protobuf.MessageOptions.deprecated',
      'o -> a.proto p.o',
      'inner -> a.proto p.O.inner',
      'text -> a.proto p.O.text',
      'o -> a.proto p.o',
      'text -> a.proto p.O.text',
      'O -> a.proto p.O',
    ]);
  });

  it('references follow the public imports of an import, but not its other imports', () => {
    const texts = {
      'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { C c = 1; D d = 2; }\n',
      'b.proto': 'syntax = "proto3";\nimport public "c.proto";\nimport "d.proto";\nmessage B { D d = 1; }\n',
      'c.proto': 'syntax = "proto3";\nmessage C {}\n',
      'd.proto': 'syntax = "proto3";\nmessage D {}\n',
    };
    const file = link(texts);
    expect(references(file)).toEqual(['C -> c.proto C']);
    expect(file.diagnostics.map(({ code }) => code)).toEqual(['missing-import']);
  });
});

describe('diagnostics', () => {
  it('a diagnostic points at the first declaration of a name', () => {
    const text = 'syntax = "proto3";\nmessage A {}\nmessage A {}\n';
    const [first] = link({ 'a.proto': text }).diagnostics;
    expect(first).toMatchObject({
      code: 'duplicate-name',
      span: { start: text.lastIndexOf('A'), end: text.lastIndexOf('A') + 1 },
    });
    expect(first?.related).toEqual([
      {
        declaration: 'A',
        span: { start: text.indexOf('A'), end: text.indexOf('A') + 1 },
        message: 'first defined here',
      },
    ]);
  });

  it('a diagnostic names the file of a related place in another file', () => {
    const file = link({
      'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A {}\n',
      'b.proto': 'syntax = "proto3";\nmessage A {}\n',
    });
    expect(file.diagnostics[0]).toMatchObject({ code: 'duplicate-name', related: [{ file: 'b.proto' }] });
  });

  it('names have diagnostics even if the syntax is broken elsewhere', () => {
    const file = link({ 'a.proto': 'syntax = "proto3";\nmessage A { Nothing n = 1; }\nmessage B {\n' });
    expect(file.diagnostics.map(({ code }) => code)).toEqual(['missing-brace', 'unresolved-type']);
  });
});

it.each(['import', 'import public'])('a chain of `%s` may be longer than the call stack', (statement) => {
  const texts = Array.from({ length: 3_000 }, (_, i): [string, string] => [
    `f${i}.proto`,
    `syntax = "proto3";\n${i === 0 ? '' : `${statement} "f${i - 1}.proto";\n`}message M${i} { ${i === 0 ? '' : `M${i - 1} m = 1;`} }\n`,
  ]);
  const { lines, files } = compileTexts(Object.fromEntries(texts), ['f2999.proto']);
  expect(lines).toEqual([]);
  const interfaces = files.map((file) => file.interface);
  expect(closure(interfaces).map(({ path }) => path)).toEqual(texts.map(([path]) => path));
});
