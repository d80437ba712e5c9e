/**
 * Ways to mend a text, as plain data, and what they are made from. Edits are made when someone asks for them, never
 * while a file is checked.
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

/** A named change that mends a diagnostic. */
export interface Fix {
  readonly title: string;
  /** Edits of the file that it is offered in; they do not overlap. */
  readonly edits: readonly TextEdit[];
  /** Edits of other files. */
  readonly elsewhere?: readonly FileEdits[];
  /** Whether it is what most people want: an editor may apply it without asking which. */
  readonly preferred: boolean;
}

/** What a fix of one diagnostic is made from. */
export class FixContext {
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly tree: SyntaxTree;
  readonly diagnostic: Diagnostic;
  /** Where it is shown; the file's start where it has no place. */
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

  /** What the diagnostic is about, as it is written. */
  get written(): string {
    return this.text.slice(this.span.start, this.span.end);
  }

  /** The innermost node of a kind around the diagnostic's start. */
  node<K extends Node['kind']>(...kinds: readonly K[]): Extract<Node, { readonly kind: K }> | undefined {
    const isWanted = (node: Node): node is Extract<Node, { readonly kind: K }> =>
      (kinds as readonly Node['kind'][]).includes(node.kind);
    return nodePathAt(this.tree, this.span.start).findLast(isWanted);
  }

  /** The same right behind the token before: what is missing is complained of where something else was found. */
  get before(): FixContext {
    const { tokens } = this.tree;
    let end = 0;
    for (let at = 0; at < tokens.count && tokens.start(at) < this.span.start; at++) end = tokens.end(at);
    return new FixContext(this.workspace, this.path, this.file, { ...this.diagnostic, span: { start: end, end } });
  }

  /** What holds fields or values around the place: a message, a group or an enum. */
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

/** A fix of the file itself. */
export function fix(title: string, edits: readonly TextEdit[], preferred = true): Fix {
  return { title, edits, preferred };
}

/** The edit that writes a text in the place of another one. */
export function replace(span: Span, newText: string): TextEdit {
  return { span, newText };
}

/** The edit that writes a text at an offset. */
export function insert(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

/** The edit that deletes a text. */
export function remove(span: Span): TextEdit {
  return { span, newText: '' };
}

/** A whole statement with its lines, where it has them for itself; `comments` takes along those right above it. */
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

/** The start of the comment lines right above a line. */
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

/** The blanks that a node's line begins with. */
export function indentOf(tree: SyntaxTree, offset: number): string {
  const lineStart = withLineFeeds(tree.text).lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(tree.text.slice(lineStart, offset))?.[0] ?? '';
}

/** Index of the token `{` of a block; undefined where it has none. Options of a group may have braces of their own. */
export function braceOf({ tokens }: SyntaxTree, node: Node): number | undefined {
  const from = node.kind === 'field' ? (node.options.at(-1)?.last ?? node.first) + 1 : node.first;
  for (let at = from; at <= node.last; at++) if (tokens.text(at) === '{') return at;
  return undefined;
}

/** Offset behind the `{` of a block. */
export function behindBrace(tree: SyntaxTree, node: Node): number | undefined {
  const brace = braceOf(tree, node);
  if (brace === undefined) return undefined;
  return tree.tokens.end(brace);
}

/** A statement as the first one of a block. */
export function atBlockStart(tree: SyntaxTree, node: Node, statement: string, eol: string): TextEdit | undefined {
  const at = behindBrace(tree, node);
  if (at === undefined) return undefined;
  const line = /^[ \t]*(\/\/[^\n]*?)?(?=\r?\n)/.exec(withLineFeeds(tree.text).slice(at));
  if (line === null) return insert(at, ` ${statement.split('\n').join(' ')}`);
  const indent = indentInside(tree, node);
  const lines = statement.split('\n').map((one) => `${eol}${indent}${one}`);
  return insert(at + line[0].trimEnd().length, lines.join(''));
}

/** How what stands in a block is indented: as its first line is, else two blanks more than the block. */
export function indentInside(tree: SyntaxTree, node: Node): string {
  const outer = indentOf(tree, tree.tokens.start(node.first));
  const at = behindBrace(tree, node);
  const inner = at === undefined ? null : /^[^\n]*\n([ \t]*)\S/.exec(withLineFeeds(tree.text).slice(at));
  const found = inner?.[1];
  if (found !== undefined && found.length > outer.length) return found;
  return `${outer}  `;
}
