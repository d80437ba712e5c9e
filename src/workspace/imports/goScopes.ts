/**
 * Decides which go.mod applies to which folder. Go builds a file with the nearest go.mod above it (go.dev/ref/mod), so
 * this one chooses the versions. If it does not require a module, we guess from the other go.mod files of the
 * workspace.
 */
import { ancestors, dirname, isWithin, type FilePath } from '../../base/path.ts';
import type { ImportRoot } from './roots.ts';

type ByPrefix = ReadonlyMap<string, readonly ImportRoot[]>;

/** The Go modules that the files of each folder see, for one workspace folder. */
export class GoScopes {
  /** The modules of all go.mod files. No go.mod takes precedence. */
  readonly everywhere: GoScope;
  readonly #all: ByPrefix;
  readonly #dependencies: readonly ImportRoot[];
  /** The roots from each go.mod, by the folder of the go.mod. */
  readonly #byFolder: ReadonlyMap<FilePath, readonly ImportRoot[]>;
  readonly #known = new Map<FilePath, GoScope>();

  constructor(roots: readonly ImportRoot[]) {
    this.#all = byPrefix(roots);
    this.#dependencies = dependenciesOf(roots);
    this.#byFolder = grouped(roots, ({ source = '/' }) => dirname(source));
    this.everywhere = new GoScope([], this.#all, this.#dependencies);
  }

  at(directory: FilePath): GoScope {
    const around = [directory, ...ancestors(directory)].filter((folder) => this.#byFolder.has(folder));
    const [nearest] = around;
    if (nearest === undefined) return this.everywhere;
    const known = this.#known.get(nearest);
    if (known) return known;
    const levels = around.map((folder) => this.#byFolder.get(folder) ?? []);
    const scope = new GoScope(levels, this.#all, this.#dependencies);
    this.#known.set(nearest, scope);
    return scope;
  }
}

/** The Go modules that the files of one folder see. The roots of the nearest go.mod come first. */
export class GoScope {
  /** The roots without a prefix, from required modules. */
  readonly dependencies: readonly ImportRoot[];
  /** The roots of the modules that the nearest go.mod requires. */
  readonly required: readonly ImportRoot[];
  /** Whether there is a go.mod in or above the folder. */
  readonly #isDecided: boolean;
  readonly #own: ByPrefix;
  readonly #around: ByPrefix;
  readonly #all: ByPrefix;

  /** `around` contains the roots of each go.mod in or above the folder, innermost first. */
  constructor(around: readonly (readonly ImportRoot[])[], all: ByPrefix, dependencies: readonly ImportRoot[]) {
    this.#isDecided = around.length > 0;
    this.#own = byPrefix(around[0] ?? []);
    this.required = dependenciesOf(around[0] ?? []);
    this.#around = byPrefix(around.flat());
    this.#all = all;
    this.dependencies = dependenciesOf([...around.flat(), ...dependencies]);
  }

  /**
   * Returns the folders of modules with this module path. If the nearest go.mod requires the module, only its version
   * is used.
   */
  named(prefix: string): readonly ImportRoot[] {
    const roots = [...new Set([...(this.#around.get(prefix) ?? []), ...(this.#all.get(prefix) ?? [])])];
    const own = this.#own.get(prefix);
    if (own === undefined) return roots;
    return roots.filter((root) => root.reason !== 'goDependency' || own.includes(root));
  }

  /**
   * Whether the nearest go.mod requires the module of a file, directly or not. If there is no such go.mod, every module
   * is allowed.
   */
  requires(path: FilePath): boolean {
    return !this.#isDecided || [...this.#own.values()].flat().some((root) => isWithin(root.path, path));
  }

  *modules(): Generator<ImportRoot, void> {
    for (const prefix of new Set([...this.#around.keys(), ...this.#all.keys()])) yield* this.named(prefix);
  }
}

/** Returns the roots without a prefix, each folder once. Many go.mod files of a repository require the same version. */
function dependenciesOf(roots: readonly ImportRoot[]): readonly ImportRoot[] {
  const byPath = new Map<FilePath, ImportRoot>();
  for (const root of roots) if (root.prefix === undefined && !byPath.has(root.path)) byPath.set(root.path, root);
  return [...byPath.values()];
}

function byPrefix(roots: readonly ImportRoot[]): ByPrefix {
  const named = roots.filter(({ prefix }) => prefix !== undefined);
  return grouped(named, ({ prefix = '' }) => prefix);
}

function grouped(
  roots: readonly ImportRoot[],
  keyOf: (root: ImportRoot) => string,
): ReadonlyMap<string, readonly ImportRoot[]> {
  const groups = new Map<string, ImportRoot[]>();
  for (const root of roots) {
    const key = keyOf(root);
    const group = groups.get(key);
    if (group) group.push(root);
    else groups.set(key, [root]);
  }
  return groups;
}
