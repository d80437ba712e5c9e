/** Converts places in files for LSP and for our own requests. */
import type { Location } from 'vscode-languageserver';
import type { FilePath } from '../../../../base/path.ts';
import type { SourcePlace } from '../../../../contract/schemaNode.ts';
import type { Declared } from '../../../../language/names/symbols.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/span.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** Converts a span to a place for our own requests. */
export function toPlace(path: FilePath, tree: SyntaxTree, span: Span): SourcePlace {
  const { start, end } = toRange(tree, span);
  return {
    uri: pathToUri(path),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

/**
 * Returns a link to the name of a declaration, for Markdown. VS Code counts lines and columns in such links from one.
 */
export function toAddress(path: FilePath | undefined, { file, symbol }: Declared): string | undefined {
  if (path === undefined) return undefined;
  const { start } = toRange(file.tree, symbol.nameSpan);
  // A parenthesis would end the link in Markdown.
  const uri = pathToUri(path).replaceAll('(', '%28').replaceAll(')', '%29');
  return `${uri}#L${start.line + 1},${start.character + 1}`;
}

/** Converts a span of a text that may have no syntax tree. */
export function toPlaceIn(path: FilePath, text: string, span: Span): SourcePlace {
  const lines = new LineIndex(text);
  const [start, end] = [lines.positionAt(span.start), lines.positionAt(span.end)];
  return {
    uri: pathToUri(path),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

/** Converts a place to an LSP location. */
export function toLocation({ uri, range }: SourcePlace): Location {
  return {
    uri,
    range: {
      start: { line: range.startLine, character: range.startCharacter },
      end: { line: range.endLine, character: range.endCharacter },
    },
  };
}

/** Converts spans of a file whose text we have, but not its syntax tree. */
export function locationsIn(path: FilePath, text: string, spans: readonly Span[]): readonly Location[] {
  const lines = new LineIndex(text);
  const uri = pathToUri(path);
  return spans.map(({ start, end }) => ({
    uri,
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
  }));
}
