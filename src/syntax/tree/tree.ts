/** The result of parsing: tokens, the tree over them, and the errors. */
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { FileNode, Node } from './nodes.ts';

/** The kind of a token. Keywords are identifiers. */
export type TokenKind = 'identifier' | 'integer' | 'float' | 'string' | 'symbol';

/**
 * The tokens of a text in typed arrays. Whitespace and comments are not tokens, but gaps between them. Tokens and gaps
 * together are the exact text.
 */
export interface TokenTable {
  readonly count: number;
  kind(index: number): TokenKind;
  /** Offset of the first code unit of token `index`. */
  start(index: number): number;
  /** Offset after the last code unit of token `index`. */
  end(index: number): number;
  text(index: number): string;
}

/** The result of parsing. It is a value: an edit creates a new tree. */
export interface SyntaxTree {
  readonly text: string;
  /** proto2 if the file does not declare a syntax, or declares an unknown one. */
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** The number in descriptor.proto; 0 without an edition, or with an unknown one. */
  readonly edition: number;
  readonly tokens: TokenTable;
  readonly root: FileNode;
  /** Errors and warnings of lexer and parser, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The span of a node, from its first token to its last. */
export function spanOf(tree: SyntaxTree, node: Node): Span {
  const { tokens } = tree;
  if (node.first >= tokens.count) return { start: tree.text.length, end: tree.text.length };
  const start = tokens.start(node.first);
  if (node.last < node.first) return { start, end: start };
  return { start, end: tokens.end(node.last) };
}
