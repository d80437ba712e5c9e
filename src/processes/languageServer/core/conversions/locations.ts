/** Places in files, for LSP and for our own requests. */
import type { Location } from 'vscode-languageserver';
import type { FilePath } from '../../../../base/path.ts';
import type { SourcePlace } from '../../../../contract/schemaNode.ts';
import type { Declared } from '../../../../language/names/symbols.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/span.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';

/** The place of a span, for our own requests. */
export function toPlace(path: FilePath, tree: SyntaxTree, span: Span): SourcePlace {
  const { start, end } = toRange(tree, span);
  return {
    uri: pathToUri(path),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

/** The address of a declaration's name, for a link in Markdown; VS Code counts lines and columns from one. */
export function toAddress(path: FilePath | undefined, { file, symbol }: Declared): string | undefined {
  if (path === undefined) return undefined;
  const { start } = toRange(file.tree, symbol.nameSpan);
  // Parentheses would end the link.
  const uri = pathToUri(path).replaceAll('(', '%28').replaceAll(')', '%29');
  return `${uri}#L${start.line + 1},${start.character + 1}`;
}

/** A place in a text that may have no tree. */
export function toPlaceIn(path: FilePath, text: string, span: Span): SourcePlace {
  const lines = new LineIndex(text);
  const [start, end] = [lines.positionAt(span.start), lines.positionAt(span.end)];
  return {
    uri: pathToUri(path),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

/** A place as LSP has it. */
export function toLocation({ uri, range }: SourcePlace): Location {
  return {
    uri,
    range: {
      start: { line: range.startLine, character: range.startCharacter },
      end: { line: range.endLine, character: range.endCharacter },
    },
  };
}

/** The places of spans in a file of which only the text is at hand. */
export function locationsIn(path: FilePath, text: string, spans: readonly Span[]): readonly Location[] {
  const lines = new LineIndex(text);
  const uri = pathToUri(path);
  return spans.map(({ start, end }) => ({
    uri,
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
  }));
}
