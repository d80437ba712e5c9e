/**
 * Linked files, and what must be linked again after a change. Each file is a unit that knows its importers. An edit
 * makes its own unit stale, and that unit is linked first. If its meaning stays the same, importers keep the old
 * interface and we look at nothing else. If its meaning changes, all files that lead to it are doubted. A doubted file
 * is linked again only if one of its own imports turns out to have changed.
 */
import type { FilePath } from '../../base/path.ts';
import { fingerprint } from '../../schema/output/fingerprint.ts';
import { hasErrors, linkFile } from '../../schema/link.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import { relinkFile } from '../../schema/relink.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { typePlacesIn, type TypePlaces } from '../index/typePlaces.ts';
import type { ResolvedImports } from './importGraph.ts';

/** What linking needs from the workspace. */
export interface LinkPort {
  tree(path: FilePath): SyntaxTree | undefined;
  imports(path: FilePath): ResolvedImports;
  isCycle(from: FilePath, to: FilePath): boolean;
  isOpen(path: FilePath): boolean;
  /** The tree of a closed file was linked, so it may go. */
  release(path: FilePath): void;
}

/** Receives events, for schedules and tests. */
export interface LinkObserver {
  /** A file was linked, under this import path. */
  linked?(path: FilePath, name: string): void;
  /** Every declaration of a file was linked, and not only the edited one. */
  linkedWhole?(path: FilePath): void;
  /** What we know of a file may no longer be true. */
  doubted?(path: FilePath): void;
}

/** The state of a file's diagnostics. */
export interface Verdict {
  /** Changes whenever a change makes us link the file again. */
  readonly stamp: number;
  readonly hasErrors: boolean;
}

type Answer = FileInterface | 'missing' | 'cycle';

/** How much of a unit the caller wants: whether its diagnostics are still true, what importers see, or everything. */
type Need = 'verdict' | 'interface' | 'whole';

interface Unit {
  readonly path: FilePath;
  /** The import path under which it is linked. */
  readonly name: string;
  /** Stale: its own text changed. Doubted: a direct or indirect import may have changed. */
  state: 'stale' | 'doubtful' | 'clean';
  /** Whether the file does not exist. */
  gone: boolean;
  /** Whether a caller asked for the file itself, and not only its importers. */
  wanted: boolean;
  verdict: Verdict;
  /** What importers see. It may come from an older text with the same meaning. */
  interface?: FileInterface;
  fingerprint?: string;
  /** The file, linked from its text as it is now. */
  whole?: LinkedFile;
  /** Where it names types; kept for closed files. It belongs to a clean unit. */
  types?: TypePlaces;
  answers: ReadonlyMap<string, Answer>;
  imports: ReadonlySet<Unit>;
  readonly importers: Set<Unit>;
}

/** How many closed files we keep whole, because callers often ask for the same file again. */
const KEPT_WHOLE = 4;

/** The units of a workspace. */
export class Links {
  readonly #port: LinkPort;
  readonly #observer: LinkObserver;
  readonly #units = new Map<FilePath, Unit[]>();
  readonly #unitOf = new WeakMap<FileInterface, Unit>();
  /** Stale units whose importers are not yet informed. */
  readonly #edited = new Set<Unit>();
  /** Closed units that we keep whole, the oldest first. */
  readonly #recent = new Set<Unit>();
  /** Closed units whose interface may be unused. */
  readonly #idle = new Set<Unit>();
  #stamp = 0;

  constructor(port: LinkPort, observer: LinkObserver) {
    this.#port = port;
    this.#observer = observer;
  }

  /** Links what changed and returns the state of the file's diagnostics; undefined if there is no such file. */
  verdict(path: FilePath, name: string): Verdict | undefined {
    const unit = this.#wanted(path, name, 'verdict');
    if (unit.gone) return undefined;
    return unit.verdict;
  }

  /** Does what `verdict` does, one file per step. */
  *linking(path: FilePath, name: string): Generator<undefined, void> {
    yield* this.#updating(this.#asked(path, name), 'verdict');
  }

  /** The file as importers see it. */
  interface(path: FilePath, name: string): FileInterface | undefined {
    return this.#wanted(path, name, 'interface').interface;
  }

  /** The file as its text is now, with its tree. */
  whole(path: FilePath, name: string): LinkedFile | undefined {
    return this.#wanted(path, name, 'whole').whole;
  }

  /** The imported files that the verdict follows from. */
  imported(path: FilePath, name: string): readonly FileInterface[] {
    const { answers } = this.#wanted(path, name, 'verdict');
    return [...answers.values()].filter((answer) => typeof answer === 'object');
  }

