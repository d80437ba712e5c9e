/**
 * Formats the statement that you have just completed, while you type. The rest of the file stays as it is, because it
 * may be unfinished.
 */
import { nodePathAt } from '../../syntax/tree/walk.ts';
import { firstTokenFrom } from '../../syntax/tree/tokenAt.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { startsLine } from '../../text/lines.ts';
import { spanTouches } from '../../text/span.ts';
import { statementSaysTheSame } from './check.ts';
import { editsInside } from './edits.ts';
import { Gaps } from './gaps.ts';
import { tokenMarks } from './marks.ts';
import { printStatement, type Statement } from './statements.ts';
import { breaksShape } from './shape.ts';
import type { FormatStyle } from './style.ts';
import { TokenPrinter } from './tokenPrinter.ts';

/** The characters after which an editor asks for formatting, because they end a statement or its line. */
export const TYPED_CHARACTERS = [';', '}', '\n'] as const;

/**
 * The edits for the statement that ends before an offset; none if the statement has errors. A line break after a block
 * does not format the block, because the user has only left it.
 */
export function formatTyped(tree: SyntaxTree, offset: number, typed: string, style: FormatStyle): readonly TextEdit[] {
  const ended = statementEndingBefore(tree, offset);
  if (ended === undefined || hasErrorIn(tree, ended.node)) return [];
  if (typed === '\n' && tree.tokens.text(ended.node.last) !== ';') return [];
  return formatStatement(tree, ended, style);
}

function formatStatement(tree: SyntaxTree, { node, depth }: Ended, style: FormatStyle): readonly TextEdit[] {
  const marks = tokenMarks(tree, node);
  const p = new TokenPrinter(tree, marks, new Gaps(tree, marks), style.indent);
  p.at = node.first;
  p.writer.depth = depth;
  p.beginHere();
  printStatement(p, node);
  const edits = editsInside(p, p.writer.finish(), style);
  const span = spanOf(tree, node);
  const text = applyEdits(tree.text, edits).slice(span.start, span.end + growth(edits));
  if (!statementSaysTheSame(tree, marks, node, text)) return [];
  return [...indentation(tree, span.start, style.indent.repeat(depth)), ...edits];
}

interface Ended {
  readonly node: Statement;
  /** The number of blocks that contain the statement. */
  readonly depth: number;
}

/** The largest statement that ends with the last token before an offset; undefined if no statement ends there. */
function statementEndingBefore(tree: SyntaxTree, offset: number): Ended | undefined {
  const last = firstTokenFrom(tree.tokens, offset) - 1;
  if (last < 0) return undefined;
  const path = nodePathAt(tree, tree.tokens.end(last));
  let depth = 0;
  for (const node of path) {
    if (node.last === last && isStatementNode(tree, node)) return { node, depth };
    if (hasBlock(node)) depth++;
  }
  return undefined;
}

/**
 * Whether a node is a statement whose last token is in the text. Otherwise, the parser only guesses where the statement
 * ends.
 */
function isStatementNode(tree: SyntaxTree, node: Node): node is Statement {
  return STATEMENTS.has(node.kind) && tree.tokens.text(node.last) === (hasBlock(node) ? '}' : ';');
}

const STATEMENTS: ReadonlySet<Node['kind']> = new Set<Statement['kind']>([
  'syntax',
  'package',
  'import',
  'option',
  'message',
  'enum',
  'service',
  'oneof',
  'extend',
  'field',
  'extensions',
  'reserved',
  'enumValue',
  'method',
]);

const BLOCKS: ReadonlySet<Node['kind']> = new Set(['message', 'enum', 'service', 'oneof', 'extend', 'method'] as const);

function hasBlock(node: Node): boolean {
  if (node.kind === 'field') return node.group !== undefined;
  return BLOCKS.has(node.kind);
}

/**
 * Whether the text of a statement has an error that may mislead the parser. The error for a missing brace is at the
 * token after the block, or at the end of the text.
 */
function hasErrorIn(tree: SyntaxTree, node: Node): boolean {
  const { start, end } = spanOf(tree, node);
  const touched = { start, end: hasBlock(node) ? tree.tokens.start(node.last + 1) : end };
  return tree.diagnostics.some((found) => breaksShape(found) && found.span && spanTouches(touched, found.span.start));
}

function growth(edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { span, newText }) => sum + newText.length - (span.end - span.start), 0);
}

/** The edit of a statement's indentation; none if other text precedes the statement on its line. */
function indentation({ text }: SyntaxTree, start: number, indent: string): readonly TextEdit[] {
  if (!startsLine(text, start)) return [];
  let from = start;
  while (from > 0 && (text.charAt(from - 1) === ' ' || text.charAt(from - 1) === '\t')) from--;
  if (text.slice(from, start) === indent) return [];
  return [{ span: { start: from, end: start }, newText: indent }];
}
