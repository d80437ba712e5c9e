/**
 * A shape that crosses a process is declared once, in src/contract. No other file exports it again under its name, or
 * declares the same members.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', '..', 'src');

/** Names that mean something else in another room. */
const OTHER_THINGS: readonly string[] = [
  'contract/languageServer.ts Reading = message/scalar.ts Reading',
  'contract/generation.ts Problem = host/compile.ts Problem',
  'contract/generation.ts Place = schema/linking/scope.ts Place',
  'contract/generation.ts Place = calls/address.ts Place',
  'contract/generation.ts Place = message/readWellKnown.ts Place',
  'contract/generation.ts Place = language/completion/surroundings.ts Place',
  'contract/generation.ts Fix = language/fixes/fix.ts Fix',
  'contract/calls.ts Target = codegen/target.ts Target',
  'contract/panel/messages.ts Draft = schema/descriptors/descriptor.ts Draft',
  'contract/panel/messages.ts Draft = syntax/grammar/make.ts Draft',
];

/** Types with fewer members can be alike by chance. */
const FEWEST_MEMBERS = 3;

interface Declaration {
  readonly name: string;
  /** The path relative to src, with slashes. */
  readonly file: string;
  readonly isExported: boolean;
  /** The members as written, sorted by name; undefined if the type is not a plain list of members. */
  readonly members: string | undefined;
}

function declarationsOf(file: string, text: string): readonly Declaration[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return tree.statements.flatMap((statement): readonly Declaration[] => {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return [];
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    return [{ name: statement.name.text, file, isExported, members: membersOf(statement, tree) }];
  });
}

function membersOf(
  declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
  tree: ts.SourceFile,
): string | undefined {
  const shape = ts.isInterfaceDeclaration(declaration) ? declaration : declaration.type;
  if (!ts.isInterfaceDeclaration(shape) && !ts.isTypeLiteralNode(shape)) return undefined;
  if (shape.members.length < FEWEST_MEMBERS) return undefined;
  const texts = shape.members.map((member) =>
    member
      .getText(tree)
      .replace(/[\s;,]+/g, ' ')
      .trim(),
  );
  return texts.sort().join('\n');
}

function repeated(all: readonly Declaration[]): readonly string[] {
  const inContract = all.filter(({ file, isExported }) => file.startsWith('contract/') && isExported);
  const elsewhere = all.filter(({ file }) => !file.startsWith('contract/'));
  return inContract.flatMap((one) =>
    elsewhere
      .filter(
        ({ name, isExported, members }) =>
          (isExported && name === one.name) || (members !== undefined && members === one.members),
      )
      .map((other) => `${one.file} ${one.name} = ${other.file} ${other.name}`),
  );
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const all = files.flatMap((file) => declarationsOf(file.split(sep).join('/'), readFileSync(join(src, file), 'utf8')));

describe('a shape of the contract', () => {
  it('each shape of the contract is declared once', () => {
    expect(repeated(all).filter((pair) => !OTHER_THINGS.includes(pair))).toEqual([]);
  });

  it('a shape shares its name with another declaration only if a list allows it', () => {
    expect(OTHER_THINGS.filter((pair) => !repeated(all).includes(pair))).toEqual([]);
  });

  it('a second declaration in another room is found by its name or by its members', () => {
    const shape = 'export interface Reply { readonly a: string; readonly b: number; readonly c?: Date }';
    const copy = 'interface Other {\n  readonly c?: Date;\n  readonly b: number;\n  readonly a: string;\n}';
    const found = [
      ...declarationsOf('contract/x.ts', shape),
      ...declarationsOf('calls/y.ts', copy),
      ...declarationsOf('host/z.ts', "export type Reply = 'other'; "),
      ...declarationsOf('panel/v.ts', "type Reply = 'of this file';"),
      ...declarationsOf('host/w.ts', 'interface Reply2 { readonly a: string; readonly b: number }'),
    ];
    expect(repeated(found)).toEqual([
      'contract/x.ts Reply = calls/y.ts Other',
      'contract/x.ts Reply = host/z.ts Reply',
    ]);
  });
});
