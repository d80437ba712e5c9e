/**
 * Texts, trees and summaries: open buffers come before the disk. Open files keep their trees. Closed files keep only
 * their summaries; the last few trees stay, because callers often ask for the same file again.
 */
import type { FilePath } from '../../base/path.ts';
import { parse, reparse } from '../../syntax/parser.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { membersOf, type Members } from './members.ts';
import { summarize, type FileSummary } from './summary.ts';

/** The port for reading files on disk. */
export interface FileReader {
  /** The text; undefined if there is no such file. */
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
  /** Why the last `read` gave no text for an existing file: "is larger than 8 MB". */
  problem?(path: FilePath): string | undefined;
  /**
   * Reads files again, so that `read` and `exists` can reply for them from then on. Missing if reading never waits. It
   * settles in the end. If it rejects, the files count as missing.
   */
  prepare?(paths: readonly FilePath[]): Promise<void>;
}

/** The limit for the trees of closed files together: the length of their text in code units. */
const KEPT_TEXT = 500_000;

/** What an editor has open. For a refused document we keep only the reason: it has no text and no tree. */
type Buffer = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly reason: string };

/** Empty if there is no such file. */
interface SavedText {
  readonly text?: string;
  readonly members?: Members;
}

function savedText(text: string | undefined, open: SyntaxTree | undefined): SavedText {
  if (text === undefined) return {};
  const tree = treeOf(text, open);
  return { text: tree.text, members: membersOf(tree) };
}

/** Most callers ask before the first edit, when the tree exists already. */
function treeOf(text: string, open: SyntaxTree | undefined): SyntaxTree {
  if (open?.text === text) return open;
  return parse(text);
}

/** Only the edited part is parsed again; the previous tree has the rest. */
function treeAfter(known: SyntaxTree | undefined, text: string): SyntaxTree {
  if (known === undefined) return parse(text);
  return reparse(known, text);
}

/** The sources of a workspace. A text is read when a caller asks for it. */
export class Sources {
  readonly #reader: FileReader;
  readonly #buffers = new Map<FilePath, Buffer>();
  /** The trees of open files, as of the last request. */
  readonly #open = new Map<FilePath, SyntaxTree>();
  /** The trees of closed files; the least recently used one comes first. */
  readonly #recent = new Map<FilePath, SyntaxTree>();
  #recentLength = 0;
  readonly #summaries = new Map<FilePath, FileSummary>();
  /** The members of open files, as of the last save. */
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

  /** Returns whether this changed the text. */
  setBuffer(path: FilePath, text: string): boolean {
    const before = this.#buffers.get(path);
    if (before?.kind === 'text' && before.text === text) return false;
    this.#buffers.set(path, { kind: 'text', text });
    this.#dropRecent(path);
    return true;
  }

  /** Forgets everything about an open document, for a reason. Returns whether the reason is new. */
  refuseBuffer(path: FilePath, reason: string): boolean {
    const before = this.#buffers.get(path);
    if (before?.kind === 'refused' && before.reason === reason) return false;
    this.#buffers.set(path, { kind: 'refused', reason });
    this.#open.delete(path);
    this.#dropRecent(path);
    return true;
  }

  /** Why we know nothing of an existing file; undefined if that is not so. */
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

  /** Our data about the text on disk is no longer true. */
  diskChanged(path: FilePath): void {
    this.#saved.delete(path);
    this.#dropRecent(path);
  }

  /** The caller does not need the tree of a closed file any more. A tree that lives long is expensive to collect. */
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

  /** The summary of the last read; `read` makes a new one. */
  summary(path: FilePath): FileSummary | undefined {
    return this.#summaries.get(path);
  }

  /** Summarizes the text as it is now. */
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
   * The declarations of the text on disk, for an open file with a different text; undefined if there is no such file.
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
