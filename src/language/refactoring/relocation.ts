/**
 * Moves declarations to another file, or to another level of the same file, together with all names of them. We rewrite
 * each name that would no longer lead to its declaration, add the necessary imports, and remove imports that nothing
 * uses any more.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile, Reference } from '../../schema/descriptors/model.ts';
import type { EnumNode, ExtendNode, MessageNode, Node, ServiceNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import { hasErrors } from '../../schema/link.ts';
import { parse } from '../../syntax/parser.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { isIn } from '../../text/span.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { indentOf, remove, replace, statementSpan } from '../fixes/fix.ts';
import { importedPath, importEdit } from '../imports/importEdit.ts';
import { lookedUpFrom } from '../names/lookup.ts';
import { simpleName } from '../names/match.ts';
import { NameScope } from '../names/scope.ts';
import { filesThatMayName } from '../navigation/references.ts';
import type { RenamedNames } from '../navigation/renamedNames.ts';
import { declared } from '../navigation/subject.ts';
import { unknownUse } from '../navigation/unknownUse.ts';
import { ImportedFiles } from '../navigation/uses.ts';
import { commentSpans } from '../../syntax/lexing/commentSpans.ts';
import { After, type NewFile } from './after.ts';
import { cutOf, type Cut } from './cut.ts';
import { atFileEnd, type Piece } from './insertion.ts';
import { isOwn, Refused, requireCorrect, type Refactored } from './refactoring.ts';
import { tried } from './tried.ts';

/** A declaration that can move to another place. */
export type Movable = MessageNode | EnumNode | ServiceNode | ExtendNode;

/** The declarations to move, and their new place. */
export interface Relocation {
  readonly workspace: Workspace;
  readonly source: FilePath;
  /** The declarations, in the order of the text. */
  readonly nodes: readonly Movable[];
  readonly target:
    | { readonly kind: 'file'; readonly path: FilePath }
    | { readonly kind: 'newFile'; readonly file: NewFile; readonly head: string }
    | { readonly kind: 'here'; readonly put: (tree: SyntaxTree, pieces: readonly Piece[]) => TextEdit };
  readonly names: RenamedNames;
  /** The full names of the declarations that move. For an enum, they include the names of its values. */
  readonly moved: readonly string[];
  readonly warning?: string;
}

/** Moves the declarations and returns the tried edits. */
export function* relocated(plan: Relocation): Generator<undefined, Refactored> {
  return yield* new Relocating(plan).run();
}

/** One name in the text that we may have to rewrite. */
interface WrittenName {
  readonly reference: Reference;
  readonly cut: Cut | undefined;
}

/** A file that changes, with the names that we may have to rewrite. */
interface Changing {
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly names: readonly WrittenName[];
}

class Relocating {
  readonly #plan: Relocation;
  readonly #workspace: Workspace;
  readonly #source: LinkedFile;
  readonly #targetPath: FilePath;
  readonly #cuts: readonly Cut[];
  readonly #moved: ReadonlySet<string>;
  readonly #changing = new Map<FilePath, Changing>();
  /** For each file, the files that it sees. */
  readonly #seen = new Map<FilePath, ReadonlySet<FilePath | undefined>>();
  /** The edits of names in each file, as offsets in the old text. */
  readonly #rewritten = new Map<FilePath, readonly TextEdit[]>();
  /** The import paths to add to each file. */
  readonly #needed = new Map<FilePath, Set<string>>();
  /** The import paths to remove from each file. */
  readonly #unneeded = new Map<FilePath, ReadonlySet<string>>();

