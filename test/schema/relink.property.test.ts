/**
 * After an edit of one declaration, a relinked file has the same diagnostics as a file that is linked as a whole, and its
 * names lead to the same.
 */
import { describe, expect, it } from 'vitest';
import { hasErrors, linkFile } from '../../src/schema/link.ts';
import type { FileInterface, LinkedFile } from '../../src/schema/descriptors/model.ts';
import { relinkFile } from '../../src/schema/relink.ts';
import { tokenStyles } from '../../src/language/navigation/semanticTokens.ts';
import { parse, reparse } from '../../src/syntax/parser.ts';
import type { SyntaxTree } from '../../src/syntax/tree/tree.ts';
import { sourceText } from '../../src/text/source.ts';
import { compileTexts } from '../support/compileText.ts';
import { googlePaths, googleRoot, readCorpusFile, sample, seededRandom, wellKnownRoot } from '../support/corpus.ts';
import { ownCases } from '../support/ownCases.ts';
import { ENTRY } from './cases/case.ts';

/** Declarations that depend on each other in every possible way. */
const NEIGHBOURS = `syntax = "proto2"; package p;
message A { optional B.Inner.Kind kind = 1 [default = ONE]; optional B.Inner inner = 2; repeated A a = 3; extensions 10 to 20; optional B b = 4; }
message B {
  message Inner { enum Kind { ZERO = 0; ONE = 1; } optional Kind kind = 1; reserved 2, 5 to 8; reserved "old"; }
  enum Kind { NONE = 0; B_ONE = 1; }
  map<string, Inner> inners = 1; oneof o { Inner one = 2; A two = 3; } optional group G = 4 { optional Kind k = 1; }
  optional Inner.Kind inner_kind = 5 [default = ZERO]; repeated .p.A as = 6;
}
message C { optional B.Kind kind = 1 [default = B_ONE]; optional A kind_of = 2; message Kind { optional B.Kind k = 1; } optional Kind own = 3; }
service S { rpc Get(A) returns (B.Inner); rpc Put(stream .p.C) returns (C.Kind); }
enum Kind { UNKNOWN = 0; }
`;

/** Declarations that break rules because of other declarations, and one that depends on nothing except an import. */
const RULED = `edition = "2023"; package p;
import "o.proto"; import "google/protobuf/empty.proto"; import "google/protobuf/any.proto"; import "q.proto";
option (o.file) = { n: 1 }; option java_package = "p";
message A { option (o.message) = "a"; enum Kind { option features.enum_type = OPEN; ZERO = 0; ONE = 1; TWO = 2; } enum Shut { option features.enum_type = CLOSED; S_ZERO = 0; S_ONE = 1; } Kind kind = 1; message In { enum Deep { NONE = 0; SOME = 1; } Deep deep = 1 [json_name = "d"]; } reserved 7; string kinds = 4; }
message B { A.Kind kind = 1 [features.field_presence = IMPLICIT]; map<string, A.Kind> kinds = 2; A.Shut shut = 3; map<string, A.In.Deep> deep = 4; A a = 5 [lazy = true]; }
message C { google.protobuf.Any any = 1; q.Q q = 2 [deprecated = true]; A.Shut shut = 3 [default = S_ONE]; map<int32, A.Shut> shuts = 4; oneof o { string s = 5 [(o.field) = { n: 2 }]; bytes t = 6; } }
message D { option deprecated = true; google.protobuf.Any any = 1; repeated int32 numbers = 2 [features.repeated_field_encoding = PACKED]; string name = 3 [features.utf8_validation = NONE, (o.field).n = 3]; }
service S { option deprecated = true; rpc Get(A) returns (D) { option idempotency_level = NO_SIDE_EFFECTS; } rpc Put(B) returns (C); }
enum E { E_ZERO = 0; E_ONE = 1 [deprecated = true]; }
`;

const OLD =
  'feature_support = { edition_introduced: EDITION_PROTO2 edition_deprecated: EDITION_2023 deprecation_warning: "old" }';

const OPTIONS = `syntax = "proto2"; package o; import "google/protobuf/descriptor.proto"; import "google/protobuf/any.proto";
message O { optional int32 n = 1; optional google.protobuf.Any any = 2; }
extend google.protobuf.FileOptions { optional O file = 50001; }
extend google.protobuf.MessageOptions { optional string message = 50001; optional O whole = 50002; }
extend google.protobuf.FieldOptions { optional O field = 50001; optional bool old = 50002 [${OLD}]; }
extend google.protobuf.OneofOptions { optional bool choice = 50001 [${OLD}]; }
`;

