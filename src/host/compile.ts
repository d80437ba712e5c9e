/** Compiles files on disk: import roots are folders, searched in their order. */
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { compile } from '../schema/compile.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import { ProtocPositions } from '../schema/output/tokenPositions.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { DependencyCaches } from '../workspace/imports/layout.ts';
import { dependencyCaches } from './files/caches.ts';
import { isFolder } from './files/files.ts';
import { findProjectRoots } from './files/projectRoots.ts';
import { SourceTree } from './files/sourceTree.ts';

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
  const { cwd = process.cwd(), caches = dependencyCaches() } = request;
  // The roots that are found are written from the current folder on, and so must be the files.
  const files = request.files.map((file) => fromFolder(cwd, file));
  const { roots, guesses } = await findProjectRoots(files, cwd, wellKnownRoot(), caches);
  const warnings = guesses.map(({ file, importPath, path, rivals }): Problem => {
    const text = `${file}: warning: Import "${importPath}" is taken for ${path}, but may be ${rivals.join(' or ')}: --proto_path decides.`;
    return { severity: 'warning', text, file };
  });
  return compileFilesNow({ ...request, files, roots }, warnings);
}

function fromFolder(folder: string, file: string): string {
  const way = relative(folder, resolve(folder, file));
  return way === '' || way.startsWith('..') || isAbsolute(way) ? file : way;
}

function compileFilesNow(request: CompileRequest, warnings: readonly Problem[]): CompileResult {
  const tree = new SourceTree(request.roots, request.cwd ?? process.cwd(), wellKnownRoot());
  const problems: Problem[] = [...warnings, ...tree.problems];
  const entries: string[] = [];
  for (const file of problems.some(isError) ? [] : request.files) {
    const entry = tree.importPathOf(file);
    if ('path' in entry) entries.push(entry.path);
    else {
      problems.push({ severity: 'error', text: entry.problem });
      break;
    }
  }
  if (problems.some(isError)) return { files: [], problems, ok: false };
  const compiled = compile(entries, tree, request.linked);
  const describer = new Describer(tree);
  for (const { file, diagnostic } of compiled.diagnostics) {
    if (diagnostic.severity !== 'error' && diagnostic.severity !== 'warning') continue;
    problems.push({ severity: diagnostic.severity, text: describer.describe(file, diagnostic), file, diagnostic });
  }
  return { files: compiled.files, problems, ok: !problems.some(isError) };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
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

class Describer {
  readonly #tree: SourceTree;
  /** Of the file that they were last told in: keeping all texts would cost as much memory as all files. */
  #last: { readonly importPath: string; readonly positions: ProtocPositions } | undefined;

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  describe(file: string, diagnostic: Diagnostic): string {
    const shown = this.#tree.diskPath(file) ?? file;
    const kind = diagnostic.severity === 'warning' ? 'warning: ' : '';
    const positions = diagnostic.span && this.#positionsIn(file);
    if (diagnostic.span === undefined || positions === undefined) return `${shown}: ${kind}${diagnostic.message}`;
    const { line, column } = positions.at(diagnostic.span.start);
    return `${shown}:${line + 1}:${column + 1}: ${kind}${diagnostic.message}`;
  }

  #positionsIn(importPath: string): ProtocPositions | undefined {
    if (this.#last?.importPath !== importPath) {
      const text = this.#tree.read(importPath)?.text;
      this.#last = text === undefined ? undefined : { importPath, positions: new ProtocPositions(text) };
    }
    return this.#last?.positions;
  }
}
