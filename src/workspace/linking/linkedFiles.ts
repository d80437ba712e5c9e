/**
 * Linked files, and what must be linked again after a change. Each file is a unit that knows its importers.
 * An edit makes its own unit stale; that is linked first, and where its meaning stays the same, importers go
 * on seeing the old interface and nothing else is looked at. Where it does not, all that lead to it are
 * doubted, and each is linked again once one of its own imports turns out to be another.
 */
import type { FilePath } from '../../base/path.ts';
import { fingerprint } from '../../schema/output/fingerprint.ts';
import { hasErrors, linkFile } from '../../schema/link.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import { relinkFile } from '../../schema/relink.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { ResolvedImports } from './importGraph.ts';

/** What linking needs of the workspace. */
export interface LinkPort {
  tree(path: FilePath): SyntaxTree | undefined;
  imports(path: FilePath): ResolvedImports;
  isCycle(from: FilePath, to: FilePath): boolean;
  isOpen(path: FilePath): boolean;
  /** The tree of a closed file was linked. */
  release(path: FilePath): void;
}

/** Is told what happens; for schedules and tests. */
export interface LinkObserver {
  /** A file was linked, under this import path. */
  linked?(path: FilePath, name: string): void;
  /** What is known of a file may not be true any more. */
  doubted?(path: FilePath): void;
}

/** The state of a file's diagnostics. */
export interface Verdict {
  /** Another one whenever the file was linked again because something changed. */
  readonly stamp: number;
  readonly hasErrors: boolean;
}

type Answer = FileInterface | 'missing' | 'cycle';

/** How much of a unit is wanted: whether its diagnostics are still true, what importers see, or all. */
type Need = 'verdict' | 'interface' | 'whole';

interface Unit {
  readonly path: FilePath;
  /** The import path under which it is linked. */
  readonly name: string;
  /** Stale: its own text changed. Doubtful: an import, or what that imports, may have changed. */
  state: 'stale' | 'doubtful' | 'clean';
  /** Whether there is no such file. */
  gone: boolean;
  /** Whether it was asked for itself, and not only by importers. */
  wanted: boolean;
  verdict: Verdict;
  /** What importers see. Its text may be an older one of the same meaning. */
  interface?: FileInterface;
  fingerprint?: string;
  /** The file as its text is now. */
  whole?: LinkedFile;
  answers: ReadonlyMap<string, Answer>;
  imports: ReadonlySet<Unit>;
  readonly importers: Set<Unit>;
}

/** How many closed files are kept whole: what asks for one often asks again. */
const KEPT_WHOLE = 4;

/** The units of a workspace. */
export class Links {
  readonly #port: LinkPort;
  readonly #observer: LinkObserver;
  readonly #units = new Map<FilePath, Unit[]>();
  readonly #unitOf = new WeakMap<FileInterface, Unit>();
  /** Stale units whose importers do not know yet. */
  readonly #edited = new Set<Unit>();
  /** Closed units that are kept whole, the oldest first. */
  readonly #recent = new Set<Unit>();
  /** Closed units with an interface that nobody may need. */
  readonly #idle = new Set<Unit>();
  #stamp = 0;

  constructor(port: LinkPort, observer: LinkObserver) {
    this.#port = port;
    this.#observer = observer;
  }

  /** Links what changed, and says how the file's diagnostics are; undefined where there is no such file. */
  verdict(path: FilePath, name: string): Verdict | undefined {
    const unit = this.#wanted(path, name, 'verdict');
    if (unit.gone) return undefined;
    return unit.verdict;
  }

  /** What `verdict` does, a file a step. */
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

  /** Whether nothing that the file was made from has changed. */
  isClean(path: FilePath, name: string): boolean {
    return this.#edited.size === 0 && this.#find(path, name)?.state === 'clean';
  }

  /** The file behind what was linked. */
  placeOf(file: FileInterface): { readonly path: FilePath; readonly name: string } | undefined {
    return this.#unitOf.get(file);
  }

  /** Whether anything was linked of a file. */
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

  /** The file may resolve its imports in another way, or be in another circle of them. */
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

  /** A file is none of the workspace's any more. */
  forget(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) {
      unit.wanted = false;
      unit.state = 'stale';
      this.#tellImporters(unit);
      if (unit.importers.size === 0) this.#remove(unit);
    }
  }

  /** A file was closed: it needs no tree any more. */
  closed(path: FilePath): void {
    for (const unit of this.#units.get(path) ?? []) if (unit.whole !== undefined) this.#keep(unit);
  }

  /** Lets go of interfaces that nobody imports. To be called when all files were checked: any of them might yet be an importer. */
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

  /** Once something is asked for, everybody has to know what was edited. */
  #asked(path: FilePath, name: string): Unit {
    const unit = this.#unit(path, name);
    unit.wanted = true;
    for (const edited of this.#edited) if (edited !== unit) this.#tellImporters(edited);
    return unit;
  }

  /** Imports come before what imports them, without recursion: chains of imports may be long. */
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

  /** Its imports know of it at once: an interface without importers may be let go while others are linked. */
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

  /** All that the unit imports is up to date. */
  #finish(unit: Unit, need: Need): void {
    const answers = this.#answers(unit);
    if (unit.state === 'doubtful' && sameAnswers(unit.answers, answers)) unit.state = 'clean';
    if (!satisfies(unit, need)) this.#link(unit, answers, need);
  }

  #answers(unit: Unit): ReadonlyMap<string, Answer> {
    const answers = new Map<string, Answer>();
    for (const [importPath, path] of this.#port.imports(unit.path)) {
      if (path === undefined) answers.set(importPath, 'missing');
      // Every import of a circle is refused, so linking ends and each file of it says so.
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
    return file;
  }

  /** Puts off what only importers and questions need. */
  #relinked(unit: Unit, tree: SyntaxTree, answers: ReadonlyMap<string, Answer>): LinkedFile | undefined {
    if (unit.whole === undefined || unit.importers.size > 0 || !sameAnswers(unit.answers, answers)) return undefined;
    return relinkFile(unit.whole, tree, () => this.#linked(unit, tree, answers));
  }

  /**
   * Something that the unit was made from changed; whether its importers can tell is seen here. `exported` is missing
   * where it was put off.
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

  /** Nobody asks for the meaning of a file that nobody imports. */
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

  /** The nearest come first, as they are checked in this order. */
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

  /** Lets go of what nobody needs of a closed file: its tree, and the whole unit where nobody wants it under its name. */
  #thin(unit: Unit): void {
    if (this.#recent.has(unit) || this.#port.isOpen(unit.path)) return;
    delete unit.whole;
    if (unit.importers.size > 0) return;
    if (unit.wanted) this.#idle.add(unit);
    else this.#remove(unit);
  }

  /** There is no such file, or nobody wants it under this name. */
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
  return unit.gone || need === 'verdict' || (need === 'interface' ? unit.interface : unit.whole) !== undefined;
}

function sameAnswers(before: ReadonlyMap<string, Answer>, after: ReadonlyMap<string, Answer>): boolean {
  if (before.size !== after.size) return false;
  for (const [importPath, answer] of after) if (before.get(importPath) !== answer) return false;
  return true;
}