const BESIDE = 'syntax = "proto3"; package q; message Q { int32 n = 1; }';

/** Whether we can read the option of one declaration depends on another declaration. */
const READ_BY_OPTIONS = `syntax = "proto3"; package p; import "o.proto";
message A { int32 n = 1; string name = 2; bool on = 3; string text = 4; }
message B { option (o.whole) = { any { [type.googleapis.com/p.A] { n: 1 name: "a" on: true } } }; A a = 1; }
`;

/** Edits of RULED that change diagnostics of other declarations, or need more than the edited declaration. */
const FELT_ELSEWHERE: readonly (readonly [what: string, place: string, before: string, after: string])[] = [
  ['an enum is closed', 'enum_type = OPEN', 'enum_type = OPEN', 'enum_type = CLOSED'],
  ['a closed enum begins with another number', 'S_ZERO = 0', 'S_ZERO = 0', 'S_ZERO = 3'],
  ['a value moves to another enum', 'S_ONE = 1; }', 'S_ONE = 1; }', '} enum Other { O_ZERO = 0; S_ONE = 1; }'],
  ['a nested type disappears', 'message In {', 'message In {', 'message Inn {'],
  ['an import is no longer used', 'q.Q q = 2', 'q.Q q = 2', 'string q = 2'],
  ['an import is used', 'string name = 3', 'string name = 3', 'google.protobuf.Empty name = 3'],
  ['a warning disappears', 'string kinds = 4', 'string kinds = 4 [(o.old) = true]', 'string kinds = 4'],
  ['a warning appears', 'string kinds = 4', 'string kinds = 4', 'string kinds = 4 [(o.old) = true]'],
  [
    'a warning without a place disappears',
    'string kinds = 4;',
    'oneof k { option (o.choice) = true; string kinds = 4; }',
    'oneof k { string kinds = 4; }',
  ],
  ['a broken declaration is fixed', 'string kinds = 4;', 'string kinds = ;', 'string kinds = 4;'],
];

interface Sample {
  readonly path: string;
  readonly text: string;
  /** The files that it imports. */
  readonly files: ReadonlyMap<string, FileInterface>;
}

function sampleOf(path: string, texts: Readonly<Record<string, string>>): Sample {
  const compiled = compileTexts(texts, [path], [wellKnownRoot, googleRoot]);
  const imports = compiled.files.find((file) => file.path === path)?.imports ?? [];
  return {
    path,
    text: texts[path] ?? '',
    files: new Map(imports.flatMap(({ path: one, file }) => (file ? [[one, file]] : []))),
  };
}

/** Links versions of a text with the imports of RULED. */
function linkRuled(text: string): (tree: SyntaxTree) => LinkedFile {
  const { files } = sampleOf('p.proto', { 'p.proto': text, 'o.proto': OPTIONS, 'q.proto': BESIDE });
  return (tree) => linkFile('p.proto', tree, (importPath) => files.get(importPath) ?? 'missing');
}

const own = ownCases().map(({ files }) =>
  sampleOf(
    ENTRY,
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? content : sourceText(content),
      ]),
    ),
  ),
);
const corpus = sample(googlePaths(), 30, 11)
  .map((path) => readCorpusFile(googleRoot, path))
  .filter(({ text }) => text.length < 40_000)
  .map(({ path, text }) => sampleOf(path, { [path]: text }));

/**
 * Edits a file key by key and compares its diagnostics. Counts how often the edited declaration was enough to know
 * them.
 */
