/** What parsing gives: tokens, the tree over them, and what was wrong. */
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { FileNode, Node } from './nodes.ts';

/** What a token is. Keywords are identifiers. */
export type TokenKind = 'identifier' | 'integer' | 'float' | 'string' | 'symbol';

/**
 * The tokens of a text in typed arrays. Blanks and comments are not tokens: they are the gaps between
 * them, so tokens and gaps in turn are the exact text.
 */
export interface TokenTable {
  readonly count: number;
  kind(index: number): TokenKind;
  /** Offset of the first code unit of token `index`. */
  start(index: number): number;
  /** Offset behind the last code unit of token `index`. */
  end(index: number): number;
  text(index: number): string;
}

/** The result of parsing. It is a value: an edit makes a new tree. */
export interface SyntaxTree {
  readonly text: string;
  /** proto2 where the file does not say, or says something unknown. */
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** As numbered in descriptor.proto; 0 where no edition is given, or an unknown one. */
  readonly edition: number;
  readonly tokens: TokenTable;
  readonly root: FileNode;
  /** Those of lexer and parser, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a node stands, from its first token to its last. */
export function spanOf(tree: SyntaxTree, node: Node): Span {
  const { tokens } = tree;
  if (node.first >= tokens.count) return { start: tree.text.length, end: tree.text.length };
  const start = tokens.start(node.first);
  return { start, end: node.last < node.first ? start : tokens.end(node.last) };
}
