/**
 * Ways to fix a text, as plain data, and the input for making them. We make the edits only when the user asks for them,
 * never during a check of the file.
 */
import type { FilePath } from '../../base/path.ts';
import type { EnumDescriptor } from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { EnumNode, Node } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import { shownSpan, type Diagnostic } from '../../text/diagnostic.ts';
import type { TextEdit } from '../../text/edit.ts';
import { withLineFeeds } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { FileEdits } from '../navigation/rename.ts';
import { isOwner, type Owner } from '../../workspace/files/members.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A named change that fixes a diagnostic. */
export interface Fix {
  readonly title: string;
  /** The edits of the file that shows the diagnostic. They do not overlap. */
  readonly edits: readonly TextEdit[];
  /** The edits of other files. */
  readonly elsewhere?: readonly FileEdits[];
  /** Whether most users want this fix. An editor may apply such a fix without asking the user. */
  readonly preferred: boolean;
}

/** The input for the fixes of one diagnostic. */
export class FixContext {
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly tree: SyntaxTree;
  readonly diagnostic: Diagnostic;
  /** The span at which the editor shows the diagnostic; the start of the file if the diagnostic has no place. */
  readonly span: Span;

  constructor(workspace: Workspace, path: FilePath, file: LinkedFile, diagnostic: Diagnostic) {
    this.workspace = workspace;
    this.path = path;
    this.file = file;
    this.tree = file.tree;
    this.diagnostic = diagnostic;
    this.span = shownSpan(diagnostic) ?? { start: 0, end: 0 };
  }

  get text(): string {
    return this.tree.text;
  }

  /** The text that the diagnostic is about. */
  get written(): string {
    return this.text.slice(this.span.start, this.span.end);
  }

  /** The innermost node of one of these kinds that contains the start of the diagnostic. */
  node<K extends Node['kind']>(...kinds: readonly K[]): Extract<Node, { readonly kind: K }> | undefined {
    const isWanted = (node: Node): node is Extract<Node, { readonly kind: K }> =>
      (kinds as readonly Node['kind'][]).includes(node.kind);
    return nodePathAt(this.tree, this.span.start).findLast(isWanted);
  }

  /**
   * The same context at the end of the previous token, because the diagnostic for a missing token is at the next token.
   */
  get before(): FixContext {
    const { tokens } = this.tree;
    let end = 0;
    for (let at = 0; at < tokens.count && tokens.start(at) < this.span.start; at++) end = tokens.end(at);
    return new FixContext(this.workspace, this.path, this.file, { ...this.diagnostic, span: { start: end, end } });
  }

  /** The message, group or enum that contains the diagnostic. */
  get owner(): Owner | undefined {
    return nodePathAt(this.tree, this.span.start).findLast(isOwner);
  }

  enum(node: EnumNode | undefined): EnumDescriptor | undefined {
    if (node?.name === undefined) return undefined;
    const start = this.tree.tokens.start(node.name.first);
    for (const entity of this.file.interface.scope.values())
      if (entity.kind === 'enum' && entity.nameStart === start) return entity;
    return undefined;
  }
}

/** A fix that edits only the file that shows the diagnostic. */
export function fix(title: string, edits: readonly TextEdit[], preferred = true): Fix {
  return { title, edits, preferred };
}

/** The edit that replaces one text with another. */
export function replace(span: Span, newText: string): TextEdit {
  return { span, newText };
}

/** The edit that inserts a text at an offset. */
export function insert(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

/** The edit that deletes a text. */
export function remove(span: Span): TextEdit {
  return { span, newText: '' };
}

/**
 * The span of a whole statement, with its lines if no other code shares them. `comments` includes the comment lines
 * directly above.
 */
export function statementSpan(tree: SyntaxTree, node: Node, comments = false): Span {
  const text = withLineFeeds(tree.text);
  const span = spanOf(tree, node);
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const rest = /^[ \t]*(\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*\r?)?(\r?\n|$)/.exec(text.slice(span.end));
  if (text.slice(lineStart, span.start).trim() !== '' || rest === null) {
    const blanks = /^[ \t]*/.exec(text.slice(span.end))?.[0].length ?? 0;
    return { start: span.start, end: span.end + blanks };
  }
  return { start: comments ? aboveComments(text, lineStart) : lineStart, end: span.end + rest[0].length };
}

/** The start of the comment lines directly above a line. */
function aboveComments(text: string, lineStart: number): number {
  let start = lineStart;
  for (let at = start; at > 0; ) {
    at = text.lastIndexOf('\n', at - 2) + 1;
    const line = text.slice(at, start).trim();
    if (!/^(\/\/|\/\*|\*)/.test(line)) break;
    start = at;
  }
  return start;
}

/** The blanks at the start of the line that contains an offset. */
export function indentOf(tree: SyntaxTree, offset: number): string {
  const lineStart = withLineFeeds(tree.text).lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(tree.text.slice(lineStart, offset))?.[0] ?? '';
}

/**
 * The index of the token `{` that opens a block; undefined if the block has none. We skip the options of a group,
 * because they may contain braces too.
 */
export function braceOf({ tokens }: SyntaxTree, node: Node): number | undefined {
  for (let at = behindOptions(node); at <= node.last; at++) if (tokens.text(at) === '{') return at;
  return undefined;
}

function behindOptions(node: Node): number {
  if (node.kind !== 'field') return node.first;
  return (node.options.at(-1)?.last ?? node.first) + 1;
}

/** The offset after the `{` that opens a block; undefined if the block has none. */
export function behindBrace(tree: SyntaxTree, node: Node): number | undefined {
  const brace = braceOf(tree, node);
  if (brace === undefined) return undefined;
  return tree.tokens.end(brace);
}

/** The edit that inserts a statement at the start of a block; undefined if the block has no brace. */
export function atBlockStart(tree: SyntaxTree, node: Node, statement: string, eol: string): TextEdit | undefined {
  const at = behindBrace(tree, node);
  if (at === undefined) return undefined;
  const line = /^[ \t]*(\/\/[^\n]*?)?(?=\r?\n)/.exec(withLineFeeds(tree.text).slice(at));
  if (line === null) return insert(at, ` ${statement.split('\n').join(' ')}`);
  const indent = indentInside(tree, node);
  const lines = statement.split('\n').map((one) => `${eol}${indent}${one}`);
  return insert(at + line[0].trimEnd().length, lines.join(''));
}

/** The indentation inside a block: that of its first line, or the block's own indentation plus two blanks. */
export function indentInside(tree: SyntaxTree, node: Node): string {
  const outer = indentOf(tree, tree.tokens.start(node.first));
  const inner = firstIndentIn(tree, node);
  if (inner.length > outer.length) return inner;
  return `${outer}  `;
}

/** The blanks at the start of a block's first line; empty if no line begins inside the block. */
function firstIndentIn(tree: SyntaxTree, node: Node): string {
  const at = behindBrace(tree, node);
  if (at === undefined) return '';
  return /^[^\n]*\n([ \t]*)\S/.exec(withLineFeeds(tree.text).slice(at))?.[1] ?? '';
}
