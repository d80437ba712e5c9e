/** Compiles files on disk: import roots are folders, searched in their order. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { compile } from '../schema/compile.ts';
import type { FileInterface, LinkedFile } from '../schema/model.ts';
import { ProtocPositions } from '../schema/tokenPositions.ts';
import { sourceText } from '../text/source.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { DependencyCaches } from '../workspace/layout.ts';
import { dependencyCaches } from './caches.ts';
import { isFile, isFolder } from './files.ts';
import { findProjectRoots } from './projectRoots.ts';

export interface CompileRequest {
  /**
   * Folders that imports are looked up in, first come first served; `virtual=folder` puts one below a path.
   * Where there are none, the current folder, or if that does not have all imports, what `findProjectRoots` finds.
   */
  readonly roots: readonly string[];
  /** Paths on disk, or import paths below a root. */
  readonly files: readonly string[];
  /** What relative paths start from; the process's own folder where missing. */
  readonly cwd?: string;
  /** Where dependencies lie that other tools have fetched; those of this machine where missing. */
  readonly caches?: DependencyCaches;
  /** Is given every file while it has its syntax tree: see `compile`. */
  readonly linked?: (file: LinkedFile) => void;
}

export interface CompileResult {
  /** The files that were asked for, as far as they could be read; links to their imports are in them. */
  readonly files: readonly FileInterface[];
  readonly problems: readonly Problem[];
  /** No errors; there may be warnings. */
  readonly ok: boolean;
}

export interface Problem {
  readonly severity: 'error' | 'warning';
  /** As protoc prints it: `file:line:column: message`. */
  readonly text: string;
  /** Import path; missing where the problem is not about one file. */
  readonly file?: string;
  readonly diagnostic?: Diagnostic;
}

export async function compileFiles(request: CompileRequest): Promise<CompileResult> {
  if (request.roots.length > 0) return compileFilesNow(request, []);
  const { files, cwd = process.cwd(), caches = dependencyCaches() } = request;
  const { roots, guesses } = await findProjectRoots(files, cwd, wellKnownRoot(), caches);
  const warnings = guesses.map(({ file, importPath, path, rivals }): Problem => {
    const text = `${file}: warning: Import "${importPath}" is taken for ${path}, but may be ${rivals.join(' or ')}: --proto_path decides.`;
    return { severity: 'warning', text, file };
  });
  return compileFilesNow({ ...request, roots }, warnings);
}

function compileFilesNow(request: CompileRequest, warnings: readonly Problem[]): CompileResult {
  const tree = new SourceTree(request.roots, request.cwd ?? process.cwd());
  const problems: Problem[] = [...warnings, ...tree.problems];
  const entries: string[] = [];
  for (const file of request.files) {
    const entry = tree.importPathOf(file);
    if ('problem' in entry) problems.push({ severity: 'error', text: entry.problem });
    else entries.push(entry.path);
  }
  if (problems.some(({ severity }) => severity === 'error')) return { files: [], problems, ok: false };
  const compiled = compile(entries, tree, request.linked);
  for (const { file, diagnostic } of compiled.diagnostics) {
    if (diagnostic.severity !== 'error' && diagnostic.severity !== 'warning') continue;
    problems.push({ severity: diagnostic.severity, text: tree.describe(file, diagnostic), file, diagnostic });
  }
  return { files: compiled.files, problems, ok: !problems.some(({ severity }) => severity === 'error') };
}