  /** Where the file names types. A closed file that did not change is not linked again for this. */
  types(path: FilePath, name: string): TypePlaces | undefined {
    const unit = this.#wanted(path, name, 'verdict');
    if (unit.types !== undefined && !unit.gone) return unit.types;
    const file = this.whole(path, name);
    return file && typePlacesIn(file);
  }

  /** Whether no input of the file has changed. */
  isClean(path: FilePath, name: string): boolean {
    return this.#edited.size === 0 && this.#find(path, name)?.state === 'clean';
  }

  /** The source file of a linked file. */
  placeOf(file: FileInterface): { readonly path: FilePath; readonly name: string } | undefined {
    return this.#unitOf.get(file);
  }

  /** Whether any unit of a file is linked. */
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

  /** The imports of the file may resolve differently, or its import cycle may have changed. */
  doubt(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) {
      if (unit.state !== 'clean') continue;
      unit.state = 'doubtful';
      this.#observer.doubted?.(path);
      this.#doubtImporters(unit);
    }
  }

  /** Any import may lead elsewhere. */
  doubtAll(): void {
    for (const [path, units] of this.#units) {
      for (const unit of units) if (unit.state === 'clean') unit.state = 'doubtful';
      this.#observer.doubted?.(path);
    }
  }

  /** A file does not belong to the workspace any more. */
  forget(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) {
      unit.wanted = false;
      unit.state = 'stale';
      this.#tellImporters(unit);
      if (unit.importers.size === 0) this.#remove(unit);
    }
  }

  /** A file was closed, so it does not need its tree any more. */
  closed(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) if (unit.whole !== undefined) this.#keep(unit);
  }

  /**
   * Drops interfaces without importers. Call it after all files were checked, because any unchecked file may be an
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

  /** Before any question gets a reply, every importer has to know what was edited. */
  #asked(path: FilePath, name: string): Unit {
    const unit = this.#unit(path, name);
    unit.wanted = true;
    for (const edited of this.#edited) if (edited !== unit) this.#tellImporters(edited);
    return unit;
  }

  /** Links imports before their importers, without recursion, because chains of imports may be long. */
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

  /** Its imports learn about it at once: an interface without importers may be dropped while others are linked. */
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

  /** All imports of the unit are up to date. */
  #finish(unit: Unit, need: Need): void {
    const answers = this.#answers(unit);
    if (unit.state === 'doubtful' && sameAnswers(unit.answers, answers)) unit.state = 'clean';
    if (!satisfies(unit, need)) this.#link(unit, answers, need);
  }

  #answers(unit: Unit): ReadonlyMap<string, Answer> {
    const answers = new Map<string, Answer>();
    for (const [importPath, path] of this.#port.imports(unit.path)) {
      if (path === undefined) answers.set(importPath, 'missing');
      // Every import in a cycle is refused, so linking ends, and each file of the cycle reports it.
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
    if (this.#port.isOpen(unit.path)) return;
    unit.types ??= typePlacesIn(file);
    this.#keep(unit);
  }

  #linked(unit: Unit, tree: SyntaxTree, answers: ReadonlyMap<string, Answer>): LinkedFile {
    const file = linkFile(unit.name, tree, (importPath) => answers.get(importPath) ?? 'missing');
    this.#unitOf.set(file.interface, unit);
    this.#observer.linkedWhole?.(unit.path);
    return file;
  }

  /** Defers work that is needed only for importers and for questions. */
  #relinked(unit: Unit, tree: SyntaxTree, answers: ReadonlyMap<string, Answer>): LinkedFile | undefined {
    if (unit.whole === undefined || unit.importers.size > 0 || !sameAnswers(unit.answers, answers)) return undefined;
    return relinkFile(unit.whole, tree, () => this.#linked(unit, tree, answers));
  }

  /**
   * An input of the unit changed; here we learn whether its importers can notice. `exported` is missing if it was
   * deferred.
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
    delete unit.types;
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

  /** No file needs the meaning of a file without importers. */
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

  /** The nearest importers come first, because they are checked in this order. */
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

  /** Drops what is not needed of a closed file: its tree, and the whole unit if no caller wants it under its name. */
  #thin(unit: Unit): void {
    if (this.#recent.has(unit) || this.#port.isOpen(unit.path)) return;
    delete unit.whole;
    if (unit.importers.size > 0) return;
    if (unit.wanted) this.#idle.add(unit);
    else this.#remove(unit);
  }

  /** Removes a unit whose file is gone, or whose name no caller uses. */
  #remove(unit: Unit): void {
    const importersKnow = unit.gone;
    unit.gone = true;
    unit.state = 'clean';
    unit.answers = new Map();
    delete unit.interface;
    delete unit.fingerprint;
    delete unit.whole;
    delete unit.types;
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
