/**
 * Links files as they would be with other texts, without changing the workspace. Files that do not lead to a changed
 * file keep their interfaces. All others are linked again, imports first.
 */
import type { FilePath } from '../../base/path.ts';
import { linkFile } from '../../schema/link.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { ResolvedImports } from './importGraph.ts';

/** What a trial needs from the workspace. */
export interface TrialPort {
  imports(path: FilePath): ResolvedImports;
  isCycle(from: FilePath, to: FilePath): boolean;
  /** The interface as it is now, under an import path. */
  interface(path: FilePath, name: string): FileInterface | undefined;
}

/** What is tried. */
export interface TrialTexts {
  /** The files that see a change: the changed ones, and all that lead to one. */
  readonly affected: ReadonlySet<FilePath>;
  /** The tree of an affected file, changed or not. */
  readonly tree: (path: FilePath) => SyntaxTree | undefined;
  /** Called once for each affected file that was linked, under each of its names. */
  readonly linked: (path: FilePath, file: LinkedFile) => void;
  /** The imports of a file if they change; undefined if they stay. No import may close a circle that is new. */
  readonly imports?: (path: FilePath) => ResolvedImports | undefined;
  /** Files that do not exist yet. */
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

  /** Links a file and the affected files that it leads to, one per step. There is no recursion: chains may be long. */
  *linking(path: FilePath, name: string): Generator<undefined, void> {
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
