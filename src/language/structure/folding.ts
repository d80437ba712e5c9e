/**
 * What an editor can fold: comments, imports, regions, and declarations, statements and values of several lines. The
 * line with the closing bracket stays visible. An editor that has these ranges ignores the ranges of
 * language-configuration.json, so regions have the same markers in both.
 */
import { commentSpans, isOnNextLine, type CommentSpan } from '../../syntax/lexing/commentSpans.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { firstTokenFrom } from '../../syntax/tree/tokenAt.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { children } from '../../syntax/tree/walk.ts';
import { startsLine, type LineIndex } from '../../text/lines.ts';

/** A range of zero-based lines. Its first line stays visible when the others, up to its last, are hidden. */
export interface Fold {
  readonly kind: 'code' | 'comment' | 'imports' | 'region';
  readonly startLine: number;
  readonly endLine: number;
}

/** The folds of a file, sorted by their first lines. At most one fold begins on each line. */
export function folds(tree: SyntaxTree, lines: LineIndex): readonly Fold[] {
  const finder = new FoldFinder(tree, lines);
  finder.addImports();
  finder.addNodes();
  finder.addComments();
  return finder.found();
}

const REGION_START = /^\/\/\s*#?region\b/;
const REGION_END = /^\/\/\s*#?endregion\b/;
const CLOSERS: ReadonlySet<string> = new Set(['}', ']', ')', '>']);

/** Nodes that we never fold, because the user sees them as a part of something larger. */
const NEVER_FOLDED: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'file',
  'error',
  'empty',
  'identifier',
  'typeName',
  'mapType',
  'rpcType',
  'optionName',
  'optionNamePart',
  'string',
]);

/** A comment with the lines where it starts and ends. */
interface PlacedComment extends CommentSpan {
  readonly startLine: number;
  readonly endLine: number;
}

class FoldFinder {
  readonly #tree: SyntaxTree;
  readonly #lines: LineIndex;
  readonly #byLine = new Map<number, Fold>();

  constructor(tree: SyntaxTree, lines: LineIndex) {
    this.#tree = tree;
    this.#lines = lines;
  }

  found(): readonly Fold[] {
    return [...this.#byLine.values()].sort((a, b) => a.startLine - b.startLine);
  }

  /** Adds a fold for consecutive imports, even if comments are between them. */
  addImports(): void {
    let first: Node | undefined;
    let last: Node | undefined;
    for (const item of this.#tree.root.items) {
      if (item.kind === 'empty') continue;
      if (item.kind === 'import') {
        first ??= item;
        last = item;
        continue;
      }
      this.#addGroup(first, last);
      first = last = undefined;
    }
    this.#addGroup(first, last);
  }

  #addGroup(first: Node | undefined, last: Node | undefined): void {
    if (first === undefined || last === undefined) return;
    const startLine = this.#lines.lineAt(spanOf(this.#tree, first).start);
    this.#add({ kind: 'imports', startLine, endLine: this.#lines.lineAt(spanOf(this.#tree, last).end) });
  }

  addNodes(): void {
    const { tokens } = this.#tree;
    const waiting: Node[] = [this.#tree.root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node.last < node.first) continue;
      const end = tokens.end(node.last);
      const startLine = this.#lines.lineAt(tokens.start(node.first));
      // A node on a single line contains only nodes on that line.
      if (end <= this.#lines.lineStart(startLine + 1)) continue;
      if (!NEVER_FOLDED.has(node.kind)) this.#addNode(startLine, this.#lines.lineAt(end));
      for (const child of children(node)) waiting.push(child);
    }
  }

  #addNode(startLine: number, lastLine: number): void {
    const { tokens } = this.#tree;
    const token = firstTokenFrom(tokens, this.#lines.lineStart(lastLine));
    const isClosed = token < tokens.count && CLOSERS.has(tokens.text(token));
    this.#add({ kind: 'code', startLine, endLine: isClosed ? lastLine - 1 : lastLine });
  }

  addComments(): void {
    const comments = this.#ownLineComments();
    const markers = this.#addRegions(comments);
    let first: PlacedComment | undefined;
    let last: PlacedComment | undefined;
    for (const comment of comments) {
      const isMarker = markers.has(comment.startLine);
      if (!isMarker && last !== undefined && this.#goesOn(last, comment)) {
        last = comment;
        continue;
      }
      this.#addRun(first, last);
      first = last = isMarker ? undefined : comment;
    }
    this.#addRun(first, last);
  }

  /**
   * Adds the regions and returns the lines of their markers. A marker without its counterpart stays an ordinary
   * comment.
   */
  #addRegions(comments: readonly PlacedComment[]): ReadonlySet<number> {
    const open: number[] = [];
    const markers = new Set<number>();
    for (const comment of comments) {
      const marker = this.#markerOf(comment);
      if (marker === 'start') open.push(comment.startLine);
      const startLine = marker === 'end' ? open.pop() : undefined;
      if (startLine === undefined) continue;
      markers.add(startLine).add(comment.startLine);
      this.#add({ kind: 'region', startLine, endLine: comment.endLine });
    }
    return markers;
  }

  /** The comments on their own lines. A comment after a declaration belongs to the declaration's line. */
  #ownLineComments(): readonly PlacedComment[] {
    const { text, tokens } = this.#tree;
    const found: PlacedComment[] = [];
    for (let token = 0; token <= tokens.count; token++) {
      for (const { kind, start, end } of commentSpans(this.#tree, token)) {
        if (!startsLine(text, start)) continue;
        const startLine = this.#lines.lineAt(start);
        found.push({ kind, start, end, startLine, endLine: kind === 'line' ? startLine : this.#lines.lineAt(end) });
      }
    }
    return found;
  }

  /** Whether a comment continues the one before. After a block comment, other text may follow on its line. */
  #goesOn(before: PlacedComment, comment: PlacedComment): boolean {
    if (comment.startLine !== before.endLine + 1) return false;
    return before.kind === 'line' || isOnNextLine(this.#tree.text, before, comment);
  }

  #addRun(first: PlacedComment | undefined, last: PlacedComment | undefined): void {
    if (first === undefined || last === undefined) return;
    this.#add({ kind: 'comment', startLine: first.startLine, endLine: last.endLine });
  }

  #markerOf({ kind, start, end }: CommentSpan): 'start' | 'end' | undefined {
    const { text } = this.#tree;
    if (kind === 'block' || !mayBeMarker(text, start + 2)) return undefined;
    const written = text.slice(start, end);
    if (REGION_START.test(written)) return 'start';
    if (REGION_END.test(written)) return 'end';
    return undefined;
  }

  /** Adds a fold. An editor shows one fold per line, so we keep the largest, which contains the others. */
  #add(fold: Fold): void {
    if (fold.endLine <= fold.startLine) return;
    const known = this.#byLine.get(fold.startLine);
    if (known === undefined || known.endLine < fold.endLine) this.#byLine.set(fold.startLine, fold);
  }
}

/** Whether a comment may be a marker. This quick test saves us the slower patterns for most comments. */
function mayBeMarker(text: string, from: number): boolean {
  let at = from;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++;
  return '#re'.includes(text.charAt(at));
}