/** The folder with protobuf's own files: beside the running bundle, or, from source, in the package they come from. */
function wellKnownRoot(): string | undefined {
  const bundled = typeof __dirname === 'string' ? join(__dirname, 'include') : undefined;
  if (bundled !== undefined && isFolder(join(bundled, 'google', 'protobuf'))) return bundled;
  try {
    const packages = createRequire(typeof __filename === 'string' ? __filename : join(process.cwd(), 'package.json'));
    const folder = join(dirname(packages.resolve('protoc/package.json')), 'include');
    return isFolder(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

interface Root {
  /** Path that the folder stands for; empty for a plain root. */
  readonly prefix: string;
  /** As written, for messages. */
  readonly shown: string;
  readonly folder: string;
}

interface FoundFile {
  /** On disk. */
  readonly path: string;
  /** As protoc prints it. */
  readonly shown: string;
}

class SourceTree {
  readonly problems: Problem[] = [];
  readonly #cwd: string;
  readonly #roots: readonly Root[];
  readonly #found = new Map<string, FoundFile | undefined>();
  /** Of the file that they were last told in: keeping all texts would cost as much memory as all files. */
  #shown: { readonly importPath: string; readonly positions: ProtocPositions } | undefined;

  constructor(roots: readonly string[], cwd: string) {
    this.#cwd = cwd;
    const named = (roots.length === 0 ? ['.'] : roots).map((root) => this.#root(root));
    for (const { shown, folder } of named) {
      if (!isFolder(folder)) this.problems.push({ severity: 'warning', text: `${shown}: warning: directory does not exist.` });
    }
    const own = wellKnownRoot();
    this.#roots = own === undefined ? named : [...named, { prefix: '', shown: own, folder: own }];
  }

  #root(written: string): Root {
    const equals = written.indexOf('=');
    const shown = equals < 0 ? written : written.slice(equals + 1);
    return { prefix: equals < 0 ? '' : written.slice(0, equals), shown, folder: resolve(this.#cwd, shown) };
  }

  read(importPath: string): { readonly text: string } | undefined {
    const found = this.#find(importPath);
    if (found === undefined) return undefined;
    try {
      return { text: sourceText(readFileSync(found.path)) };
    } catch {
      return undefined;
    }
  }

  /** The import path of a named file: below the first root that holds it, if no earlier root has another of that path. */
  importPathOf(file: string): { readonly path: string } | { readonly problem: string } {
    const disk = resolve(this.#cwd, file);
    if (!isFile(disk)) {
      if (this.#find(file) !== undefined) return { path: file };
      if (isFolder(disk)) return { problem: `Could not map to virtual file: ${file}: Input file is a directory.` };
      return { problem: `Could not make proto path relative: ${file}: No such file or directory` };
    }
    for (const root of this.#roots) {
      const path = pathBelow(root, disk);
      if (path === undefined) continue;
      const first = this.#find(path);
      if (first === undefined || first.path === disk) return { path };
      return {
        problem: `${file}: Input is shadowed in the --proto_path by "${first.shown}".  Either use the latter file as your input or reorder the --proto_path so that the former file's location comes first.`,
      };
    }
    if (this.#find(file) !== undefined) return { path: file };
    return {
      problem: `${file}: File does not reside within any path specified using --proto_path (or -I).  You must specify a --proto_path which encompasses this file.`,
    };
  }

  #find(importPath: string): FoundFile | undefined {
    if (this.#found.has(importPath)) return this.#found.get(importPath);
    const found = this.#lookFor(importPath);
    this.#found.set(importPath, found);
    return found;
  }

  #lookFor(importPath: string): FoundFile | undefined {
    if (!isPlain(importPath)) return undefined;
    for (const { prefix, shown, folder } of this.#roots) {
      const rest = withoutPrefix(importPath, prefix);
      if (rest === undefined) continue;
      const path = join(folder, ...rest.split('/'));
      if (isFile(path)) return { path, shown: shownBelow(shown, rest) };
    }
    return undefined;
  }

  #positionsIn(importPath: string): ProtocPositions | undefined {
    if (this.#shown?.importPath !== importPath) {
      const text = this.read(importPath)?.text;
      this.#shown = text === undefined ? undefined : { importPath, positions: new ProtocPositions(text) };
    }
    return this.#shown?.positions;
  }

  describe(file: string, diagnostic: Diagnostic): string {
    const shown = this.#find(file)?.shown ?? file;
    const kind = diagnostic.severity === 'warning' ? 'warning: ' : '';
    const positions = diagnostic.span && this.#positionsIn(file);
    if (diagnostic.span === undefined || positions === undefined) return `${shown}: ${kind}${diagnostic.message}`;
    const { line, column } = positions.at(diagnostic.span.start);
    return `${shown}:${line + 1}:${column + 1}: ${kind}${diagnostic.message}`;
  }
}

/** Import paths stay below their root, on every platform. */
function isPlain(path: string): boolean {
  if (path === '' || isAbsolute(path) || path.includes('\\')) return false;
  return !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

function shownBelow(root: string, rest: string): string {
  if (root === '.' || root === '') return rest;
  return rest === '' ? root : `${root.replace(/[/\\]$/, '')}/${rest}`;
}

/** Empty where the prefix is the whole path: then what it stands for is a file. */
function withoutPrefix(path: string, prefix: string): string | undefined {
  if (prefix === '') return path;
  if (path === prefix) return '';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
}

function pathBelow(root: Root, disk: string): string | undefined {
  const path = relative(root.folder, disk);
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return undefined;
  const slashes = sep === '/' ? path : path.split(sep).join('/');
  return root.prefix === '' ? slashes : `${root.prefix}/${slashes}`;
}
