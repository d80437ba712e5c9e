/**
 * What we keep of each file that was read, besides its summary: the names that it mentions and its rows in the schema
 * tree. It finds the files that mention a name and the files of a package, and knows which rows an edit changed.
 */
import type { FilePath } from '../../base/path.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { FileSummary } from '../files/summary.ts';
import { hasHash, hashOfName, mentionsIn } from './mentions.ts';
import { lostRows, rowsOf, type KeptRow } from './rows.ts';
import { RowChanges, type RowId } from './rowChanges.ts';

/** The rows of one file. */
export interface FileRows {
  readonly package: string;
  readonly rows: readonly KeptRow[];
  /** Missing if the text is not kept. */
  readonly text: string | undefined;
  /** Whether errors hide everything in the file. */
  readonly isMute: boolean;
}

/** The rows of a file when its text last had no syntax errors. */
interface LastGood {
  readonly package: string;
  readonly rows: readonly KeptRow[];
}

/** The index of a workspace. Its owner reports each file that was read or is gone. */
export class FileIndex {
  readonly #entries = new Map<FilePath, Entry>();
  readonly #packages = new Map<string, Set<FilePath>>();
  readonly #mute = new Set<FilePath>();
  readonly #changes = new RowChanges();
  #packagesRevision = 0;

  /** Rises when a file starts or stops declaring something in a package. */
  get packagesRevision(): number {
    return this.#packagesRevision;
  }

  /** The file's rows are about to be replaced; `takeChanges` has to report that. */
  changing(path: FilePath): void {
    this.#changes.changing(path, this.#entries.get(path));
  }

  /**
   * The file was read. If its tree is kept anyway, the entry is made when it is first needed. Otherwise it is made at
   * once.
   */
  set(path: FilePath, tree: SyntaxTree, summary: FileSummary, keepsTree: boolean): void {
    const entry = new Entry(tree, summary, this.#goodBefore(path, tree));
    if (!keepsTree) entry.readNow();
    this.#replace(path, entry);
  }

  /** What a broken text hides; undefined if the text is not broken. */
  #goodBefore(path: FilePath, { diagnostics }: SyntaxTree): LastGood | undefined {
    if (!diagnostics.some(({ severity }) => severity === 'error')) return undefined;
    return this.#entries.get(path)?.lastGood ?? NOTHING_GOOD;
  }

  /** The file exists but cannot be read. */
  refuse(path: FilePath): void {
    this.#replace(path, new Entry(undefined, NO_SUMMARY, NOTHING_GOOD));
  }

  /** Files that are hidden completely because of their errors. */
  muteFiles(): Iterable<FilePath> {
    return this.#mute;
  }

  /** The file does not exist any more. */
  delete(path: FilePath): void {
    this.#replace(path, undefined);
  }

  /** Files with this identifier in their text, ignoring case. A few may not have it. */
  *mentioning(name: string): Generator<FilePath, void> {
    const hash = hashOfName(name);
    for (const [path, entry] of this.#entries) if (hasHash(entry.mentions, hash)) yield path;
  }

  rows(path: FilePath): FileRows | undefined {
    return this.#entries.get(path);
  }

  packages(): Iterable<string> {
    return this.#packages.keys();
  }

  /** The files that declare something in a package. */
  filesOf(packageName: string): Iterable<FilePath> {
    return this.#packages.get(packageName) ?? [];
  }

  /** The rows whose children differ since the last call; missing if there are too many. */
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

/** The package in which a file declares something. */
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
  /** Set only for a broken text. */
  readonly #good: LastGood | undefined;
  /** Missing if it is not kept. */
  #tree: SyntaxTree | undefined;
  #mentions: Uint32Array | undefined;
  #rows: readonly KeptRow[] | undefined;

  /** A broken text and a file without a text take over what was there before. */
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

  get rows(): readonly KeptRow[] {
    this.#rows ??= this.#readFrom((tree) => this.#rowsIn(tree)) ?? [];
    return this.#rows;
  }

  readNow(): void {
    this.#mentions ??= this.#readFrom(mentionsIn);
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
