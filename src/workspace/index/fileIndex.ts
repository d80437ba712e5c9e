/**
 * What is kept of each file that was read, beside its summary: the names that it mentions and its rows of the schema
 * tree. Finds the files that mention a name and those of a package, and tells which rows an edit changed.
 */
import type { FilePath } from '../../base/path.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { FileSummary } from '../files/summary.ts';
import { hasHash, hashOfName, mentionsIn } from './mentions.ts';
import { rowsOf, type KeptRow } from './rows.ts';
import { RowChanges, type RowId } from './rowChanges.ts';

/** The rows of one file. */
export interface FileRows {
  readonly package: string;
  readonly rows: readonly KeptRow[];
  /** Missing where the text is not kept. */
  readonly text: string | undefined;
}

/** The index of a workspace. Its owner tells it of each file that was read or is gone. */
export class FileIndex {
  readonly #entries = new Map<FilePath, Entry>();
  readonly #packages = new Map<string, Set<FilePath>>();
  readonly #changes = new RowChanges();
  #packagesRevision = 0;

  /** Rises when a file begins or ends to declare something in a package. */
  get packagesRevision(): number {
    return this.#packagesRevision;
  }

  /** The file's rows are about to be replaced, which `takeChanges` has to tell. */
  changing(path: FilePath): void {
    this.#changes.changing(path, this.#entries.get(path));
  }

  /** The file was read. If its tree is kept anyway, the entry is made when it is first needed; if not, at once. */
  set(path: FilePath, tree: SyntaxTree, summary: FileSummary, keepsTree: boolean): void {
    const entry = new Entry(tree, summary);
    if (!keepsTree) entry.readNow();
    this.#replace(path, entry);
  }

  /** There is no such file any more. */
  delete(path: FilePath): void {
    this.#replace(path, undefined);
  }

  /** Files with this identifier in their text, whatever its case; maybe a few without. */
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

  /** The rows whose children differ since it was last asked for; missing where they are too many to tell. */
  takeChanges(): readonly RowId[] | undefined {
    return this.#changes.take((path) => this.#entries.get(path));
  }

  #replace(path: FilePath, entry: Entry | undefined): void {
    const before = this.#entries.get(path);
    if (entry === undefined) this.#entries.delete(path);
    else this.#entries.set(path, entry);
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

class Entry implements FileRows {
  readonly package: string;
  readonly declares: boolean;
  /** Missing where it is not kept. */
  #tree: SyntaxTree | undefined;
  #mentions: Uint32Array | undefined;
  #rows: readonly KeptRow[] | undefined;

  constructor(tree: SyntaxTree, summary: FileSummary) {
    this.#tree = tree;
    this.package = summary.package;
    this.declares = summary.declarations.some((item) => item.topLevel);
  }

  get text(): string | undefined {
    return this.#tree?.text;
  }

  get mentions(): Uint32Array {
    this.#mentions ??= this.#readFrom(mentionsIn) ?? new Uint32Array();
    return this.#mentions;
  }

  get rows(): readonly KeptRow[] {
    this.#rows ??= this.#readFrom(rowsOf) ?? [];
    return this.#rows;
  }

  readNow(): void {
    this.#mentions ??= this.#readFrom(mentionsIn);
    this.#rows ??= this.#readFrom(rowsOf);
    this.#tree = undefined;
  }

  #readFrom<T>(read: (tree: SyntaxTree) => T): T | undefined {
    if (this.#tree === undefined) return undefined;
    return read(this.#tree);
  }
}
