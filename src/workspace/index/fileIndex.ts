/**
 * Keeps, for each file that we read, its rows in the schema tree, the names that it mentions, and the places where it
 * names types. It finds the files that mention a name and the files of a package. It also finds the rows that an edit
 * changed.
 */
import type { FilePath } from '../../base/path.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { FileSummary } from '../files/summary.ts';
import { hasHash, hashOfName, mentionsIn } from './mentions.ts';
import { lostRows, rowsOf, type KeptRow } from './rows.ts';
import { RowChanges, type RowId } from './rowChanges.ts';
import { writtenTypesIn, type WrittenTypes } from './writtenTypes.ts';

/** The rows of one file in the schema tree. */
export interface FileRows {
  readonly package: string;
  readonly rows: readonly KeptRow[];
  /** The text of the file; undefined if we do not keep it. */
  readonly text: string | undefined;
  /** Whether errors hide everything that the file declares. */
  readonly isMute: boolean;
}

/** The package and the rows of a file from its last text without syntax errors. */
interface LastGood {
  readonly package: string;
  readonly rows: readonly KeptRow[];
}

/** The index of a workspace. The workspace reports each file that it reads or removes. */
export class FileIndex {
  readonly #entries = new Map<FilePath, Entry>();
  readonly #packages = new Map<string, Set<FilePath>>();
  readonly #mute = new Set<FilePath>();
  readonly #changes = new RowChanges();
  #packagesRevision = 0;

  /** A number that increases when a file starts or stops declaring something in a package. */
  get packagesRevision(): number {
    return this.#packagesRevision;
  }

  /** Call this before the rows of a file change, so that `takeChanges` can compare them. */
  changing(path: FilePath): void {
    this.#changes.changing(path, this.#entries.get(path));
  }

  /**
   * Adds a file that was read. If the caller keeps its tree, we compute the rows when we need them. Otherwise we
   * compute them now.
   */
  set(path: FilePath, tree: SyntaxTree, summary: FileSummary, keepsTree: boolean): void {
    const entry = new Entry(tree, summary, this.#goodBefore(path, tree));
    if (!keepsTree) entry.readNow();
    this.#replace(path, entry);
  }

  /** Returns the rows before a text had syntax errors; undefined if the text has no such errors. */
  #goodBefore(path: FilePath, { diagnostics }: SyntaxTree): LastGood | undefined {
    if (!diagnostics.some(({ severity }) => severity === 'error')) return undefined;
    return this.#entries.get(path)?.lastGood ?? NOTHING_GOOD;
  }

  /** Adds a file that exists, but that we cannot read. */
  refuse(path: FilePath): void {
    this.#replace(path, new Entry(undefined, NO_SUMMARY, NOTHING_GOOD));
  }

  /** The files whose errors hide everything that they declare. */
  muteFiles(): Iterable<FilePath> {
    return this.#mute;
  }

  /** Removes a file that does not exist any more. */
  delete(path: FilePath): void {
    this.#replace(path, undefined);
  }

  /** Yields the files with this identifier in their text, ignoring case. A few of them may not have it. */
  *mentioning(name: string): Generator<FilePath, void> {
    const hash = hashOfName(name);
    for (const [path, entry] of this.#entries) if (hasHash(entry.mentions, hash)) yield path;
  }

  rows(path: FilePath): FileRows | undefined {
    return this.#entries.get(path);
  }

  /** Where a file names types; undefined if it has no text. */
  written(path: FilePath): WrittenTypes | undefined {
    return this.#entries.get(path)?.written;
  }

  packages(): Iterable<string> {
    return this.#packages.keys();
  }

  /** Returns the files that declare something in a package. */
  filesOf(packageName: string): Iterable<FilePath> {
    return this.#packages.get(packageName) ?? [];
  }

  /** Returns the rows whose children changed since the last call; undefined if there are too many. */
  takeChanges(): readonly RowId[] | undefined {
    return this.#changes.take((path) => this.#entries.get(path));
  }

  #replace(path: FilePath, entry: Entry | undefined): void {
    const before = this.#entries.get(path);
    if (entry === undefined) this.#entries.delete(path);
    else this.#entries.set(path, entry);
    if (entry?.isMute === true) this.#mute.add(path);
    else this.#mute.delete(path);
    const [from, to] = [packageOf(before), packageOf(entry)];
    if (from === to) return;
    this.#packagesRevision++;
    if (from !== undefined) this.#leavePackage(path, from);
    if (to !== undefined) this.#enterPackage(path, to);
  }

