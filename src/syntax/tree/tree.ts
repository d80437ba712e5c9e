/** The result of parsing a text: its tokens, its syntax tree and its errors. */
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { FileNode, Node } from './nodes.ts';

/** The kind of a token. A keyword is an identifier. */
export type TokenKind = 'identifier' | 'integer' | 'float' | 'string' | 'symbol';

/**
 * The tokens of a text, in typed arrays. Whitespace and comments are gaps between tokens. The tokens and the gaps
 * together are the exact text.
 */
export interface TokenTable {
  readonly count: number;
  kind(index: number): TokenKind;
  /** Returns the offset of the first code unit of a token. */
  start(index: number): number;
  /** Returns the offset after the last code unit of a token. */
  end(index: number): number;
  text(index: number): string;
}

/** The result of parsing a text. A tree never changes: an edit creates a new tree. */
export interface SyntaxTree {
  readonly text: string;
  /** The syntax that the file declares. It is proto2 if the file declares no syntax, or an unknown one. */
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** The number of the edition in descriptor.proto; 0 if the file has no edition, or an unknown one. */
  readonly edition: number;
  readonly tokens: TokenTable;
  readonly root: FileNode;
  /** The errors and warnings of lexer and parser, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Returns the span of a node, from its first token to its last. */
export function spanOf(tree: SyntaxTree, node: Node): Span {
  const { tokens } = tree;
  if (node.first >= tokens.count) return { start: tree.text.length, end: tree.text.length };
  const start = tokens.start(node.first);
  if (node.last < node.first) return { start, end: start };
  return { start, end: tokens.end(node.last) };
}
