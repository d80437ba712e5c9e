/** Compiles files and everything that they import, as one run of protoc does. */
import { nodePathAt } from '../syntax/tree/walk.ts';
import { parse } from '../syntax/parser.ts';
import { stringText } from '../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree/tree.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { COMMAND_CODES } from './rules/commandRules.ts';
import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from './descriptors/descriptor.ts';
import { hasErrors, type ImportFile, linkFile } from './link.ts';
import { LIFETIME_CODES } from './rules/lifetimes.ts';
import type { FileInterface, LinkedFile } from './descriptors/model.ts';
import { RunPool } from './linking/runPool.ts';
import { nameSpan } from './descriptors/symbol.ts';

/** Gives the compiler the text of a file; returns undefined if the file does not exist. */
export interface FileSource {
  read(importPath: string): { readonly text: string } | undefined;
}

/** A diagnostic and the file that it is in. */
export interface FileDiagnostic {
  /** The import path of the file that the diagnostic is in. */
  readonly file: string;
  readonly diagnostic: Diagnostic;
}

/** The outcome of a run: the files and their diagnostics. */
export interface Compilation {
  /** The requested files that could be read. */
  readonly files: readonly FileInterface[];
  /** The diagnostics in protoc's order. */
  readonly diagnostics: readonly FileDiagnostic[];
}

/**
 * Compiles the entries and their imports. `linked` gets each file once, after the files that it imports, even a file
 * with errors. Read a file's syntax tree in `linked`: the compiler drops the tree when the file is done.
 */
export function compile(
  entryPaths: readonly string[],
  source: FileSource,
  linked: (file: LinkedFile) => void = () => undefined,
): Compilation {
  return new Run(source, linked).compile(entryPaths);
}

/** A file that waits until its imports are linked. */
interface Pending {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly imports: readonly string[];
  next: number;
  /** The imports of this file that close a cycle. Each of them waits for this file. */
  readonly cycles: Set<string>;
}

class Run {
  readonly #source: FileSource;
  readonly #linked: (file: LinkedFile) => void;
  readonly #files = new Map<string, FileInterface | 'missing' | 'pending'>();
  /** The files that we are linking. Each one imports the next one. */
  readonly #pending: Pending[] = [];
  readonly #failed = new Set<string>();
  readonly #diagnostics: FileDiagnostic[] = [];
  /** Diagnostics that protoc prints after the requested file is done, and diagnostics of the files that it imports. */
  readonly #deferred: FileDiagnostic[] = [];
  /** Diagnostics that protoc prints only if no file has errors. */
  readonly #atEnd: FileDiagnostic[] = [];
  readonly #pool = new RunPool();
  /** The first extension that uses each number of each message. */
  readonly #extensions = new Map<string, FieldDescriptor>();
  readonly #entries = new Set<string>();

  constructor(source: FileSource, linked: (file: LinkedFile) => void) {
    this.#source = source;
    this.#linked = linked;
  }

  /** Compiles the requested files. Like protoc, it stops at the first one that it cannot compile. */
  compile(entryPaths: readonly string[]): Compilation {
    for (const path of entryPaths) this.#entries.add(path);
    const files = new Set<FileInterface>();
    for (const path of entryPaths) {
      const file = this.#load(path);
      if (file !== 'missing') files.add(file);
      const late = this.#deferred.splice(0);
      for (const one of late) this.#diagnostics.push(one);
      if (this.#failed.has(path) || late.some(isError)) return { files: [...files], diagnostics: this.#diagnostics };
      this.#forgetFailed();
    }
    if (!this.#diagnostics.some(isError)) for (const one of inCommandOrder(this.#atEnd)) this.#diagnostics.push(one);
    return { files: [...files], diagnostics: this.#diagnostics };
  }

  /**
   * Forgets the failed files, because protoc tries them again for the next requested file. Other files needed them only
   * for options.
   */
  #forgetFailed(): void {
    for (const path of this.#failed) this.#files.delete(path);
    this.#failed.clear();
  }

  /**
   * Loads a file, after the files that it imports. This is a loop and not a recursion, because a chain of imports can
   * be longer than the call stack.
   */
  #load(path: string): FileInterface | 'missing' {
    this.#open(path);
    for (let top = this.#pending.at(-1); top !== undefined; top = this.#pending.at(-1)) {
      const wanted = top.imports[top.next++];
      if (wanted === undefined) this.#finish(this.#link(top));
      else if (this.#isCycle(wanted)) top.cycles.add(wanted);
      else this.#open(wanted);
    }
    const file = this.#files.get(path);
    if (typeof file === 'object') return file;
    return 'missing';
  }

  #open(path: string): void {
    if (this.#files.has(path)) return;
    const content = this.#source.read(path);
    if (content === undefined) {
      this.#report(path, [
        { code: 'missing-file', severity: 'error', message: isPlain(path) ? 'File not found.' : NOT_PLAIN },
      ]);
      this.#files.set(path, 'missing');
      this.#failed.add(path);
      return;
    }
    const tree = parse(content.text);
    this.#report(path, tree.diagnostics);
    if (hasErrors(tree.diagnostics)) this.#finish(this.#broken(path, tree));
    else {
      this.#files.set(path, 'pending');
      this.#pending.push({ path, tree, imports: importOrder(tree), next: 0, cycles: new Set() });
    }
  }

  #finish(file: LinkedFile): void {
    this.#linked(file);
    this.#files.set(file.path, file.interface);
  }

