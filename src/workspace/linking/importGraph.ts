/**
 * Which file imports which, as paths. Files that form an import cycle are one component; each other file is its own
 * component. Components are computed on demand, and again only if an import changed. Linking then looks them up without
 * a walk.
 */
import type { FilePath } from '../../base/path.ts';

/** The source of the graph's imports. */
export interface ImportGraphPort {
  /** Import paths as written. */
  importsOf(path: FilePath): readonly string[];
  resolve(from: FilePath, importPath: string): FilePath | undefined;
}

/** Files by the import path that names them; undefined if there is none. */
export type ResolvedImports = ReadonlyMap<string, FilePath | undefined>;

/** The import graph of a workspace, explored only as far as callers asked. */
export class ImportGraph {
  readonly #port: ImportGraphPort;
  readonly #imports = new Map<FilePath, ResolvedImports>();
  readonly #importers = new Map<FilePath, Set<FilePath>>();
  readonly #components = new Map<FilePath, Component>();
  /** Whether the imports of all files are known. */
  #knowsAll = false;
  /** Files with an import that leads nowhere. */
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

  /** The files that import a file: among all files, and among others whose imports are known. */
  importersOf(path: FilePath, all: () => Iterable<FilePath>): ReadonlySet<FilePath> {
    // Once the importers are known, an edit updates them; a new file makes us forget all of them.
    if (!this.#knowsAll) for (const one of all()) this.imports(one);
    this.#knowsAll = true;
    return this.#importers.get(path) ?? new Set();
  }

  /** Whether `to`, an import of `from`, leads back to `from`. */
  isCycle(from: FilePath, to: FilePath): boolean {
    return from === to || this.#component(from) === this.#component(to);
  }

  /** Forgets everything, because imports may lead elsewhere now. */
  reset(): void {
    this.#imports.clear();
    this.#importers.clear();
    this.#knowsAll = false;
    this.#components.clear();
    this.#incomplete.clear();
  }

  /** The imports of a file have changed. Returns the files whose cycle may have changed. */
  importsChanged(path: FilePath): readonly FilePath[] {
    const before = this.#imports.get(path);
    if (before === undefined) return [];
    const after = this.#resolve(path);
    this.#set(path, after);
    const old = targets(before);
    const added = [...targets(after)].filter((target) => !old.has(target));
    const affected = new Set<FilePath>();
    // The edit may have broken a cycle…
    const component = this.#components.get(path);
    if (component !== undefined && component.members.length > 1)
      for (const member of component.members) affected.add(member);
    // …or closed.
    for (const target of added) for (const member of this.#wayBack(target, path)) affected.add(member);
    this.#components.delete(path);
    for (const member of affected) this.#components.delete(member);
    return [...affected];
  }

  /** Looks again for imports that led nowhere. Returns the files whose linking may change. */
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

  /** The files below `from`, if `goal` is among them. */
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

/** Files that all lead to each other. */
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
 * Tarjan's algorithm without recursion, because chains of imports may be long. It does not enter files that have a
 * component.
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
