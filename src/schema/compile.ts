/** Compiles files with all that they import, as one run of protoc does. */
import { parse } from '../syntax/parser.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import { hasErrors, linkFile } from './link.ts';
import type { LinkedFile } from './model.ts';

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
  readonly files: readonly LinkedFile[];
  /** In protoc's order. */
  readonly diagnostics: readonly FileDiagnostic[];
}

export function compile(entryPaths: readonly string[], source: FileSource): Compilation {
  return new Run(source).compile(entryPaths);
}

class Run {
  readonly #source: FileSource;
  readonly #files = new Map<string, LinkedFile | 'missing'>();
  /** Files that are being linked, outermost first. */
  readonly #pending: string[] = [];
  readonly #failed = new Set<string>();
  readonly #diagnostics: FileDiagnostic[] = [];
  /** Which file first declared a name at its outermost level. */
  readonly #owners = new Map<string, LinkedFile>();
  readonly #entries = new Set<string>();

  constructor(source: FileSource) {
    this.#source = source;
  }

  compile(entryPaths: readonly string[]): Compilation {
    for (const path of entryPaths) this.#entries.add(path);
    const files: LinkedFile[] = [];
    for (const path of entryPaths) {
      const file = this.#load(path);
      if (typeof file === 'object' && !files.includes(file)) files.push(file);
    }
    return { files, diagnostics: this.#diagnostics };
  }

  #load(path: string): LinkedFile | 'missing' | 'cycle' {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    if (this.#pending.includes(path)) return 'cycle';
    const content = this.#source.read(path);
    if (content === undefined) {
      this.#report(path, [{ code: 'missing-file', severity: 'error', message: 'File not found.' }]);
      this.#files.set(path, 'missing');
      this.#failed.add(path);
      return 'missing';
    }
    this.#pending.push(path);
    const file = this.#link(path, content.text);
    this.#pending.pop();
    this.#files.set(path, file);
    return file;
  }

  #link(path: string, text: string): LinkedFile {
    const tree = parse(text);
    const broken = hasErrors(tree.diagnostics);
    // protoc says what is wrong with the text before it goes to the imports, which it then leaves alone.
    if (broken) this.#report(path, tree.diagnostics);
    const chains = new Map<string, string>();
    const file = linkFile(path, tree, (wanted) => {
      if (broken) return 'missing';
      const answer = this.#load(wanted);
      if (answer === 'cycle') chains.set(wanted, this.#chain(wanted));
      return answer;
    });
    if (broken) this.#failed.add(path);
    else {
      const diagnostics = [...this.#importFailures(file, chains), ...file.diagnostics.filter((one) => one.code !== 'import-cycle'), ...this.#clashes(file)];
      this.#report(path, this.#entries.has(path) ? diagnostics : diagnostics.filter((one) => one.code !== 'unused-import'));
      if (hasErrors(diagnostics)) this.#failed.add(path);
    }
    return file;
  }

  #report(file: string, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push({ file, diagnostic });
  }

  #chain(path: string): string {
    return [...this.#pending.slice(this.#pending.indexOf(path)), path].join(' -> ');
  }

  /** A file that imports a broken one is broken too. */
  #importFailures(file: LinkedFile, chains: ReadonlyMap<string, string>): Diagnostic[] {
    const found: Diagnostic[] = [];
    file.imports.forEach((one, index) => {
      const node = file.tree.root.items.filter((item) => item.kind === 'import' && item.path !== undefined)[index];
      const span = node === undefined ? one.span : { start: file.tree.tokens.start(node.first), end: file.tree.tokens.end(node.last) };
      const chain = chains.get(one.path);
      if (chain !== undefined) found.push({ code: 'import-cycle', severity: 'error', message: `File recursively imports itself: ${chain}`, span });
      else if (one.file !== undefined && this.#failed.has(one.path)) {
        found.push({ code: 'unresolved-import', severity: 'error', message: `Import "${one.path}" was not found or had errors.`, span });
      }
    });
    return found;
  }

  /** Files that are compiled together may not declare the same name, also where neither imports the other. */
  #clashes(file: LinkedFile): Diagnostic[] {
    const found: Diagnostic[] = [];
    const { messages, enums, services, extensions } = file.descriptor;
    const values = enums.flatMap((type) => type.values);
    for (const one of [...messages, ...enums, ...values, ...services, ...extensions]) {
      const owner = this.#owners.get(one.fullName);
      if (owner === undefined) this.#owners.set(one.fullName, file);
      else if (owner !== file && !file.diagnostics.some(({ code, message }) => code === 'duplicate-name' && message.includes(`"${one.fullName}"`))) {
        const message = `"${one.fullName}" is already defined in file "${owner.path}".`;
        found.push({ code: 'duplicate-name', severity: 'error', message, ...(one.definition && { span: one.definition.nameSpan }) });
      }
    }
    return found;
  }
}
