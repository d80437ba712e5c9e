/** Finds the uses of a declaration, a package or a file in one linked file: each place that names it. */
import type { FilePath } from '../../base/path.ts';
import type { FileInterface, LinkedFile, Reference, SymbolDefinition } from '../../schema/descriptors/model.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { nameParts } from '../../syntax/tree/nameParts.ts';
import {
  packageParts,
  type DeclarationSubject,
  type FileSubject,
  type PackageSubject,
  type Subject,
} from './subject.ts';

/** One place that names the subject. */
export interface Use {
  readonly span: Span;
  /** Whether the place declares the subject. A `package` statement declares its package. */
  readonly declares: boolean;
}

/** The uses in one file, in the order of the text. */
export function usesIn(workspace: Workspace, path: FilePath, file: LinkedFile, subject: Subject): readonly Use[] {
  switch (subject.kind) {
    case 'declaration':
      return inOrder(usesOfDeclaration(workspace, path, file, subject));
    case 'package':
      return inOrder(usesOfPackage(file, subject));
    case 'file':
      return importsOf(workspace, path, file.tree, subject);
  }
}

/** The imports of a text that lead to a file. We find them without linking. */
export function importsOf(
  workspace: Workspace,
  path: FilePath,
  tree: SyntaxTree,
  subject: FileSubject,
): readonly Use[] {
  const uses: Use[] = [];
  for (const item of tree.root.items) {
    if (item.kind !== 'import' || item.path === undefined) continue;
    if (workspace.resolveImport(path, stringText(item.path)).path === subject.path)
      uses.push({ span: spanOf(tree, item.path), declares: false });
  }
  return uses;
}

/**
 * The uses in the order of the text, one per place. Several symbols of a subject, or several uses, may share a place.
 */
function inOrder(uses: readonly Use[]): readonly Use[] {
  const byStart = new Map<number, Use>();
  for (const use of uses) {
    const known = byStart.get(use.span.start);
    if (known?.declares !== true) byStart.set(use.span.start, use);
  }
  return [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
}

function usesOfDeclaration(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  { home, symbols }: DeclarationSubject,
): readonly Use[] {
  const declarations = path === home ? symbols : [];
  const uses = declarations.map(({ nameSpan }): Use => ({ span: nameSpan, declares: true }));
  const files = new ImportedFiles(workspace, path, file);
  for (const reference of file.references) {
    for (const symbol of symbols) {
      const span = partNaming(file.tree, reference, symbol);
      if (span !== undefined && files.pathOf(reference.target.file) === home) uses.push({ span, declares: false });
    }
  }
  return uses;
}

/**
 * The part of a reference that names the symbol: its last part, or an earlier part on the way to a nested declaration.
 */
function partNaming(
  tree: SyntaxTree,
  { span, target }: Reference,
  { kind, fullName }: SymbolDefinition,
): Span | undefined {
  if (target.fullName === fullName) return target.kind === kind ? nameParts(tree, span).at(-1) : undefined;
  if (kind !== 'message' || !target.fullName.startsWith(`${fullName}.`)) return undefined;
  return partBefore(tree, span, target.fullName, fullName);
}

/** The part of a written name that stands for `prefix`. The prefix is the beginning of the full name. */
function partBefore(tree: SyntaxTree, span: Span, fullName: string, prefix: string): Span | undefined {
  const depth = fullName.split('.').length - prefix.split('.').length;
  return nameParts(tree, span).at(-1 - depth);
}

function usesOfPackage(file: LinkedFile, { fullName }: PackageSubject): readonly Use[] {
  const uses: Use[] = [];
  for (const { parts, index, span } of packageParts(file.tree))
    if (parts.slice(0, index + 1).join('.') === fullName) uses.push({ span, declares: true });
  const packages = new ImportedPackages(file);
  for (const { span, target } of file.references) {
    if (!target.fullName.startsWith(`${fullName}.`) || !packages.isIn(target.file, fullName)) continue;
    const part = partBefore(file.tree, span, target.fullName, fullName);
    if (part !== undefined) uses.push({ span: part, declares: false });
  }
  return uses;
}

const OPTIONS_FILE = 'google/protobuf/descriptor.proto';

/** Finds the paths of the files that a file's references lead to, by their import paths. */
export class ImportedFiles {
  readonly #workspace: Workspace;
  readonly #path: FilePath;
  readonly #closure: ImportClosure;
  readonly #known = new Map<string, FilePath | undefined>();

  constructor(workspace: Workspace, path: FilePath, file: LinkedFile) {
    this.#workspace = workspace;
    this.#path = path;
    this.#closure = new ImportClosure(file);
  }

  pathOf(name: string): FilePath | undefined {
    if (!this.#known.has(name)) this.#known.set(name, this.#find(name));
    return this.#known.get(name);
  }

  #find(name: string): FilePath | undefined {
    const found = this.#closure.find(name);
    if (found !== undefined) return found === this.#closure.own ? this.#path : this.#workspace.pathOf(found);
    // A file can use the options of descriptor.proto without an import.
    return this.#workspace.resolveImport(this.#path, name).path;
  }
}

/** The packages of the files that a file's references lead to. */
class ImportedPackages {
  readonly #closure: ImportClosure;
  readonly #known = new Map<string, string>();

  constructor(file: LinkedFile) {
    this.#closure = new ImportClosure(file);
  }

  /** Whether the file with this import path belongs to the package or to a package inside it. */
  isIn(name: string, packageName: string): boolean {
    let own = this.#known.get(name);
    if (own === undefined) this.#known.set(name, (own = this.#find(name)));
    return `${own}.`.startsWith(`${packageName}.`);
  }

  #find(name: string): string {
    const found = this.#closure.find(name);
    if (found !== undefined) return found.package;
    if (name === OPTIONS_FILE) return 'google.protobuf';
    return '';
  }
}

/** Finds a file in the import closure by its import path. It visits only as many files as necessary. */
class ImportClosure {
  readonly own: FileInterface;
  readonly #byName = new Map<string, FileInterface>();
  readonly #waiting: FileInterface[];

  constructor(file: LinkedFile) {
    this.own = file.interface;
    this.#waiting = [file.interface];
  }

  find(name: string): FileInterface | undefined {
    for (let known = this.#byName.get(name); ; known = this.#byName.get(name)) {
      if (known !== undefined) return known;
      const next = this.#waiting.shift();
      if (next === undefined) return undefined;
      if (this.#byName.has(next.path)) continue;
      this.#byName.set(next.path, next);
      for (const { file } of next.imports) if (file !== undefined) this.#waiting.push(file);
    }
  }
}
