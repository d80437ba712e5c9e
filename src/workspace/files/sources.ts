/**
 * Keeps texts, trees and summaries. Open buffers take precedence over the disk. Open files keep their trees. Closed
 * files keep only their summaries; the last few trees stay, because callers often ask for the same file again.
 */
import type { FilePath } from '../../base/path.ts';
import { parse, reparse } from '../../syntax/parser.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { membersOf, type Members } from './members.ts';
import { summarize, type FileSummary } from './summary.ts';

/** The port for reading files on disk. */
export interface FileReader {
  /** Returns the text of a file; undefined if the file does not exist. */
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
  /** Returns why the last `read` gave no text although the file exists: "is larger than 8 MB". */
  problem?(path: FilePath): string | undefined;
  /**
   * Fetches files, so that `read` and `exists` can reply for them from then on. It is undefined if reading never waits.
   * The promise always settles. If it rejects, we treat the files as missing.
   */
  prepare?(paths: readonly FilePath[]): Promise<void>;
}

/** We keep trees of closed files until their texts together have this many code units. */
const KEPT_TEXT = 500_000;

/** An open document. If we refused it, we keep only the reason, without text and tree. */
type Buffer = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly reason: string };

/** The text on disk of an open file, and its members. Both are undefined if the file does not exist. */
interface SavedText {
  readonly text?: string;
  readonly members?: Members;
}

function savedText(text: string | undefined, open: SyntaxTree | undefined): SavedText {
  if (text === undefined) return {};
  const tree = treeOf(text, open);
  return { text: tree.text, members: membersOf(tree) };
}

/**
 * Returns the tree of a saved text. Most callers ask before the first edit, when the open file has the same text and a
 * tree.
 */
function treeOf(text: string, open: SyntaxTree | undefined): SyntaxTree {
  if (open?.text === text) return open;
  return parse(text);
}

/** Returns the tree of a text. It parses only the edited part again, and takes the rest from the previous tree. */
function treeAfter(known: SyntaxTree | undefined, text: string): SyntaxTree {
  if (known === undefined) return parse(text);
  return reparse(known, text);
}

/** The sources of a workspace. We read a text when a caller asks for it. */
export class Sources {
  readonly #reader: FileReader;
  readonly #buffers = new Map<FilePath, Buffer>();
  /** The trees of open files at the time of the last request. */
  readonly #open = new Map<FilePath, SyntaxTree>();
  /** The trees of closed files, the least recently used one first. */
  readonly #recent = new Map<FilePath, SyntaxTree>();
  #recentLength = 0;
  readonly #summaries = new Map<FilePath, FileSummary>();
  /** The texts and members of open files at the time of the last save. */
  readonly #saved = new Map<FilePath, SavedText>();

  constructor(reader: FileReader) {
    this.#reader = reader;
  }

  openPaths(): IterableIterator<FilePath> {
    return this.#buffers.keys();
  }

  isOpen(path: FilePath): boolean {
    return this.#buffers.has(path);
  }

  /** Sets the text of an open document. Returns whether the text changed. */
  setBuffer(path: FilePath, text: string): boolean {
    const before = this.#buffers.get(path);
    if (before?.kind === 'text' && before.text === text) return false;
    this.#buffers.set(path, { kind: 'text', text });
    this.#dropRecent(path);
    return true;
  }

  /** Refuses an open document and forgets its text. Returns whether the reason is new. */
  refuseBuffer(path: FilePath, reason: string): boolean {
    const before = this.#buffers.get(path);
    if (before?.kind === 'refused' && before.reason === reason) return false;
    this.#buffers.set(path, { kind: 'refused', reason });
    this.#open.delete(path);
    this.#dropRecent(path);
    return true;
  }

  /** Returns why we cannot read an existing file; undefined if we can. */
  refusal(path: FilePath): string | undefined {
    const buffer = this.#buffers.get(path);
    if (buffer === undefined) return this.#reader.problem?.(path);
    if (buffer.kind === 'refused') return buffer.reason;
    return undefined;
  }

  closeBuffer(path: FilePath): boolean {
    this.#open.delete(path);
    this.#saved.delete(path);
    return this.#buffers.delete(path);
  }

  /** Forgets the text on disk, because it has changed. */
  diskChanged(path: FilePath): void {
    this.#saved.delete(path);
    this.#dropRecent(path);
  }

  /**
   * Drops the tree of a closed file, because the caller does not need it any more. The garbage collector takes longer
   * for trees that we keep.
   */
  release(path: FilePath): void {
    this.#dropRecent(path);
  }

  forget(path: FilePath): void {
    this.#dropRecent(path);
    this.#summaries.delete(path);
  }

  text(path: FilePath): string | undefined {
    const buffer = this.#buffers.get(path);
    if (buffer === undefined) return this.#reader.read(path);
    if (buffer.kind === 'text') return buffer.text;
    return undefined;
  }

  tree(path: FilePath): SyntaxTree | undefined {
    const buffer = this.#buffers.get(path);
    if (buffer === undefined) return this.#closedTree(path);
    if (buffer.kind === 'text') return this.#openTree(path, buffer.text);
    return undefined;
  }

  /** Returns the summary that the last `read` made. */
  summary(path: FilePath): FileSummary | undefined {
    return this.#summaries.get(path);
  }

  /** Makes a new summary from the current text. */
  read(path: FilePath): FileSummary | undefined {
    const tree = this.tree(path);
    if (tree === undefined) {
      this.#summaries.delete(path);
      return undefined;
    }
    const summary = summarize(tree);
    this.#summaries.set(path, summary);
    return summary;
  }

  /**
   * Returns the members in the text on disk, if the file is open with a different text; undefined if the file does not
   * exist.
   */
  savedMembers(path: FilePath): Members | undefined {
    if (!this.isOpen(path)) return undefined;
    const tree = this.tree(path);
    const saved = this.#saved.get(path) ?? this.#readSaved(path, tree);
    if (saved.text === tree?.text) return undefined;
    return saved.members;
  }

  #readSaved(path: FilePath, tree: SyntaxTree | undefined): SavedText {
    const saved = savedText(this.#reader.read(path), tree);
    this.#saved.set(path, saved);
    return saved;
  }

  #openTree(path: FilePath, text: string): SyntaxTree {
    const known = this.#open.get(path);
    if (known?.text === text) return known;
    const tree = treeAfter(known, text);
    this.#open.set(path, tree);
    return tree;
  }

  #closedTree(path: FilePath): SyntaxTree | undefined {
    const known = this.#recent.get(path);
    if (known !== undefined) {
      this.#recent.delete(path);
      this.#recent.set(path, known);
      return known;
    }
    const text = this.#reader.read(path);
    if (text === undefined) return undefined;
    const tree = parse(text);
    this.#recent.set(path, tree);
    this.#recentLength += text.length;
    for (const oldest of this.#recent.keys()) {
      if (this.#recentLength <= KEPT_TEXT || oldest === path) break;
      this.#dropRecent(oldest);
    }
    return tree;
  }

  #dropRecent(path: FilePath): void {
    const tree = this.#recent.get(path);
    if (tree === undefined) return;
    this.#recent.delete(path);
    this.#recentLength -= tree.text.length;
  }
}