  #enterPackage(path: FilePath, name: string): void {
    const files = this.#packages.get(name);
    if (files === undefined) this.#packages.set(name, new Set([path]));
    else files.add(path);
  }

  #leavePackage(path: FilePath, name: string): void {
    const files = this.#packages.get(name);
    files?.delete(path);
    if (files?.size === 0) this.#packages.delete(name);
  }
}

/** Returns the package in which a file declares something. */
function packageOf(entry: Entry | undefined): string | undefined {
  if (entry?.declares === true) return entry.package;
  return undefined;
}

const NOTHING_GOOD: LastGood = { package: '', rows: [] };
const NO_SUMMARY: Pick<FileSummary, 'package' | 'declarations'> = { package: '', declarations: [] };

class Entry implements FileRows {
  readonly package: string;
  readonly declares: boolean;
  readonly isMute: boolean;
  /** The rows before the text had errors; undefined if it has none. */
  readonly #good: LastGood | undefined;
  /** The tree of the file; undefined if we do not keep it. */
  #tree: SyntaxTree | undefined;
  #mentions: Uint32Array | undefined;
  #written: WrittenTypes | undefined;
  #rows: readonly KeptRow[] | undefined;

  /** If the text has errors or cannot be read, `good` has the rows from before. */
  constructor(
    tree: SyntaxTree | undefined,
    summary: Pick<FileSummary, 'package' | 'declarations'>,
    good: LastGood | undefined,
  ) {
    this.#tree = tree;
    this.#good = good;
    const isPackageLost = good !== undefined && summary.package === '';
    this.package = isPackageLost ? good.package : summary.package;
    const declaresNow = summary.declarations.some((item) => item.topLevel);
    this.declares = declaresNow || (good !== undefined && good.rows.length > 0 && this.rows.length > 0);
    this.isMute = good !== undefined && !this.declares;
  }

  get lastGood(): LastGood {
    return this.#good ?? { package: this.package, rows: this.rows };
  }

  get text(): string | undefined {
    return this.#tree?.text;
  }

  get mentions(): Uint32Array {
    this.#mentions ??= this.#readFrom(mentionsIn) ?? new Uint32Array();
    return this.#mentions;
  }

  get written(): WrittenTypes | undefined {
    this.#written ??= this.#readFrom(writtenTypesIn);
    return this.#written;
  }

  get rows(): readonly KeptRow[] {
    this.#rows ??= this.#readFrom((tree) => this.#rowsIn(tree)) ?? [];
    return this.#rows;
  }

  readNow(): void {
    this.#mentions ??= this.#readFrom(mentionsIn);
    this.#written ??= this.#readFrom(writtenTypesIn);
    this.#rows ??= this.#readFrom((tree) => this.#rowsIn(tree));
    this.#tree = undefined;
  }

  #rowsIn(tree: SyntaxTree): readonly KeptRow[] {
    const rows = rowsOf(tree);
    if (this.#good === undefined || this.#good.rows.length === 0) return rows;
    return [...rows, ...lostRows(this.#good.rows, rows, tree.text)];
  }

  #readFrom<T>(read: (tree: SyntaxTree) => T): T | undefined {
    if (this.#tree === undefined) return undefined;
    return read(this.#tree);
  }
}
