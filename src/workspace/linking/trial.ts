/**
 * Links files as if they had other texts, without changing the workspace. Files that do not import a changed file keep
 * their interfaces. All other files are linked again, imports first.
 */
import type { FilePath } from '../../base/path.ts';
import { linkFile } from '../../schema/link.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { ResolvedImports } from './importGraph.ts';

/** The functions of the workspace that a trial needs. */
export interface TrialPort {
  imports(path: FilePath): ResolvedImports;
  isCycle(from: FilePath, to: FilePath): boolean;
  /** Returns the current interface of a file under an import path. */
  interface(path: FilePath, name: string): FileInterface | undefined;
}

/** The texts and imports that a trial uses instead of those of the workspace. */
export interface TrialTexts {
  /** The changed files, and all files that import one of them, directly or not. */
  readonly affected: ReadonlySet<FilePath>;
  /** Returns the tree of an affected file, whether its own text changed or not. */
  readonly tree: (path: FilePath) => SyntaxTree | undefined;
  /** Receives each affected file that was linked, once for each of its import paths. */
  readonly linked: (path: FilePath, file: LinkedFile) => void;
  /** Returns the imports of a file if they change; undefined if they stay the same. They must not close a new cycle. */
  readonly imports?: (path: FilePath) => ResolvedImports | undefined;
  /** The files that do not exist yet. */
  readonly created?: ReadonlySet<FilePath>;
}

interface Visit {
  readonly path: FilePath;
  readonly name: string;
  readonly rest: Iterator<readonly [string, FilePath | undefined]>;
}

/** The files that one trial has linked so far. */
export class Trial {
  readonly #port: TrialPort;
  readonly #texts: TrialTexts;
  readonly #linked = new Map<string, FileInterface | undefined>();

  constructor(port: TrialPort, texts: TrialTexts) {
    this.#port = port;
    this.#texts = texts;
  }

  /**
   * Links a file and the affected files that it imports, one file per step. It is not recursive, because chains of
   * imports may be long.
   */
  *linking(path: FilePath, name: string): Generator<undefined, void, undefined> {
    if (this.#isDone(path, name)) return;
    const way = [this.#entered(path, name)];
    for (let visit = way.at(-1); visit !== undefined; visit = way.at(-1)) {
      const next = visit.rest.next();
      if (next.done !== true) {
        const [importPath, target] = next.value;
        if (target === undefined || this.#isCycle(visit.path, target)) continue;
        if (!this.#isDone(target, importPath)) way.push(this.#entered(target, importPath));
        continue;
      }
      way.pop();
      this.#link(visit.path, visit.name);
      yield;
    }
  }

  #entered(path: FilePath, name: string): Visit {
    return { path, name, rest: this.#importsOf(path)[Symbol.iterator]() };
  }

  #importsOf(path: FilePath): ResolvedImports {
    return this.#texts.imports?.(path) ?? this.#port.imports(path);
  }

  #isCycle(from: FilePath, to: FilePath): boolean {
    const { created } = this.#texts;
    if (created?.has(from) === true || created?.has(to) === true) return false;
    return this.#port.isCycle(from, to);
  }

  #isDone(path: FilePath, name: string): boolean {
    return !this.#texts.affected.has(path) || this.#linked.has(keyOf(path, name));
  }

  #link(path: FilePath, name: string): void {
    if (this.#isDone(path, name)) return;
    const tree = this.#texts.tree(path);
    const imports = this.#importsOf(path);
    const file =
      tree && linkFile(name, tree, (importPath) => this.#imported(path, importPath, imports.get(importPath)));
    this.#linked.set(keyOf(path, name), file?.interface);
    if (file !== undefined) this.#texts.linked(path, file);
  }

  #imported(from: FilePath, importPath: string, target: FilePath | undefined): FileInterface | 'missing' | 'cycle' {
    if (target === undefined) return 'missing';
    if (this.#isCycle(from, target)) return 'cycle';
    if (!this.#texts.affected.has(target)) return this.#port.interface(target, importPath) ?? 'missing';
    return this.#linked.get(keyOf(target, importPath)) ?? 'missing';
  }
}

function keyOf(path: FilePath, name: string): string {
  return `${name}\n${path}`;
}
