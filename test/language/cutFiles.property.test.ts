/**
 * Files that are cut at seeded random places, as while someone types: each feature replies, and what it gives is
 * inside of the text.
 */
import { describe, expect, test } from 'vitest';
import { incomingCalls, outgoingCalls } from '../../src/language/navigation/callHierarchy.ts';
import { hierarchyItemAt, type HierarchyKey } from '../../src/language/navigation/hierarchy.ts';
import { typeDefinitions } from '../../src/language/navigation/typeDefinition.ts';
import { subtypes, supertypes } from '../../src/language/navigation/typeHierarchy.ts';
import { folds } from '../../src/language/structure/folding.ts';
import { schemaNode, type PlaceOf } from '../../src/language/structure/schemaTree.ts';
import { selectionSpans } from '../../src/language/structure/selection.ts';
import { workspaceSymbols } from '../../src/language/structure/workspaceSymbols.ts';
import { toDocumentSymbols } from '../../src/processes/languageServer/core/conversions/outline.ts';
import type { LinkedFile } from '../../src/schema/descriptors/model.ts';
import { LineIndex } from '../../src/text/lines.ts';
import type { Span } from '../../src/text/span.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { seededRandom } from '../support/corpus.ts';
import { finish } from '../support/finish.ts';

const PATH = '/project/a.proto';

const TEXT = `// #region 😀 head
syntax = "proto2";
package shop.v1;
import "a.proto"; import public "b/😀.proto";
/* A block
 * comment 😀 */
option (o).x = { a: "😀" list: [ { b: 1 }, <c: 2> ] # d
};
// #endregion
// An order.
message Order { // trailing
  option deprecated = true;
  repeated Line lines = 1 [deprecated = true, (o) = { a: 1 }];
  map<string, shop.v1.Order.Line> totals = 2;
  oneof paid { Line cash = 3; int32 points = 4; }
  message Line { optional Kind kind = 1; enum Kind { NONE = 0; SOME = -1 [deprecated = true]; } }
  optional group Extra = 5 [(o) = {}] { optional Order order = 1; }
  extend Order { optional Line in_line = 101; }
  extensions 100 to 200, 300 to max [declaration = { number: 100 }];
  reserved 6, 9 to 11; reserved "a", "b";
}
extend Order { optional group More = 102 { } optional Order order = 103; }
service Orders { rpc Place(stream Order) returns (stream Order.Line) { option (o) = { get: "/x" }; } rpc Get(Order) returns (Order); }
`;

function opened(text: string): Workspace {
  const workspace = new Workspace({ read: () => undefined, exists: () => false }, '/wkt');
  workspace.setBuffer(PATH, text);
  return workspace;
}

/** Whether a span is in a text and cuts no pair of UTF-16 code units. */
function isInside(text: string, { start, end }: Span): boolean {
  return 0 <= start && start <= end && end <= text.length && !cutsPair(text, start) && !cutsPair(text, end);
}

function cutsPair(text: string, at: number): boolean {
  return at > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}

/** Returns every answer that is not inside of its text. */
function outside(text: string, offset: number): readonly string[] {
  const workspace = opened(text);
  const file = workspace.linked(PATH);
  if (file === undefined) throw new Error('The file is not there');
  return [
    ...outsideFolds(file),
    ...outsideSteps(text, file, offset),
    ...outsideLinks(workspace, file, offset),
    ...outsideSymbols(workspace, text),
  ];
}

function outsideFolds({ tree }: LinkedFile): readonly string[] {
  const lines = new LineIndex(tree.text);
  return folds(tree, lines)
    .filter(({ startLine, endLine }) => startLine < 0 || endLine <= startLine || endLine >= lines.lineCount)
    .map((fold) => `fold ${JSON.stringify(fold)}`);
}

function outsideSteps(text: string, { tree }: LinkedFile, offset: number): readonly string[] {
  const steps = selectionSpans(tree, offset);
  const bad = steps.filter((span, at) => {
    const inner = steps[at - 1];
    const grows = inner === undefined || (span.start <= inner.start && inner.end <= span.end);
    return !grows || !isInside(text, span) || span.start > offset || span.end < offset;
  });
  if (steps.length === 0) return ['no step'];
  return bad.map((span) => `step ${JSON.stringify(span)}`);
}

function outsideLinks(workspace: Workspace, file: LinkedFile, offset: number): readonly string[] {
  const types = typeDefinitions(file, offset, (home, importPath) => workspace.textOf(home, importPath));
  const item = hierarchyItemAt(workspace, file, offset);
  const key: HierarchyKey = item ?? { path: PATH, kind: 'message', fullName: 'shop.v1.Order' };
  const calls = [
    ...outgoingCalls(workspace, key).map(({ spans }) => spans),
    ...finish(incomingCalls(workspace, key, ({ spans, item: { symbol } }) => [...spans, symbol.span, symbol.nameSpan])),
  ].flat();
  const items = [...supertypes(workspace, key), ...finish(subtypes(workspace, key, (one) => one))];
  const spans = [
    ...types.flatMap(({ file: home, span, nameSpan }) => (home.path === file.path ? [span, nameSpan] : [])),
    ...calls,
    ...items.flatMap(({ path, symbol }) => (path === PATH ? [symbol.span, symbol.nameSpan] : [])),
  ];
  return spans.filter((span) => !isInside(file.tree.text, span)).map((span) => `link ${JSON.stringify(span)}`);
}

function outsideSymbols(workspace: Workspace, text: string): readonly string[] {
  const bad: string[] = [];
  const placeOf: PlaceOf = (path, _text, span) => {
    if (!isInside(text, span)) bad.push(`symbol ${JSON.stringify(span)}`);
    return { uri: path, range: { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 } };
  };
  for (const { id } of finish(workspaceSymbols(workspace, '', 1000))) schemaNode(workspace, placeOf, id);
  const tree = workspace.tree(PATH);
  if (tree !== undefined) toDocumentSymbols(tree);
  return bad;
}

describe.each([
  ['LF', TEXT],
  ['CRLF', TEXT.replaceAll('\n', '\r\n')],
  ['CR', TEXT.replaceAll('\n', '\r')],
])('a file with %s', (_breaks, text) => {
  test('answers at every tenth place stay inside the text', () => {
    for (let offset = 0; offset <= text.length; offset += 10)
      expect([offset, ...outside(text, offset)]).toEqual([offset]);
  });

  test('answers stay inside the text wherever it is cut', () => {
    const random = seededRandom(20_240_611);
    for (let cut = 0; cut < 100; cut++) {
      const end = Math.floor(random() * (text.length + 1));
      const from = random() < 0.3 ? Math.floor(random() * end) : 0;
      const piece = text.slice(from, end);
      const offset = random() < 0.5 ? piece.length : Math.floor(random() * piece.length);
      expect([from, end, offset, ...outside(piece, offset)]).toEqual([from, end, offset]);
    }
  });
});

test('an empty file has no folds, no symbols and one empty step', () => {
  expect(outside('', 0)).toEqual([]);
  const tree = opened('').tree(PATH);
  expect(tree && selectionSpans(tree, 0)).toEqual([{ start: 0, end: 0 }]);
});