  constructor(plan: Relocation) {
    const { workspace, source, target } = plan;
    const file = workspace.linked(source);
    if (file === undefined) throw new Refused(`${source} is gone.`);
    this.#plan = plan;
    this.#workspace = workspace;
    this.#source = file;
    this.#targetPath = pathOf(plan);
    this.#cuts = plan.nodes.map((node) => cutOf(file.tree, node));
    this.#moved = new Set(plan.moved);
    requireCorrect(file);
    const other = target.kind === 'file' ? workspace.linked(target.path) : undefined;
    if (other !== undefined) requireCorrect(other);
    if (target.kind === 'file' && other === undefined) throw new Refused(`${target.path} is gone.`);
    for (const path of [source, this.#targetPath])
      if (!isOwn(workspace, path)) throw new Refused(`${workspace.nameOf(path)} belongs to a dependency.`);
  }

  *run(): Generator<undefined, Refactored> {
    yield* this.#findNames();
    this.#refuseUnknown();
    this.#findNeeded();
    yield* this.#rewrite();
    yield* this.#dropImports();
    const { workspace, names, moved, warning } = this.#plan;
    const mentions = [...new Set(moved.map(simpleName))];
    const nameOf = (name: string): string => names.after(name);
    const together = [this.#plan.source, this.#targetPath];
    const base = { workspace, texts: this.#texts(), together, mentions, nameOf };
    const created = this.#created;
    const attempt = created === undefined ? base : { ...base, created };
    return yield* tried(warning === undefined ? attempt : { ...attempt, warning });
  }

  get #created(): NewFile | undefined {
    const { target } = this.#plan;
    if (target.kind === 'newFile') return target.file;
    return undefined;
  }

  /** Finds all names in the moved text, and the names of the moved declarations elsewhere. */
  *#findNames(): Generator<undefined, void> {
    const { workspace, source } = this.#plan;
    for (const path of new Set([source, ...this.#naming()])) {
      const file = workspace.linked(path);
      if (file !== undefined) this.#noteNames(path, file);
      yield;
    }
    const target = this.#created === undefined ? workspace.linked(this.#targetPath) : undefined;
    if (target !== undefined && !this.#changing.has(this.#targetPath))
      this.#changing.set(this.#targetPath, { path: this.#targetPath, file: target, names: [] });
  }

  #naming(): readonly FilePath[] {
    const { workspace, source } = this.#plan;
    const subjects = this.#source.symbols
      .filter(({ fullName }) => this.#moved.has(fullName))
      .flatMap((symbol) => declared(source, this.#source, symbol) ?? []);
    return subjects.flatMap((subject) => filesThatMayName(workspace, subject));
  }

  #noteNames(path: FilePath, file: LinkedFile): void {
    const cuts = path === this.#plan.source ? this.#cuts : [];
    const names = file.references.flatMap((reference): WrittenName[] => {
      const cut = cuts.find(({ content }) => isIn(reference.span, content));
      if (cut === undefined && !this.#isMoved(reference.target.fullName)) return [];
      return [{ reference, cut }];
    });
    if (names.length === 0 && path !== this.#plan.source) return;
    this.#changing.set(path, { path, file, names });
  }

  #isMoved(fullName: string): boolean {
    for (let name = fullName; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.'))))
      if (this.#moved.has(name)) return true;
    return false;
  }

  #refuseUnknown(): void {
    for (const path of new Set(this.#naming())) {
      const file = this.#workspace.linked(path);
      if (file === undefined || !hasErrors(file.diagnostics)) continue;
      for (const name of this.#moved) this.#refuseUnknownName(file, simpleName(name));
      if (this.#changing.has(path)) requireReadable(file);
    }
  }

  #refuseUnknownName(file: LinkedFile, name: string): void {
    const known = file.references.map(({ span }) => span);
    if (unknownUse(file, name, known) !== undefined)
      throw new Refused(`${file.path} has errors where it mentions "${name}". Correct them first.`);
  }

  /** Finds the imports that each text needs for its names. */
  #findNeeded(): void {
    for (const changing of this.#changing.values()) {
      const homes = new ImportedFiles(this.#workspace, changing.path, changing.file);
      for (const { reference, cut } of changing.names) {
        if (!needsImport(changing.file, reference)) continue;
        const inFile = cut === undefined ? changing.path : this.#targetPath;
        const home = this.#isMoved(reference.target.fullName) ? this.#targetPath : homes.pathOf(reference.target.file);
        if (home === undefined) throw new Refused(`Nothing declares ${reference.target.fullName}.`);
        if (home !== inFile && !this.#sees(inFile, home)) this.#need(inFile, home);
      }
    }
  }

  #sees(path: FilePath, home: FilePath): boolean {
    if (home === this.#created?.path || path === this.#created?.path) return false;
    let seen = this.#seen.get(path);
    if (seen === undefined) this.#seen.set(path, (seen = this.#seenBy(path)));
    return seen.has(home);
  }

  #seenBy(path: FilePath): ReadonlySet<FilePath | undefined> {
    const file = this.#workspace.linked(path);
    if (file === undefined) return new Set();
    return new Set(new NameScope(file).visible.map((one) => this.#workspace.pathOf(one)));
  }

  #need(path: FilePath, home: FilePath): void {
    if (!isOwn(this.#workspace, path))
      throw new Refused(`${this.#workspace.nameOf(path)} belongs to a dependency and names it too.`);
    const importPath = home === this.#created?.path ? this.#created.importPath : this.#importPathOf(path, home);
    const known = this.#needed.get(path) ?? new Set();
    this.#needed.set(path, known.add(importPath));
  }

  #importPathOf(path: FilePath, home: FilePath): string {
    const found = this.#workspace.importPathOf(path, home);
    if (found === undefined)
      throw new Refused(
        `No import root leads from ${this.#workspace.nameOf(path)} to ${this.#workspace.nameOf(home)}.`,
      );
    return found;
  }

  /** Links the new texts with the old names, and rewrites each name that leads to another declaration. */
  *#rewrite(): Generator<undefined, void> {
    const after = yield* this.#after();
    const scopes = new Map<FilePath, NameScope>();
    for (const { path, file, names } of this.#changing.values()) {
      const edits = names.flatMap((written) => {
        const home = written.cut === undefined ? path : this.#targetPath;
        const linked = after.get(home);
        if (linked === undefined) throw new Refused(`${path} cannot be linked.`);
        const scope = scopes.get(home) ?? new NameScope(linked);
        scopes.set(home, scope);
        return this.#nameEdit(file, written, linked, scope) ?? [];
      });
      yield;
      if (edits.length > 0 && !isOwn(this.#workspace, path))
        throw new Refused(`${file.path} belongs to a dependency and names it too.`);
      this.#rewritten.set(path, edits);
    }
  }

  #nameEdit(
    file: LinkedFile,
    { reference, cut }: WrittenName,
    after: LinkedFile,
    scope: NameScope,
  ): TextEdit | undefined {
    const { span, target } = reference;
    if (!needsImport(file, reference)) return undefined;
    const node = nodePathAt(file.tree, span.start).at(-1);
    const written = file.tree.text.slice(span.start, span.end);
    const meant = this.#plan.names.after(target.fullName);
    if (node?.kind !== 'typeName') return written === meant ? undefined : replace(span, meant);
    const isOption = nodePathAt(file.tree, span.start).some(({ kind }) => kind === 'optionNamePart');
    const from = lookedUpFrom(file, span.start, isOption);
    const relativeTo = this.#scopeAfter(from.relativeTo, cut, after);
    if (scope.resolve(written, relativeTo, from.typesOnly) === meant) return undefined;
    return replace(span, scope.shortest(meant, relativeTo, from.typesOnly));
  }

  /**
   * The scope from which we look up a name after the move. For an extension in the moved text, only the package may
   * change.
   */
  #scopeAfter(before: string, cut: Cut | undefined, after: LinkedFile): string {
    const mapped = this.#plan.names.after(before);
    const { package: old } = this.#source.interface;
    if (cut === undefined || mapped !== before || this.#plan.target.kind === 'here') return mapped;
    return withScope(after.interface.package, old === '' ? before : before.slice(old.length + 1));
  }

  *#after(): Generator<undefined, ReadonlyMap<FilePath, LinkedFile>> {
    const after = new After(this.#workspace, this.#texts(), this.#created);
    if (this.#plan.target.kind !== 'here' && after.leadsToItself(this.#targetPath))
      throw new Refused('The two files would import each other. Move what both need too.');
    return yield* after.linked(new Set([...this.#changing.keys(), this.#targetPath]));
  }

  /** Finds the imports that nothing uses any more after the move. Imports with a comment stay in the text. */
  *#dropImports(): Generator<undefined, void> {
    const after = yield* this.#after();
    for (const [path, file] of after) {
      const before = path === this.#created?.path ? undefined : this.#workspace.linked(path);
      const was = new Set(before === undefined ? [] : unusedImports(before));
      const now = unusedImports(file).filter((importPath) => !was.has(importPath));
      if (now.length > 0) this.#unneeded.set(path, new Set(now));
    }
  }

  /** The new text of each changed file, as far as we have computed the edits. */
  #texts(): ReadonlyMap<FilePath, string> {
    const { target } = this.#plan;
    const texts = new Map<FilePath, string>();
    for (const { path, file } of this.#changing.values()) texts.set(path, this.#textOf(path, file));
    if (target.kind === 'newFile')
      texts.set(target.file.path, this.#withImports(target.file.path, atFileEnd(target.head, this.#pieces())));
    return texts;
  }

  #textOf(path: FilePath, { tree }: LinkedFile): string {
    const { source, target } = this.#plan;
    const edits: TextEdit[] = (this.#rewritten.get(path) ?? []).filter(
      (edit) => path !== source || !this.#cuts.some(({ content }) => isIn(edit.span, content)),
    );
    if (path === source) edits.push(...this.#cuts.map(({ removed }) => remove(removed)));
    if (path === source && target.kind === 'here') edits.push(target.put(tree, this.#pieces()));
    const text = applyEdits(tree.text, joined(edits));
    return this.#withImports(
      path,
      target.kind === 'file' && path === target.path ? atFileEnd(text, this.#pieces()) : text,
    );
  }

  /** The moved declarations, with their rewritten names. */
  #pieces(): readonly Piece[] {
    const { tree } = this.#source;
    const rewritten = this.#rewritten.get(this.#plan.source) ?? [];
    return this.#cuts.map(({ content }) => {
      const edits = rewritten
        .filter((edit) => isIn(edit.span, content))
        .map(({ span, newText }) => {
          return { span: { start: span.start - content.start, end: span.end - content.start }, newText };
        });
      const text = applyEdits(tree.text.slice(content.start, content.end), edits);
      return { text, indent: indentOf(tree, content.start) };
    });
  }

  #withImports(path: FilePath, text: string): string {
    const needed = [...(this.#needed.get(path) ?? [])].sort();
    const added = needed.reduce((so, importPath) => {
      const tree = parse(so);
      const isThere = tree.root.items.some((item) => item.kind === 'import' && importedPath(item) === importPath);
      return isThere ? so : applyEdits(so, [importEdit(tree, importPath)]);
    }, text);
    const unneeded = this.#unneeded.get(path);
    return unneeded === undefined ? added : withoutImports(added, unneeded);
  }
}

function pathOf({ source, target }: Relocation): FilePath {
  switch (target.kind) {
    case 'file':
      return target.path;
    case 'newFile':
      return target.file.path;
    case 'here':
      return source;
  }
}

/** Refuses a file with syntax errors, because we change lines in it. */
function requireReadable(file: LinkedFile): void {
  if (hasErrors(file.tree.diagnostics)) throw new Refused(`${file.path} has errors. Correct them first.`);
}

/**
 * Whether the file needs an import for a name. The options of descriptor.proto and the names of fields in option values
 * need none.
 */
function needsImport({ tree }: LinkedFile, { span }: Reference): boolean {
  const path = nodePathAt(tree, span.start);
  const last = path.at(-1);
  if (last?.kind === 'aggregateField' || last?.kind === 'aggregate')
    return ['[', '/'].includes(tree.text.charAt(span.start - 1));
  if (last?.kind !== 'typeName') return false;
  const part = path.findLast((node: Node) => node.kind === 'optionNamePart');
  return part?.kind !== 'optionNamePart' || part.extension;
}

/** The edits in order. If two edits overlap, one edit replaces both. */
function joined(edits: readonly TextEdit[]): readonly TextEdit[] {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const result: TextEdit[] = [];
  for (const edit of ordered) {
    const last = result.at(-1);
    if (last === undefined || last.span.end <= edit.span.start) result.push(edit);
    else result.splice(-1, 1, both(last, edit));
  }
  return result;
}

function both(a: TextEdit, b: TextEdit): TextEdit {
  return {
    span: { start: a.span.start, end: Math.max(a.span.end, b.span.end) },
    newText: a.newText + b.newText,
  };
}

function withScope(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${name}`;
}

/** The import paths that nothing in the file uses. */
function unusedImports(file: LinkedFile): readonly string[] {
  const starts = new Set(
    file.diagnostics.filter(({ code }) => code === 'unused-import').map(({ span }) => span?.start),
  );
  return file.tree.root.items.flatMap((item) => {
    if (item.kind !== 'import' || !starts.has(spanOf(file.tree, item).start)) return [];
    return [importedPath(item)];
  });
}

function withoutImports(text: string, unneeded: ReadonlySet<string>): string {
  const tree = parse(text);
  const edits = tree.root.items.flatMap((item) => {
    if (item.kind !== 'import' || !unneeded.has(importedPath(item)) || hasComment(tree, item)) return [];
    return [remove(statementSpan(tree, item))];
  });
  return applyEdits(text, edits);
}

function hasComment(tree: SyntaxTree, node: Node): boolean {
  const { content } = cutOf(tree, node);
  const { start, end } = spanOf(tree, node);
  const inside = Array.from({ length: node.last - node.first }, (_, at) => commentSpans(tree, node.first + 1 + at));
  return content.start !== start || content.end !== end || inside.flat().length > 0;
}
