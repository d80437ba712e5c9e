/** Compiles files with all that they import, as one run of protoc does. */
import { nodePathAt } from '../syntax/walk.ts';
import { parse } from '../syntax/parser.ts';
import { stringText } from '../syntax/strings.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { COMMAND_CODES } from './commandRules.ts';
import type { Entity, FieldDescriptor, FileDescriptor, MessageDescriptor } from './descriptor.ts';
import { hasErrors, linkFile } from './link.ts';
import { LIFETIME_CODES } from './lifetimes.ts';
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
  /** What is said once the file that was asked for is done, of those that it imports too. */
  readonly #deferred: FileDiagnostic[] = [];
  /** What is said once all files are right. */
  readonly #atEnd: FileDiagnostic[] = [];
  /** The path of the file that first declared a name at its outermost level. */
  readonly #owners = new Map<string, string>();
  /** The first extension of each message and number. */
  readonly #extensions = new Map<string, FieldDescriptor>();
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
      for (const one of this.#deferred.splice(0)) this.#diagnostics.push(one);
    }
    if (!hasErrors(this.#diagnostics.map(({ diagnostic }) => diagnostic))) {
      for (const one of inCommandOrder(this.#atEnd)) this.#diagnostics.push(one);
    }
    return { files: [...files], diagnostics: this.#diagnostics };
  }

  #load(path: string): FileInterface | 'missing' {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const content = this.#source.read(path);
    if (content === undefined) {
      this.#report(path, [{ code: 'missing-file', severity: 'error', message: isPlain(path) ? 'File not found.' : NOT_PLAIN }]);
      this.#files.set(path, 'missing');
      this.#failed.add(path);
      return 'missing';
    }
    const tree = parse(content.text);
    this.#report(path, tree.diagnostics);
    const file = hasErrors(tree.diagnostics) ? this.#broken(path, tree) : this.#link(path, tree);
    this.#linked(file);
    this.#files.set(path, file.interface);
    return file.interface;
  }

  /** protoc does not go to the imports of a file that it could not read. */
  #broken(path: string, tree: SyntaxTree): LinkedFile {
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
    const extensions = extensionsOf(file.descriptor);
    const own: Diagnostic[] = [];
    for (const diagnostic of file.diagnostics.slice(file.tree.diagnostics.length)) {
      const when = lateness(diagnostic, this.#entries.has(path));
      if (when === 'never' || (clashes.length > 0 && isAfterNames(diagnostic))) continue;
      if (when === 'now') own.push(diagnostic);
      else (when === 'after its entry' ? this.#deferred : this.#atEnd).push({ file: path, diagnostic });
    }
    // protoc looks at names first, then at the numbers of extensions.
    const named = own.findLastIndex(({ code }) => code === 'duplicate-name') + 1;
    this.#report(path, [...own.slice(0, named), ...this.#extensionClashes(file, extensions), ...own.slice(named), ...clashes]);
    if (hasErrors(own) || clashes.length > 0) this.#failed.add(path);
    else this.#keep(extensions);
  }

  #keep(extensions: readonly FieldDescriptor[]): void {
    for (const field of extensions) {
      const key = extensionKey(field);
      if (!this.#extensions.has(key)) this.#extensions.set(key, field);
    }
  }

  /** Numbers that an extension of another file has already; protoc lets them pass. */
  #extensionClashes(file: LinkedFile, extensions: readonly FieldDescriptor[]): Diagnostic[] {
    return extensions.flatMap((field): Diagnostic[] => {
      const other = this.#extensions.get(extensionKey(field));
      if (other === undefined || field.container === undefined) return [];
      const message = `Extension number ${field.number} has already been used in "${field.container.fullName}" by extension "${other.fullName}" defined in ${other.file.name}.`;
      const span = numberSpan(file, field);
      const related = [{ file: other.file.name, span: nameSpan(other), message: 'first used here', declaration: other.fullName }];
      return [{ code: 'extension-clash', severity: 'warning', message, ...(span && { span }), related }];
    });
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
    const check = (one: Entity): void => {
      const owner = this.#owners.get(one.fullName);
      if (owner === undefined) this.#owners.set(one.fullName, file.path);
      else if (owner !== file.path && !file.diagnostics.some(({ code, message }) => code === 'duplicate-name' && message.includes(`"${one.fullName}"`))) {
        const message = `"${one.fullName}" is already defined in file "${owner}".`;
        found.push({ code: 'duplicate-name', severity: 'error', message, span: nameSpan(one) });
      }
    };
    const { messages, enums, services, extensions } = file.descriptor;
    messages.forEach(check);
    enums.forEach(check);
    for (const { values } of enums) values.forEach(check);
    services.forEach(check);
    extensions.forEach(check);
    return found;
  }
}

/** When protoc says it. Importers do not know of what is said later. */
function lateness({ code, severity }: Diagnostic, isEntry: boolean): 'now' | 'after its entry' | 'at the end' | 'never' {
  if (code === 'unused-import') return isEntry ? 'now' : 'never';
  if (LIFETIME_CODES.includes(code)) return isEntry || severity === 'error' ? 'after its entry' : 'never';
  if (!COMMAND_CODES.some((codes) => codes.includes(code))) return 'now';
  return isEntry ? 'at the end' : 'never';
}

/** Of a file whose names clash with another's, protoc does not say such things. */
function isAfterNames(diagnostic: Diagnostic): boolean {
  return diagnostic.code === 'unused-import' || lateness(diagnostic, true) !== 'now';
}

function inCommandOrder(diagnostics: readonly FileDiagnostic[]): FileDiagnostic[] {
  return COMMAND_CODES.flatMap((codes) => diagnostics.filter(({ diagnostic }) => codes.includes(diagnostic.code)));
}

const NOT_PLAIN = 'Backslashes, consecutive slashes, ".", or ".." are not allowed in the virtual path';

/** A file goes by one path only, which has no needless parts. */
function isPlain(path: string): boolean {
  return !path.split('/').some((part, i, parts) => part === '.' || part === '..' || (part === '' && i > 0 && i < parts.length - 1));
}

/** Imports for options only come last. */
function importOrder(tree: SyntaxTree): readonly string[] {
  const imports = tree.root.items.filter((item) => item.kind === 'import');
  const ordered = [...imports.filter(({ modifier }) => modifier !== 'option'), ...imports.filter(({ modifier }) => modifier === 'option')];
  return ordered.flatMap(({ path }) => (path === undefined ? [] : [stringText(path)]));
}

function extensionKey(field: FieldDescriptor): string {
  return `${field.container?.fullName ?? ''}:${field.number}`;
}

/** In the order in which protoc links them. */
function extensionsOf(file: FileDescriptor): readonly FieldDescriptor[] {
  const found: FieldDescriptor[] = [];
  const collect = (messages: readonly MessageDescriptor[]): void => {
    for (const one of messages) {
      if (one.messages.length > 0) collect(one.messages);
      for (const field of one.extensions) found.push(field);
    }
  };
  collect(file.messages);
  for (const field of file.extensions) found.push(field);
  return found;
}

function numberSpan({ tree }: LinkedFile, field: FieldDescriptor): Span | undefined {
  const node = nodePathAt(tree, field.nameStart).find((one) => one.kind === 'field');
  return node?.number && spanOf(tree, node.number);
}

function importSpan(tree: SyntaxTree, path: string): Span | undefined {
  const node = tree.root.items.findLast((item) => item.kind === 'import' && item.path !== undefined && stringText(item.path) === path);
  return node === undefined ? undefined : spanOf(tree, node);
}
