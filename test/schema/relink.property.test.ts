/** A file of which one declaration was edited says what it says when all of it is linked. */
import { describe, expect, it } from 'vitest';
import { hasErrors, linkFile } from '../../src/schema/link.ts';
import type { FileInterface, LinkedFile } from '../../src/schema/descriptors/model.ts';
import { relinkFile } from '../../src/schema/relink.ts';
import { parse, reparse } from '../../src/syntax/parser.ts';
import type { SyntaxTree } from '../../src/syntax/tree/tree.ts';
import { sourceText } from '../../src/text/source.ts';
import { compileTexts } from '../support/compileText.ts';
import { googlePaths, googleRoot, readCorpusFile, sample, seededRandom, wellKnownRoot } from '../support/corpus.ts';
import { ownCases } from '../support/ownCases.ts';
import { ENTRY } from './cases/case.ts';

/** Declarations that tell each other something in every way there is. */
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

interface Sample {
  readonly path: string;
  readonly text: string;
  /** What its imports are. */
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

/** Edits a file key by key, and compares what is said of it; gives how often it was known from the edited declaration. */
class Typist {
  relinked = 0;
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
        expect(relinked.diagnostics, tree.text).toEqual(wanted.diagnostics);
        expect(relinked.imports, tree.text).toEqual(wanted.imports);
      }
      file = relinked ?? wanted;
      // Sometimes somebody asks for the rest.
      if (this.#below(4) === 0) expect(file.symbols).toEqual(wanted.symbols);
    }
  }

  /** A token reads as another one of its kind, of any kind, is misspelled, is followed by one more, or is gone. */
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
  it('leads back to what was linked before when it is taken back, also behind others', () => {
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

  it('is judged as the whole file is, among declarations that name each other', () => {
    const typist = new Typist(7);
    const neighbours = sampleOf('p.proto', { 'p.proto': NEIGHBOURS });
    for (let round = 0; round < 10; round++) typist.type(neighbours, 200);
    expect(typist.relinked).toBeGreaterThan(250);
  });

  it('is judged as the whole file is, in files that break a rule each', () => {
    const typist = new Typist(8);
    for (const one of own) typist.type(one, 8);
    expect(typist.relinked).toBeGreaterThan(own.length / 2);
  });

  it('is judged as the whole file is, in real files', () => {
    const typist = new Typist(9);
    for (const one of corpus) typist.type(one, 15);
    expect(typist.relinked).toBeGreaterThan(corpus.length);
  });
});
