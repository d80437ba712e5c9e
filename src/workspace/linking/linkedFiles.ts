/**
 * Keeps linked files, and decides which of them we must link again after a change. Each file is a unit with a list of
 * its importers. An edit makes the file's own unit stale, and we link that unit first. If its meaning stays the same,
 * importers keep the old interface, and we look at nothing else. If its meaning changes, we doubt all files that import
 * it, directly or not. We link a doubted file again only if one of its own imports has changed.
 */
import type { FilePath } from '../../base/path.ts';
import { fingerprint } from '../../schema/output/fingerprint.ts';
import { hasErrors, linkFile } from '../../schema/link.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import { relinkFile } from '../../schema/relink.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { ResolvedImports } from './importGraph.ts';

/** The functions of the workspace that linking needs. */
export interface LinkPort {
  tree(path: FilePath): SyntaxTree | undefined;
  imports(path: FilePath): ResolvedImports;
  isCycle(from: FilePath, to: FilePath): boolean;
  isOpen(path: FilePath): boolean;
  /** Drops the tree of a closed file after we have linked it. */
  release(path: FilePath): void;
}

/** Receives events about linking, for schedules and tests. */
export interface LinkObserver {
  /** We linked a file under this import path. */
  linked?(path: FilePath, name: string): void;
  /** We linked all declarations of a file, and not only the edited one. */
  linkedWhole?(path: FilePath): void;
  /** The diagnostics of a file may have changed. */
  doubted?(path: FilePath): void;
}

/** The state of a file's diagnostics. */
export interface Verdict {
  /** A number that changes whenever we link the file again because of a change. */
  readonly stamp: number;
  readonly hasErrors: boolean;
}

type Answer = FileInterface | 'missing' | 'cycle';

/**
 * The part of a unit that the caller needs: whether its diagnostics are still true, its interface, or the whole linked
 * file.
 */
type Need = 'verdict' | 'interface' | 'whole';

interface Unit {
  readonly path: FilePath;
  /** The import path under which we link the file. */
  readonly name: string;
  /** Stale: the file's own text changed. Doubtful: a direct or indirect import may have changed. */
  state: 'stale' | 'doubtful' | 'clean';
  /** Whether the file does not exist. */
  gone: boolean;
  /** Whether a caller asked for the file itself, and not only its importers. */
  wanted: boolean;
  verdict: Verdict;
  /** The interface that importers see. It may come from an older text with the same meaning. */
  interface?: FileInterface;
  fingerprint?: string;
  /** The file, linked from its current text. */
  whole?: LinkedFile;
  answers: ReadonlyMap<string, Answer>;
  imports: ReadonlySet<Unit>;
  readonly importers: Set<Unit>;
}

/** The number of closed files that we keep as a whole, because callers often ask for the same file again. */
const KEPT_WHOLE = 4;

/** The linked files of a workspace. */
export class Links {
  readonly #port: LinkPort;
  readonly #observer: LinkObserver;
  readonly #units = new Map<FilePath, Unit[]>();
  readonly #unitOf = new WeakMap<FileInterface, Unit>();
  /** The edited units whose importers we have not doubted yet. */
  readonly #edited = new Set<Unit>();
  /** The closed units that we keep as a whole, the oldest first. */
  readonly #recent = new Set<Unit>();
  /** The closed units whose interface may have no importers. */
  readonly #idle = new Set<Unit>();
  #stamp = 0;

  constructor(port: LinkPort, observer: LinkObserver) {
    this.#port = port;
    this.#observer = observer;
  }

  /** Links what changed, and returns the state of the file's diagnostics; undefined if the file does not exist. */
  verdict(path: FilePath, name: string): Verdict | undefined {
    const unit = this.#wanted(path, name, 'verdict');
    if (unit.gone) return undefined;
    return unit.verdict;
  }

  /** Links what `verdict` links, one file per step. */
  *linking(path: FilePath, name: string): Generator<undefined, void> {
    yield* this.#updating(this.#asked(path, name), 'verdict');
  }

