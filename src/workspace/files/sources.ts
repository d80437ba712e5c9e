/**
 * Texts, trees and summaries: open buffers before disk. Open files keep their trees; of closed ones only
 * the summary stays, and the last few trees, since what asks for one often asks again.
 */
import type { FilePath } from '../../base/path.ts';
import { parse, reparse } from '../../syntax/parser.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { membersOf, type Members } from './members.ts';
import { summarize, type FileSummary } from './summary.ts';

/** The port through which files on disk are seen. */
export interface FileReader {
  /** The text, or undefined where there is no such file. */
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
  /** Why the last `read` gave nothing of a file that is there: "is larger than 8 MB". */
  problem?(path: FilePath): string | undefined;
  /**
   * Looks at files anew, and makes `read` and `exists` able to answer for them from then on. Missing where reading never
   * waits. Settles in the end; rejects where the files cannot be read, which counts as if there were none.
   */
  prepare?(paths: readonly FilePath[]): Promise<void>;
}

/** What the trees of closed files may take together: their texts' length in code units. */
const KEPT_TEXT = 500_000;

/** What an editor has open. Of a document that is refused, its reason alone is kept: it has no text and no tree. */
type Buffer = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly reason: string };

/** Empty where there is no such file. */
interface SavedText {
  readonly text?: string;
  readonly members?: Members;
}

/** The sources of a workspace. A text is read when it is asked for. */
export class Sources {
  readonly #reader: FileReader;
  readonly #buffers = new Map<FilePath, Buffer>();
  /** Of open files, as they were when last asked for. */
  readonly #open = new Map<FilePath, SyntaxTree>();
  /** Of closed files; the one that was asked for longest ago comes first. */
  readonly #recent = new Map<FilePath, SyntaxTree>();
  #recentLength = 0;
  readonly #summaries = new Map<FilePath, FileSummary>();
  /** Of open files, since they were last saved. */
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

  /** Gives whether that changed the text. */
  setBuffer(path: FilePath, text: string): boolean {
    const before = this.#buffers.get(path);
    if (before?.kind === 'text' && before.text === text) return false;
    this.#buffers.set(path, { kind: 'text', text });
    this.#dropRecent(path);
    return true;
  }

  /** Nothing is known of an open document any more, for a reason. Gives whether that is new. */
  refuseBuffer(path: FilePath, reason: string): boolean {
    const before = this.#buffers.get(path);
    if (before?.kind === 'refused' && before.reason === reason) return false;
    this.#buffers.set(path, { kind: 'refused', reason });
    this.#open.delete(path);
    this.#dropRecent(path);
    return true;
  }

  /** Why nothing is known of a file that is there; undefined where that is not so. */
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

  /** What was read of the text on disk is not true any more. */
  diskChanged(path: FilePath): void {
    this.#saved.delete(path);
    this.#dropRecent(path);
  }

  /** Whoever read a closed file does not need its tree any more. One that lives for long is dear to get rid of. */
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

  /** What was last read; `read` looks again. */
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

  /** What the text on disk declares, of an open file that has another text; undefined where there is no such file. */
  savedMembers(path: FilePath): Members | undefined {
    if (!this.isOpen(path)) return undefined;
    const tree = this.tree(path);
    const saved = this.#saved.get(path) ?? this.#readSaved(path, tree);
    if (saved.text === tree?.text) return undefined;
    return saved.members;
  }

  #readSaved(path: FilePath, tree: SyntaxTree | undefined): SavedText {
    const text = this.#reader.read(path);
    // Mostly it is asked for before the first edit: then the tree is there already.
    const before = text === undefined || text === tree?.text ? tree : parse(text);
    const saved: SavedText =
      text === undefined || before === undefined ? {} : { text: before.text, members: membersOf(before) };
    this.#saved.set(path, saved);
    return saved;
  }

  #openTree(path: FilePath, text: string): SyntaxTree {
    const known = this.#open.get(path);
    if (known?.text === text) return known;
    // An edit is read again where it was made; the tree of the text before knows the rest.
    const tree = known === undefined ? parse(text) : reparse(known, text);
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
