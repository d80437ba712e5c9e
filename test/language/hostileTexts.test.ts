/**
 * Texts that are designed to take long, with all requests of an editor for each text. The test bounds CPU time, because
 * other programs do not change it. Quadratic code took minutes for any of these texts.
 */
import { expect, it } from 'vitest';
import { signature } from '../../src/language/completion/signature.ts';
import { completion } from '../../src/language/completion/completion.ts';
import { diagnosticsOf, diagnosticsStamp } from '../../src/language/diagnostics/diagnostics.ts';
import { hover } from '../../src/language/navigation/hover.ts';
import { inlayHints } from '../../src/language/navigation/inlayHints.ts';
import { tokenStyles } from '../../src/language/navigation/semanticTokens.ts';
import { folds } from '../../src/language/structure/folding.ts';
import { outline } from '../../src/language/structure/outline.ts';
import { selectionSpans } from '../../src/language/structure/selection.ts';
import { LineIndex } from '../../src/text/lines.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { cpuMs } from '../support/cpu.ts';

const PATH = '/project/a.proto';
const SIZE = 2 * 1024 * 1024;

/** The limit for a text of this size in total, in ms. The slowest text without an error takes a third. */
const MOST_MS = 6000;

function filled(unit: string, size = SIZE): string {
  return unit.repeat(Math.floor(size / unit.length));
}

function many(count: number, one: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => one(at)).join(' ');
}

/** A name that protoc just accepts. */
const LONG = 60_000;

function inLongName(kind: string, one: (at: number) => string): string {
  return `${kind} ${'A'.repeat(LONG)} { ${many(4_000, one)} }`;
}

function open(text: string): Workspace {
  const workspace = new Workspace({ read: () => undefined, exists: () => false }, '/wkt');
  workspace.setBuffer(PATH, text);
  return workspace;
}

/** Sends all requests at the middle of the text, which has much text on both sides. */
function askAll(workspace: Workspace, offset: number): void {
  const file = workspace.linked(PATH);
  if (file === undefined) throw new Error('The file is not there');
  diagnosticsStamp(workspace, PATH);
  diagnosticsOf(workspace, PATH, file, (path) => path);
  hover(file, offset, (other, importPath) => workspace.textOf(other, importPath));
  completion(workspace, PATH, offset);
  signature(workspace, PATH, file, offset);
  outline(file.tree);
  tokenStyles(file);
  const wanted = { features: true, defaults: true, numbers: true };
  inlayHints(file, { start: 0, end: file.tree.text.length }, wanted);
  folds(file.tree, new LineIndex(file.tree.text));
  selectionSpans(file.tree, offset);
}

const TEXTS: Readonly<Record<string, () => string>> = {
  'empty statements': () => filled(';'),
  'string literals on one line': () => filled('"'),
  'messages that nest on one line': () => filled('message A { '),
  'braces that close': () => filled('}'),
  'a name with a part on each line': () => `message A { = ${filled('a.\n', SIZE / 8)}`,
  'values of one option': () => `option (a) = ${filled('{} ', SIZE / 4)};`,
  'options of one field': () => `message A { int32 f = 1 [${filled('(x) = {a: 1}, ', SIZE / 4)}]; }`,
  'values of one list': () => `option (a) = { f: [ ${filled('{}, ', SIZE / 4)} ] };`,
  'reserved ranges that overlap': () => `message A { reserved ${filled('1 to 5, ', SIZE / 4)} 6; int32 f = 3; }`,
  'values of one name': () => `enum E { ${filled('A=0;')} }`,
  'aliases that are not allowed': () => `enum E { ${many(40_000, (at) => `V${at} = ${at}; W${at} = 0;`)} }`,
  'ranges and extensions of them': () =>
    `message A { ${many(20_000, (at) => `extensions ${3 * at + 1};`)} } extend A { ${many(20_000, (at) => `optional int32 e${at} = ${3 * at + 1};`)} }`,
  'messages in a message with a very long name': () => inLongName('message', (at) => `message M${at} {}`),
  'fields in a message with a very long name': () =>
    inLongName('message', (at) => `optional X${at} f${at} = ${at + 1};`),
  'rpcs of a service with a very long name': () =>
    inLongName('service', (at) => `rpc M${at}(X${at}) returns (Y${at});`),
  'messages of a package with a very long name': () =>
    `package ${'a'.repeat(LONG)}; ${many(4_000, (at) => `message M${at} {}`)}`,
  'defaults of an enum with many values': () =>
    `enum E { ${many(30_000, (at) => `V${at} = ${at};`)} } message A { ${many(15_000, (at) => `optional E f${at} = ${at + 1} [default = V29999];`)} }`,
};

it.each(Object.entries(TEXTS))('%s are read, queried and edited in bounded time', (_, made) => {
  const text = `syntax = "proto2";\n${made()}`;
  const before = cpuMs();
  const workspace = open(text);
  askAll(workspace, text.length >> 1);
  workspace.setBuffer(PATH, `// edited\n${text}`);
  askAll(workspace, text.length >> 1);
  expect(cpuMs() - before).toBeLessThan(MOST_MS);
});

it('empty statements in a row are one node', () => {
  const items = open(`syntax = "proto3"; ;;${filled(';')} message A { ;; ; }`).tree(PATH)?.root.items ?? [];
  expect(items.map(({ kind }) => kind)).toEqual(['syntax', 'empty', 'message']);
  expect(items[2]).toMatchObject({ items: [{ kind: 'empty' }] });
});
