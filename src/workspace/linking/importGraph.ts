/**
 * Which file imports which, as paths. Files that import each other in a circle form a component; all the
 * others are a component each. Components are found when they are asked for, and looked at again only
 * where an import changed: linking asks for them without a walk.
 */
import type { FilePath } from '../../base/path.ts';

/** Where the graph learns about imports. */
export interface ImportGraphPort {
  /** Import paths as written. */
  importsOf(path: FilePath): readonly string[];
  resolve(from: FilePath, importPath: string): FilePath | undefined;
}

/** Files by the import paths that name them; undefined where there is none. */
export type ResolvedImports = ReadonlyMap<string, FilePath | undefined>;

/** The graph of a workspace, found as far as it was asked for. */
export class ImportGraph {
  readonly #port: ImportGraphPort;
  readonly #imports = new Map<FilePath, ResolvedImports>();
  readonly #importers = new Map<FilePath, Set<FilePath>>();
  readonly #components = new Map<FilePath, Component>();
  /** Whether the imports of all files have been asked for. */
  #knowsAll = false;
  /** Files of which an import led nowhere. */
  readonly #incomplete = new Set<FilePath>();

  constructor(port: ImportGraphPort) {
    this.#port = port;
  }

  imports(path: FilePath): ResolvedImports {
    const known = this.#imports.get(path);
    if (known !== undefined) return known;
    const resolved = this.#resolve(path);
    this.#set(path, resolved);
    return resolved;
  }

  /** Those among all files, and others whose imports were asked for, that import one. */
  importersOf(path: FilePath, all: () => Iterable<FilePath>): ReadonlySet<FilePath> {
    // Once they are known, edits keep them so; whatever adds a file forgets everything.
    if (!this.#knowsAll) for (const one of all()) this.imports(one);
    this.#knowsAll = true;
    return this.#importers.get(path) ?? new Set();
  }

  /** Whether `to`, which `from` imports, leads back to `from`. */
  isCycle(from: FilePath, to: FilePath): boolean {
    return from === to || this.#component(from) === this.#component(to);
  }

  /** Forgets everything: imports may lead elsewhere now. */
  reset(): void {
    this.#imports.clear();
    this.#importers.clear();
    this.#knowsAll = false;
    this.#components.clear();
    this.#incomplete.clear();
  }

  /** The imports of a file are others than before. Gives the files that may be in another circle than they were. */
  importsChanged(path: FilePath): readonly FilePath[] {
    const before = this.#imports.get(path);
    if (before === undefined) return [];
    const after = this.#resolve(path);
    this.#set(path, after);
    const old = targets(before);
    const added = [...targets(after)].filter((target) => !old.has(target));
    const affected = new Set<FilePath>();
    // A circle may have been cut…
    const component = this.#components.get(path);
    if (component !== undefined && component.members.length > 1)
      for (const member of component.members) affected.add(member);
    // …or closed.
    for (const target of added) for (const member of this.#wayBack(target, path)) affected.add(member);
    this.#components.delete(path);
    for (const member of affected) this.#components.delete(member);
    return [...affected];
  }

  /** Imports that led nowhere are looked for again. Gives the files that may be linked in another way now. */
  retryMissing(): readonly FilePath[] {
    const found = new Set<FilePath>();
    for (const path of [...this.#incomplete]) {
      const before = this.#imports.get(path);
      for (const other of this.importsChanged(path)) found.add(other);
      const after = this.#imports.get(path);
      if ([...(after ?? [])].some(([importPath, target]) => before?.get(importPath) !== target)) found.add(path);
    }
    return [...found];
  }

  #set(path: FilePath, imports: ResolvedImports): void {
    const before = this.#imports.get(path);
    this.#imports.set(path, imports);
    if (before !== undefined) for (const target of targets(before)) this.#importers.get(target)?.delete(path);
    for (const target of targets(imports)) {
      const importers = this.#importers.get(target);
      if (importers === undefined) this.#importers.set(target, new Set([path]));
      else importers.add(path);
    }
  }

  #resolve(path: FilePath): ResolvedImports {
    const resolved = new Map(
      this.#port.importsOf(path).map((importPath) => [importPath, this.#port.resolve(path, importPath)]),
    );
    if ([...resolved.values()].includes(undefined)) this.#incomplete.add(path);
    else this.#incomplete.delete(path);
    return resolved;
  }

  /** What lies below `from`, if `goal` is there too. */
  #wayBack(from: FilePath, goal: FilePath): ReadonlySet<FilePath> {
    const seen = new Set([from]);
    for (const path of seen) for (const target of targets(this.imports(path))) seen.add(target);
    if (seen.has(goal)) return seen;
    return new Set();
  }

  #component(path: FilePath): Component {
    const known = this.#components.get(path);
    if (known !== undefined) return known;
    findComponents(path, (one) => targets(this.imports(one)), this.#components);
    return this.#components.get(path) ?? { members: [] };
  }
}

/** Files each of which leads to all the others. */
interface Component {
  readonly members: readonly FilePath[];
}

function targets(imports: ResolvedImports): ReadonlySet<FilePath> {
  const paths = new Set<FilePath>();
  for (const path of imports.values()) if (path !== undefined) paths.add(path);
  return paths;
}

interface Visit {
  readonly path: FilePath;
  readonly rest: Iterator<FilePath, undefined>;
  readonly index: number;
  low: number;
}

/** Tarjan's algorithm, without recursion: chains of imports may be long. Files with a component are not gone into. */
function findComponents(
  start: FilePath,
  next: (path: FilePath) => Iterable<FilePath>,
  components: Map<FilePath, Component>,
): void {
  const open = new Map<FilePath, Visit>();
  const waiting: FilePath[] = [];
  const way: Visit[] = [];
  const enter = (path: FilePath): void => {
    const visit = { path, rest: next(path)[Symbol.iterator](), index: open.size + 1, low: open.size + 1 };
    open.set(path, visit);
    waiting.push(path);
    way.push(visit);
  };
  enter(start);
  for (let visit = way.at(-1); visit !== undefined; visit = way.at(-1)) {
    const { value: target, done } = visit.rest.next();
    if (done !== true) {
      const other = open.get(target);
      if (other !== undefined) visit.low = components.has(target) ? visit.low : Math.min(visit.low, other.index);
      else if (!components.has(target)) enter(target);
      continue;
    }
    way.pop();
    const above = way.at(-1);
    if (above !== undefined) above.low = Math.min(above.low, visit.low);
    if (visit.low !== visit.index) continue;
    const component = { members: waiting.splice(waiting.lastIndexOf(visit.path)) };
    for (const member of component.members) components.set(member, component);
  }
}