  /** Returns the interface of a file, which is what importers see. */
  interface(path: FilePath, name: string): FileInterface | undefined {
    return this.#wanted(path, name, 'interface').interface;
  }

  /** Returns the linked file for the current text, with its tree. */
  whole(path: FilePath, name: string): LinkedFile | undefined {
    return this.#wanted(path, name, 'whole').whole;
  }

  /** Returns the imported files against which the file was linked. */
  imported(path: FilePath, name: string): readonly FileInterface[] {
    const { answers } = this.#wanted(path, name, 'verdict');
    return [...answers.values()].filter((answer) => typeof answer === 'object');
  }

  /** Whether neither the file nor its imports have changed since we linked it. */
  isClean(path: FilePath, name: string): boolean {
    return this.#edited.size === 0 && this.#find(path, name)?.state === 'clean';
  }

  /** Returns the path and the import path of a linked file. */
  placeOf(file: FileInterface): { readonly path: FilePath; readonly name: string } | undefined {
    return this.#unitOf.get(file);
  }

  /** Whether we have linked a file under any import path. */
  has(path: FilePath): boolean {
    return this.#units.has(path);
  }

  textChanged(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) {
      unit.state = 'stale';
      this.#edited.add(unit);
    }
    this.#observer.doubted?.(path);
  }

  /** Doubts a file. Its imports may resolve differently, or its import cycle may have changed. */
  doubt(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) {
      if (unit.state !== 'clean') continue;
      unit.state = 'doubtful';
      this.#observer.doubted?.(path);
      this.#doubtImporters(unit);
    }
  }

  /** Doubts all files, because any import may resolve differently. */
  doubtAll(): void {
    for (const [path, units] of this.#units) {
      for (const unit of units) if (unit.state === 'clean') unit.state = 'doubtful';
      this.#observer.doubted?.(path);
    }
  }

  /** Forgets a file that does not belong to the workspace any more. */
  forget(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) {
      unit.wanted = false;
      unit.state = 'stale';
      this.#tellImporters(unit);
      if (unit.importers.size === 0) this.#remove(unit);
    }
  }

  /** Drops the tree of a file that was closed, unless it is one of the few that we keep. */
  closed(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) if (unit.whole !== undefined) this.#keep(unit);
  }

  /**
   * Drops interfaces without importers. Call it after all files were checked, because an unchecked file may be an
   * importer.
   */
  evict(): void {
    for (const unit of this.#idle) {
      if (unit.importers.size > 0 || unit.whole !== undefined) continue;
      delete unit.interface;
      delete unit.fingerprint;
    }
    this.#idle.clear();
  }

  #find(path: FilePath, name: string): Unit | undefined {
    return this.#units.get(path)?.find((unit) => unit.name === name);
  }

  #unit(path: FilePath, name: string): Unit {
    const known = this.#find(path, name);
    if (known !== undefined) return known;
    const unit: Unit = {
      path,
      name,
      state: 'stale',
      gone: false,
      wanted: false,
      verdict: { stamp: 0, hasErrors: false },
      answers: new Map(),
      imports: new Set(),
      importers: new Set(),
    };
    const others = this.#units.get(path);
    if (others === undefined) this.#units.set(path, [unit]);
    else others.push(unit);
    return unit;
  }

  #wanted(path: FilePath, name: string, need: Need): Unit {
    const unit = this.#asked(path, name);
    for (const steps = this.#updating(unit, need); steps.next().done !== true; );
    return unit;
  }

  /**
   * Returns the unit that a caller asks for. Before it gets a reply, the importers of all edited units must be doubted.
   */
  #asked(path: FilePath, name: string): Unit {
    const unit = this.#unit(path, name);
    unit.wanted = true;
    for (const edited of this.#edited) if (edited !== unit) this.#tellImporters(edited);
    return unit;
  }

  /** Links imports before their importers. It is not recursive, because chains of imports may be long. */
  *#updating(goal: Unit, need: Need): Generator<undefined, void> {
    if (satisfies(goal, need)) return;
    const way = [this.#entered(goal)];
    const entered = new Set([goal]);
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const { value: next, done } = step.rest.next();
      if (done !== true) {
        if (satisfies(next, 'interface') || entered.has(next)) continue;
        entered.add(next);
        way.push(this.#entered(next));
        continue;
      }
      way.pop();
      this.#finish(step.unit, step.unit === goal ? need : 'interface');
      yield;
    }
  }

  /**
   * Registers a unit with its imports before we link them. Otherwise we might drop an interface that seems to have no
   * importers.
   */
  #entered(unit: Unit): { readonly unit: Unit; readonly rest: Iterator<Unit, undefined> } {
    this.#setImports(unit);
    return { unit, rest: unit.imports.values() };
  }

  *#importedUnits(unit: Unit): Generator<Unit, undefined> {
    for (const [importPath, path] of this.#port.imports(unit.path)) {
      if (path !== undefined && !this.#port.isCycle(unit.path, path)) yield this.#unit(path, importPath);
    }
    return undefined;
  }

  /** Links a unit if necessary. All its imports are up to date. */
  #finish(unit: Unit, need: Need): void {
    const answers = this.#answers(unit);
    if (unit.state === 'doubtful' && sameAnswers(unit.answers, answers)) unit.state = 'clean';
    if (!satisfies(unit, need)) this.#link(unit, answers, need);
  }

  #answers(unit: Unit): ReadonlyMap<string, Answer> {
    const answers = new Map<string, Answer>();
    for (const [importPath, path] of this.#port.imports(unit.path)) {
      if (path === undefined) answers.set(importPath, 'missing');
      // We refuse every import in a cycle. So linking ends, and each file of the cycle reports the error.
      else if (this.#port.isCycle(unit.path, path)) answers.set(importPath, 'cycle');
      else answers.set(importPath, this.#find(path, importPath)?.interface ?? 'missing');
    }
    return answers;
  }

  #link(unit: Unit, answers: ReadonlyMap<string, Answer>, need: Need): void {
    if (unit.state === 'clean' && unit.whole !== undefined) {
      unit.interface = unit.whole.interface;
      return;
    }
    const tree = this.#port.tree(unit.path);
    if (tree === undefined) {
      this.#remove(unit);
      return;
    }
    const relinked = need === 'interface' ? undefined : this.#relinked(unit, tree, answers);
    const file = relinked ?? this.#linked(unit, tree, answers);
    this.#observer.linked?.(unit.path, unit.name);
    this.#port.release(unit.path);
    if (unit.state === 'clean') unit.interface ??= file.interface;
    else this.#replace(unit, file, relinked === undefined ? file.interface : undefined, answers);
    unit.whole = file;
    unit.gone = false;
    if (!this.#port.isOpen(unit.path)) this.#keep(unit);
  }

  #linked(unit: Unit, tree: SyntaxTree, answers: ReadonlyMap<string, Answer>): LinkedFile {
    const file = linkFile(unit.name, tree, (importPath) => answers.get(importPath) ?? 'missing');
    this.#unitOf.set(file.interface, unit);
    this.#observer.linkedWhole?.(unit.path);
    return file;
  }

  /** Links only the edited declaration, if possible. The rest is linked when an importer or a caller needs it. */
  #relinked(unit: Unit, tree: SyntaxTree, answers: ReadonlyMap<string, Answer>): LinkedFile | undefined {
    if (unit.whole === undefined || unit.importers.size > 0 || !sameAnswers(unit.answers, answers)) return undefined;
    return relinkFile(unit.whole, tree, () => this.#linked(unit, tree, answers));
  }

  /**
   * Stores a newly linked file, and doubts its importers if its meaning changed. `exported` is undefined if we have not
   * linked the whole file yet.
   */
  #replace(
    unit: Unit,
    file: LinkedFile,
    exported: FileInterface | undefined,
    answers: ReadonlyMap<string, Answer>,
  ): void {
    const same =
      unit.interface !== undefined &&
      exported !== undefined &&
      sameAnswers(unit.answers, answers) &&
      this.#sameMeaning(unit, unit.interface, exported);
    unit.answers = answers;
    unit.state = 'clean';
    unit.verdict = { stamp: ++this.#stamp, hasErrors: hasErrors(file.diagnostics) };
    this.#edited.delete(unit);
    if (same) return;
    if (exported === undefined) delete unit.interface;
    else unit.interface = exported;
    delete unit.fingerprint;
    this.#doubtImporters(unit);
  }

  /** Whether two versions of a file mean the same to importers. Without importers, we do not compare them. */
  #sameMeaning(unit: Unit, before: FileInterface, after: FileInterface): boolean {
    if (unit.importers.size === 0) return false;
    unit.fingerprint ??= fingerprint(before);
    return unit.fingerprint === fingerprint(after);
  }

  #setImports(unit: Unit): void {
    const before = unit.imports;
    const imports = new Set(this.#importedUnits(unit));
    unit.imports = imports;
    for (const one of imports) one.importers.add(unit);
    for (const one of before) if (!imports.has(one)) this.#leave(one, unit);
  }

  #leave(unit: Unit, importer: Unit): void {
    unit.importers.delete(importer);
    this.#thin(unit);
  }

  #tellImporters(unit: Unit): void {
    this.#edited.delete(unit);
    this.#doubtImporters(unit);
  }

  /** Doubts all direct and indirect importers. The nearest ones come first, because we check files in this order. */
  #doubtImporters(unit: Unit): void {
    const queue = [unit];
    for (const one of queue) {
      for (const importer of one.importers) {
        if (importer.state !== 'clean') continue;
        importer.state = 'doubtful';
        this.#observer.doubted?.(importer.path);
        queue.push(importer);
      }
    }
  }

  #keep(unit: Unit): void {
    this.#recent.delete(unit);
    this.#recent.add(unit);
    for (const oldest of this.#recent) {
      if (this.#recent.size <= KEPT_WHOLE) break;
      this.#recent.delete(oldest);
      this.#thin(oldest);
    }
  }

  /**
   * Drops the parts of a closed file that we do not need: its tree, and the whole unit if no caller uses the file under
   * its import path.
   */
  #thin(unit: Unit): void {
    if (this.#recent.has(unit) || this.#port.isOpen(unit.path)) return;
    delete unit.whole;
    if (unit.importers.size > 0) return;
    if (unit.wanted) this.#idle.add(unit);
    else this.#remove(unit);
  }

  /** Removes a unit whose file does not exist, or whose import path no caller uses. */
  #remove(unit: Unit): void {
    const importersKnow = unit.gone;
    unit.gone = true;
    unit.state = 'clean';
    unit.answers = new Map();
    delete unit.interface;
    delete unit.fingerprint;
    delete unit.whole;
    this.#edited.delete(unit);
    this.#recent.delete(unit);
    const { imports } = unit;
    unit.imports = new Set();
    for (const one of imports) this.#leave(one, unit);
    if (!importersKnow) this.#doubtImporters(unit);
    if (unit.importers.size > 0) return;
    const rest = (this.#units.get(unit.path) ?? []).filter((other) => other !== unit);
    if (rest.length > 0) this.#units.set(unit.path, rest);
    else this.#units.delete(unit.path);
  }
}

function satisfies(unit: Unit, need: Need): boolean {
  if (unit.state !== 'clean') return false;
  if (unit.gone || need === 'verdict') return true;
  if (need === 'interface') return unit.interface !== undefined;
  return unit.whole !== undefined;
}

function sameAnswers(before: ReadonlyMap<string, Answer>, after: ReadonlyMap<string, Answer>): boolean {
  if (before.size !== after.size) return false;
  for (const [importPath, answer] of after) if (before.get(importPath) !== answer) return false;
  return true;
}
