/**
 * The workspace as it would be after a refactoring. A refactoring links the affected files in it before it returns
 * edits.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { parse, reparse } from '../../syntax/parser.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { usersOf } from '../navigation/references.ts';

/** A file that does not exist yet, with the import path that all files use for it. */
export interface NewFile {
  readonly path: FilePath;
  readonly importPath: string;
}

/** The changed texts by the paths of their files. */
export type Texts = ReadonlyMap<FilePath, string>;

/** The workspace with some changed texts. It is valid only while the real workspace does not change. */
export class After {
  /** The changed files, and all files that import one of them, directly or not. */
  readonly affected: ReadonlySet<FilePath>;
  readonly #workspace: Workspace;
  readonly #texts: Texts;
  readonly #created: NewFile | undefined;
  readonly #trees = new Map<FilePath, SyntaxTree | undefined>();

  constructor(workspace: Workspace, texts: Texts, created?: NewFile) {
    this.#workspace = workspace;
    this.#texts = texts;
    this.#created = created;
    this.affected = usersOf(workspace, [...texts.keys()]);
  }

  tree(path: FilePath): SyntaxTree | undefined {
    if (!this.#trees.has(path)) this.#trees.set(path, this.#parsed(path));
    return this.#trees.get(path);
  }

  #parsed(path: FilePath): SyntaxTree | undefined {
    const text = this.#texts.get(path);
    const before = path === this.#created?.path ? undefined : this.#workspace.tree(path);
    if (text === undefined) return before;
    if (before === undefined) return parse(text);
    return reparse(before, text);
  }

  /**
   * The imports of a file by their import paths, in the order of the text. A value is undefined if the import leads
   * nowhere.
   */
  importsOf(path: FilePath): ReadonlyMap<string, FilePath | undefined> {
    const imports = new Map<string, FilePath | undefined>();
    for (const item of this.tree(path)?.root.items ?? []) {
      if (item.kind !== 'import' || item.path === undefined) continue;
      const importPath = stringText(item.path);
      imports.set(importPath, this.#target(path, importPath));
    }
    return imports;
  }

  #target(from: FilePath, importPath: string): FilePath | undefined {
    if (importPath === this.#created?.importPath) return this.#created.path;
    return this.#workspace.resolveImport(from, importPath).path;
  }

  /** Links files with their changed texts, one file per step. The caller must rule out a new import cycle first. */
  *linked(paths: Iterable<FilePath>): Generator<undefined, ReadonlyMap<FilePath, LinkedFile>> {
    const found = new Map<FilePath, LinkedFile>();
    const wanted = new Set(paths);
    const created = this.#created;
    const trial = this.#workspace.trial({
      affected: this.affected,
      tree: (path) => this.tree(path),
      linked: (path, file) => {
        if (wanted.has(path)) found.set(path, file);
      },
      imports: (path) => (this.#texts.has(path) ? this.importsOf(path) : undefined),
      created: new Set(created === undefined ? [] : [created.path]),
    });
    for (const path of wanted) {
      yield* trial.linking(path, path === created?.path ? created.importPath : this.#workspace.nameOf(path));
      yield;
    }
    return found;
  }

  /** Whether a file imports itself, directly or not. */
  leadsToItself(path: FilePath): boolean {
    const seen = new Set<FilePath>();
    const waiting = [path];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const target of this.#targetsOf(next)) {
        if (target === path) return true;
        if (target === undefined || seen.has(target)) continue;
        seen.add(target);
        waiting.push(target);
      }
    }
    return false;
  }

  #targetsOf(path: FilePath): Iterable<FilePath | undefined> {
    if (this.#texts.has(path)) return this.importsOf(path).values();
    const imports = this.#workspace.summary(path)?.imports ?? [];
    return imports.map((importPath) => this.#target(path, importPath));
  }
}
