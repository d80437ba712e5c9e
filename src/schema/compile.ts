/** Compiles files with all that they import, as one run of protoc does. */
import { parse } from '../syntax/parser.ts';
import { stringText } from '../syntax/strings.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { hasErrors, linkFile } from './link.ts';
import type { FileInterface, LinkedFile } from './model.ts';
import { nameSpan } from './symbol.ts';

/** Where files come from; nothing is returned for one that does not exist. */
export interface FileSource {
  read(importPath: string): { readonly text: string } | undefined;
}

export interface FileDiagnostic {
  /** Import path. */
  readonly file: string;
  readonly diagnostic: Diagnostic;
}

export interface Compilation {
  /** The named files that could be read. */
  readonly files: readonly FileInterface[];
  /** In protoc's order. */
  readonly diagnostics: readonly FileDiagnostic[];
}

/**
 * Syntax trees are let go file by file. What is to be made of a tree is made in `linked`, which is given
 * every file once, imported ones before those that import them, also those with errors.
 */
export function compile(entryPaths: readonly string[], source: FileSource, linked: (file: LinkedFile) => void = () => undefined): Compilation {
  return new Run(source, linked).compile(entryPaths);
}

class Run {
  readonly #source: FileSource;
  readonly #linked: (file: LinkedFile) => void;
  readonly #files = new Map<string, FileInterface | 'missing'>();
  /** Files that are being linked, outermost first. */
  readonly #pending: { readonly path: string; readonly tree: SyntaxTree }[] = [];
  readonly #failed = new Set<string>();
  readonly #diagnostics: FileDiagnostic[] = [];
  /** The path of the file that first declared a name at its outermost level. */
  readonly #owners = new Map<string, string>();
  readonly #entries = new Set<string>();

  constructor(source: FileSource, linked: (file: LinkedFile) => void) {
    this.#source = source;
    this.#linked = linked;
  }

  compile(entryPaths: readonly string[]): Compilation {
    for (const path of entryPaths) this.#entries.add(path);
    const files = new Set<FileInterface>();
    for (const path of entryPaths) {
      const file = this.#load(path);
      if (file !== 'missing') files.add(file);
    }
    return { files: [...files], diagnostics: this.#diagnostics };
  }

  #load(path: string): FileInterface | 'missing' {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const content = this.#source.read(path);
    if (content === undefined) {
      this.#report(path, [{ code: 'missing-file', severity: 'error', message: 'File not found.' }]);
      this.#files.set(path, 'missing');
      this.#failed.add(path);
      return 'missing';
    }
    const tree = parse(content.text);
    const file = hasErrors(tree.diagnostics) ? this.#broken(path, tree) : this.#link(path, tree);
    this.#linked(file);
    this.#files.set(path, file.interface);
    return file.interface;
  }

  /** protoc does not go to the imports of a file that it could not read. */
  #broken(path: string, tree: SyntaxTree): LinkedFile {
    this.#report(path, tree.diagnostics);
    this.#failed.add(path);
    return linkFile(path, tree, () => 'missing');
  }

  #link(path: string, tree: SyntaxTree): LinkedFile {
    this.#pending.push({ path, tree });
    const cycles = new Set<string>();
    for (const wanted of importOrder(tree)) if (this.#import(wanted)) cycles.add(wanted);
    this.#pending.pop();
    // What could not be compiled is not there for those who import it.
    const file = linkFile(path, tree, (wanted) => {
      const imported = cycles.has(wanted) ? 'missing' : this.#files.get(wanted);
      return imported === undefined || this.#failed.has(wanted) ? 'missing' : imported;
    });
    if (cycles.has(path)) this.#failed.add(path);
    else this.#conclude(path, file);
    return file;
  }

  #conclude(path: string, file: LinkedFile): void {
    const clashes = this.#clashes(file);
    const own = file.diagnostics.filter(({ code }) => code !== 'unused-import' || (clashes.length === 0 && this.#entries.has(path)));
    this.#report(path, [...own, ...clashes]);
    if (hasErrors(own) || clashes.length > 0) this.#failed.add(path);
  }

  /** Loads an imported file; gives whether it is one of those that wait for it. */
  #import(path: string): boolean {
    const at = this.#pending.findIndex((one) => one.path === path);
    if (at < 0) {
      this.#load(path);
      return false;
    }
    const chain = [...this.#pending.slice(at), this.#pending[at]].map((one) => one?.path ?? '');
    const head = this.#pending[at];
    const span = head && importSpan(head.tree, chain[1] ?? path);
    this.#report(path, [{ code: 'import-cycle', severity: 'error', message: `File recursively imports itself: ${chain.join(' -> ')}`, ...(span && { span }) }]);
    return true;
  }

  #report(file: string, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push({ file, diagnostic });
  }

  /** Files that are compiled together may not declare the same name, also where neither imports the other. */
  #clashes(file: LinkedFile): Diagnostic[] {
    const found: Diagnostic[] = [];
    const { messages, enums, services, extensions } = file.descriptor;
    const values = enums.flatMap((type) => type.values);
    for (const one of [...messages, ...enums, ...values, ...services, ...extensions]) {
      const owner = this.#owners.get(one.fullName);
      if (owner === undefined) this.#owners.set(one.fullName, file.path);
      else if (owner !== file.path && !file.diagnostics.some(({ code, message }) => code === 'duplicate-name' && message.includes(`"${one.fullName}"`))) {
        const message = `"${one.fullName}" is already defined in file "${owner}".`;
        found.push({ code: 'duplicate-name', severity: 'error', message, span: nameSpan(one) });
      }
    }
    return found;
  }
}

/** Imports for options only come last. */
function importOrder(tree: SyntaxTree): readonly string[] {
  const imports = tree.root.items.filter((item) => item.kind === 'import');
  const ordered = [...imports.filter(({ modifier }) => modifier !== 'option'), ...imports.filter(({ modifier }) => modifier === 'option')];
  return ordered.flatMap(({ path }) => (path === undefined ? [] : [stringText(path)]));
}

function importSpan(tree: SyntaxTree, path: string): Span | undefined {
  const node = tree.root.items.findLast((item) => item.kind === 'import' && item.path !== undefined && stringText(item.path) === path);
  return node === undefined ? undefined : spanOf(tree, node);
}
