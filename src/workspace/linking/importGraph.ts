/**
 * Maps each file to the files that it imports, as paths. Files that form an import cycle are one component; each other
 * file is its own component. We compute components on demand, and again only if an import changed. The linker then
 * looks them up without walking the graph.
 */
import type { FilePath } from '../../base/path.ts';

/** Gives the graph the imports of a file. */
export interface ImportGraphPort {
  /** Returns the import paths as the user wrote them. */
  importsOf(path: FilePath): readonly string[];
  resolve(from: FilePath, importPath: string): FilePath | undefined;
}

/** The files by their import paths; undefined if an import was not found. */
export type ResolvedImports = ReadonlyMap<string, FilePath | undefined>;

/** The import graph of a workspace. We explore it only as far as callers ask. */
export class ImportGraph {
  readonly #port: ImportGraphPort;
  readonly #imports = new Map<FilePath, ResolvedImports>();
  readonly #importers = new Map<FilePath, Set<FilePath>>();
  readonly #components = new Map<FilePath, Component>();
  /** Whether the graph has the imports of all files. */
  #knowsAll = false;
  /** The files with an import that was not found. */
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

  /**
   * Returns the files that import a file. It searches all files of the workspace, and any other files whose imports are
   * already in the graph.
   */
  importersOf(path: FilePath, all: () => Iterable<FilePath>): ReadonlySet<FilePath> {
    // We ask for all imports only once. An edit updates them, and a new file resets the graph.
    if (!this.#knowsAll) for (const one of all()) this.imports(one);
    this.#knowsAll = true;
    return this.#importers.get(path) ?? new Set();
  }

  /** Whether `to`, which `from` imports, imports `from` in turn, directly or not. */
  isCycle(from: FilePath, to: FilePath): boolean {
    return from === to || this.#component(from) === this.#component(to);
  }

  /** Forgets everything, because imports may resolve to other files now. */
  reset(): void {
    this.#imports.clear();
    this.#importers.clear();
    this.#knowsAll = false;
    this.#components.clear();
    this.#incomplete.clear();
  }

  /** Updates the imports of a file. Returns the files whose import cycle may have changed. */
  importsChanged(path: FilePath): readonly FilePath[] {
    const before = this.#imports.get(path);
    if (before === undefined) return [];
    const after = this.#resolve(path);
    this.#set(path, after);
    const old = targets(before);
    const added = [...targets(after)].filter((target) => !old.has(target));
    const affected = new Set<FilePath>();
    // The edit may have broken a cycle, so all files of the old cycle are affected.
    const component = this.#components.get(path);
    if (component !== undefined && component.members.length > 1)
      for (const member of component.members) affected.add(member);
    // The edit may have closed a cycle, so all files that may be part of it are affected.
    for (const target of added) for (const member of this.#wayBack(target, path)) affected.add(member);
    this.#components.delete(path);
    for (const member of affected) this.#components.delete(member);
    return [...affected];
  }

  /** Resolves the imports again that were not found. Returns the files that we may have to link again. */
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

  /** Returns all files that `from` imports, directly or not, if `goal` is one of them. Otherwise the set is empty. */
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

/** A set of files that all import each other, directly or not. */
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

/**
 * Finds components with Tarjan's algorithm. It is not recursive, because chains of imports may be long. It skips files
 * that already have a component.
 */
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
      if (components.has(target)) continue;
      const other = open.get(target);
      if (other === undefined) enter(target);
      else visit.low = Math.min(visit.low, other.index);
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