  /** Links a file that protoc cannot read. protoc does not read the imports of such a file. */
  #broken(path: string, tree: SyntaxTree): LinkedFile {
    this.#failed.add(path);
    return linkFile(path, tree, () => 'missing', this.#pool);
  }

  #link({ path, tree, cycles }: Pending): LinkedFile {
    this.#pending.pop();
    // If an imported file has errors, we treat it as missing.
    const importFile: ImportFile = (wanted) => {
      const imported = this.#files.get(wanted);
      if (typeof imported !== 'object' || this.#failed.has(wanted)) return 'missing';
      return imported;
    };
    const file = linkFile(path, tree, importFile, this.#pool);
    if (cycles.has(path)) this.#failed.add(path);
    else this.#conclude(path, file);
    return file;
  }

  #conclude(path: string, file: LinkedFile): void {
    const extensions = extensionsOf(file.descriptor);
    const own: Diagnostic[] = [];
    for (const diagnostic of file.diagnostics.slice(file.tree.diagnostics.length)) {
      const when = lateness(diagnostic, this.#entries.has(path));
      if (when === 'never') continue;
      if (when === 'now') own.push(diagnostic);
      else (when === 'after its entry' ? this.#deferred : this.#atEnd).push({ file: path, diagnostic });
    }
    // protoc checks names first, then the numbers of extensions.
    const named = own.findLastIndex(({ code }) => code === 'duplicate-name') + 1;
    this.#report(path, [...own.slice(0, named), ...this.#extensionClashes(file, extensions), ...own.slice(named)]);
    if (hasErrors(own)) this.#failed.add(path);
    else this.#keep(file.interface, extensions);
  }

  #keep(file: FileInterface, extensions: readonly FieldDescriptor[]): void {
    this.#pool.add(file);
    for (const field of extensions) {
      const key = extensionKey(field);
      if (!this.#extensions.has(key)) this.#extensions.set(key, field);
    }
  }

  /** Warns about each extension whose number another extension of the same message already uses. */
  #extensionClashes(file: LinkedFile, extensions: readonly FieldDescriptor[]): Diagnostic[] {
    return extensions.flatMap((field): Diagnostic[] => {
      const other = this.#extensions.get(extensionKey(field));
      if (other === undefined || field.container === undefined) return [];
      const message = `Extension number ${field.number} has already been used in "${field.container.fullName}" by extension "${other.fullName}" defined in ${other.file.name}.`;
      const span = numberSpan(file, field);
      const related = [
        { file: other.file.name, span: nameSpan(other), message: 'first used here', declaration: other.fullName },
      ];
      return [{ code: 'extension-clash', severity: 'warning', message, ...(span && { span }), related }];
    });
  }

  /** Whether an imported file is waiting for the file that imports it. Adds the error if it is. */
  #isCycle(path: string): boolean {
    if (this.#files.get(path) !== 'pending') return false;
    const at = this.#pending.findIndex((one) => one.path === path);
    const chain = [...this.#pending.slice(at), this.#pending[at]].map((one) => one?.path ?? '');
    const head = this.#pending[at];
    const span = head && importSpan(head.tree, chain[1] ?? path);
    this.#report(path, [
      {
        code: 'import-cycle',
        severity: 'error',
        message: `File recursively imports itself: ${chain.join(' -> ')}`,
        ...(span && { span }),
      },
    ]);
    return true;
  }

  #report(file: string, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push({ file, diagnostic });
  }
}

/** Decides when protoc prints a diagnostic. A diagnostic that protoc prints later does not make importers fail. */
function lateness(
  { code, severity }: Diagnostic,
  isEntry: boolean,
): 'now' | 'after its entry' | 'at the end' | 'never' {
  if (code === 'unused-import') {
    if (isEntry) return 'now';
    return 'never';
  }
  if (LIFETIME_CODES.includes(code)) {
    if (isEntry || severity === 'error') return 'after its entry';
    return 'never';
  }
  if (!COMMAND_CODES.some((codes) => codes.includes(code))) return 'now';
  if (isEntry) return 'at the end';
  return 'never';
}

function isError({ diagnostic }: FileDiagnostic): boolean {
  return diagnostic.severity === 'error';
}

function inCommandOrder(diagnostics: readonly FileDiagnostic[]): FileDiagnostic[] {
  return COMMAND_CODES.flatMap((codes) => diagnostics.filter(({ diagnostic }) => codes.includes(diagnostic.code)));
}

const NOT_PLAIN = 'Backslashes, consecutive slashes, ".", or ".." are not allowed in the virtual path';

/** Whether a path is valid: protoc allows one path per file, without empty parts, `.` or `..`. */
function isPlain(path: string): boolean {
  return !path
    .split('/')
    .some((part, i, parts) => part === '.' || part === '..' || (part === '' && i > 0 && i < parts.length - 1));
}

/** The import paths of a file in protoc's order. Imports for options (`import option`) come last. */
function importOrder(tree: SyntaxTree): readonly string[] {
  const imports = tree.root.items.filter((item) => item.kind === 'import');
  const ordered = [
    ...imports.filter(({ modifier }) => modifier !== 'option'),
    ...imports.filter(({ modifier }) => modifier === 'option'),
  ];
  return ordered.flatMap(({ path }) => (path === undefined ? [] : [stringText(path)]));
}

function extensionKey(field: FieldDescriptor): string {
  return `${field.container?.fullName ?? ''}:${field.number}`;
}

/** The extensions of a file, in the order in which protoc links them. */
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
  const node = tree.root.items.findLast(
    (item) => item.kind === 'import' && item.path !== undefined && stringText(item.path) === path,
  );
  if (node === undefined) return undefined;
  return spanOf(tree, node);
}