class Typist {
  relinked = 0;
  /** How often a relinked file had no errors and its text had changed. */
  right = 0;
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  type({ path, text, files }: Sample, edits: number): void {
    const link = (tree: SyntaxTree): LinkedFile =>
      linkFile(path, tree, (importPath) => files.get(importPath) ?? 'missing');
    const first = link(parse(text));
    let file = first;
    for (let i = 0; i < edits; i++) {
      if (this.#below(3) === 0) file = first;
      const tree = reparse(file.tree, this.#edited(file.tree));
      const wanted = link(tree);
      const relinked = relinkFile(file, tree, () => link(tree));
      if (relinked !== undefined) {
        this.relinked++;
        if (!hasErrors(wanted.diagnostics) && relinked.tree === tree) this.right++;
        expect(relinked.diagnostics, tree.text).toEqual(wanted.diagnostics);
        expect(relinked.imports, tree.text).toEqual(wanted.imports);
        expect(tokenStyles(relinked), tree.text).toEqual(tokenStyles(wanted));
      }
      file = relinked ?? wanted;
      // Sometimes a caller requests the whole file.
      if (this.#below(4) === 0) expect(file.symbols).toEqual(wanted.symbols);
    }
  }

  /** Replaces a token with another one of its kind or of any kind, misspells it, adds one after it, or removes it. */
  #edited({ text, tokens }: SyntaxTree): string {
    const at = this.#below(tokens.count);
    const others = Array.from({ length: 8 }, () => this.#below(tokens.count));
    const alike = others.find((one) => tokens.kind(one) === tokens.kind(at)) ?? at;
    const written = tokens.text(at);
    const piece =
      [
        tokens.text(alike),
        tokens.text(alike),
        tokens.text(alike),
        `${written}x`,
        `${written} ;`,
        tokens.text(others[0] ?? at),
        '',
      ][this.#below(7)] ?? '';
    return text.slice(0, tokens.start(at)) + piece + text.slice(tokens.end(at));
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

describe('an edit of one declaration', () => {
  it('an undone edit leads back to the earlier linked file, even after other edits', () => {
    const link = (tree: SyntaxTree): LinkedFile => linkFile('p.proto', tree, () => 'missing');
    const first = link(parse(NEIGHBOURS));
    const edit = (file: LinkedFile, text: string): LinkedFile => {
      const tree = reparse(file.tree, text);
      return relinkFile(file, tree, () => link(tree)) ?? expect.fail('the whole file was linked');
    };
    const wrong = edit(first, NEIGHBOURS.replace('optional B b', 'optional Bx b'));
    const worse = edit(wrong, NEIGHBOURS.replace('optional B b', 'optional Bxy b'));
    expect(hasErrors(worse.diagnostics)).toBe(true);
    expect(edit(worse, NEIGHBOURS)).toBe(first);
  });

  it('relinking gives the diagnostics of the whole file among declarations that name each other', () => {
    const typist = new Typist(7);
    const neighbours = sampleOf('p.proto', { 'p.proto': NEIGHBOURS });
    for (let round = 0; round < 10; round++) typist.type(neighbours, 200);
    expect(typist.relinked).toBeGreaterThan(250);
  });

  it('relinking gives the diagnostics of the whole file if it has no errors, even if the edit affects other declarations', () => {
    const typist = new Typist(10);
    const texts = { 'p.proto': RULED, 'o.proto': OPTIONS, 'q.proto': BESIDE, 'r.proto': READ_BY_OPTIONS };
    const ruled = sampleOf('p.proto', texts);
    for (let round = 0; round < 20; round++) typist.type(ruled, 200);
    expect(typist.right).toBeGreaterThan(60);
    const readByOptions = sampleOf('r.proto', texts);
    for (let round = 0; round < 5; round++) typist.type(readByOptions, 100);
  });

  it.each(FELT_ELSEWHERE)('relinking gives the diagnostics of the whole file when %s', (_, place, before, after) => {
    const link = linkRuled(RULED);
    const first = link(parse(RULED.replace(place, before)));
    const tree = reparse(first.tree, RULED.replace(place, after));
    const wanted = link(tree);
    expect(wanted.diagnostics).not.toEqual(first.diagnostics);
    expect((relinkFile(first, tree, () => wanted) ?? wanted).diagnostics).toEqual(wanted.diagnostics);
  });

  it('relinking repeats the diagnostics of other declarations at their new places', () => {
    const text = RULED.replace('enum E {', 'import "google/protobuf/duration.proto"; enum E {');
    const first = linkRuled(text)(parse(text));
    const tree = reparse(first.tree, text.replace('string kinds = 4', 'string kinds_of_it = 4'));
    const relinked = relinkFile(first, tree, () => expect.fail('the whole file was linked'));
    expect(relinked?.diagnostics.map(({ code, span }) => [code, tree.text.slice(span?.start, span?.end)])).toEqual([
      ['unused-import', 'import "google/protobuf/empty.proto";'],
      ['unused-import', 'import "google/protobuf/duration.proto";'],
    ]);
  });

  it('relinking gives the diagnostics of the whole file, in files that each break a rule', () => {
    const typist = new Typist(8);
    for (const one of own) typist.type(one, 8);
    expect(typist.relinked).toBeGreaterThan(own.length / 2);
  });

  it('relinking gives the diagnostics of the whole file, in real files', () => {
    const typist = new Typist(9);
    for (const one of corpus) typist.type(one, 15);
    expect(typist.relinked).toBeGreaterThan(corpus.length);
  });
});
