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

/** What the command line compiles, in the platform's paths. */
export interface CompileRequest {
  /**
   * Folders that imports are looked up in, first come first served; `virtual=folder` puts one below a path.
   * If there are none: the current folder, or, if it does not have all imports, what `findProjectRoots` finds.
   */
  readonly roots: readonly string[];
  /** Paths on disk, or import paths below a root. */
  readonly files: readonly string[];
  /** The folder that relative paths start from; missing: the process's own. */
  readonly cwd?: string;
  /** The caches of dependencies that other tools have fetched; missing: those of this machine. */
  readonly caches?: DependencyCaches;
  /** Gets each file while it has its syntax tree: see `compile`. */
  readonly linked?: (file: LinkedFile) => void;
}

/** The compiled files, and what there is to tell about them. */
export interface CompileResult {
  /** The files that were asked for, as far as they could be read; links to their imports are in them. */
  readonly files: readonly FileInterface[];
  readonly problems: readonly Problem[];
  /** No errors; there may be warnings. */
  readonly ok: boolean;
}

/** An error or a warning of a run, in the words of protoc where it has any. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The file or folder as the user knows it; missing if the problem is not about one. */
  readonly path?: string;
  /** Import path, if the problem is about one file. */
  readonly file?: string;
  /** Where protoc puts it: zero-based, columns in UTF-8 bytes with tabs to the next multiple of 8. */
  readonly position?: { readonly line: number; readonly column: number };
  readonly diagnostic?: Diagnostic;
}

/** Compiles the files and all that they import. A file that cannot be found or read is a problem, not a rejection. */
export async function compileFiles(request: CompileRequest): Promise<CompileResult> {
  if (request.roots.length > 0) return compileFilesNow(request, []);
  const { cwd = process.cwd(), caches = dependencyCaches() } = request;
  // The roots that are found are written from the current folder on, and so must be the files.
  const files = request.files.map((file) => fromFolder(cwd, file));
  const { roots, guesses } = await findProjectRoots(files, cwd, wellKnownRoot(), caches);
  const warnings = guesses.map(({ file, importPath, path, rivals }): Problem => {
    const message = `Import "${importPath}" is taken for ${path}, but may be ${rivals.join(' or ')}: --proto_path decides.`;
    return { severity: 'warning', path: file, message, file };
  });
  return compileFilesNow({ ...request, files, roots }, warnings);
}

function fromFolder(folder: string, file: string): string {
  const way = relative(folder, resolve(folder, file));
  if (way === '' || way.startsWith('..') || isAbsolute(way)) return file;
  return way;
}

function compileFilesNow(request: CompileRequest, warnings: readonly Problem[]): CompileResult {
  const tree = new SourceTree(request.roots, request.cwd ?? process.cwd(), wellKnownRoot());
  const problems: Problem[] = [...warnings, ...tree.problems];
  const entries: string[] = [];
  for (const file of problems.some(isError) ? [] : request.files) {
    const entry = tree.importPathOf(file);
    if ('path' in entry) entries.push(entry.path);
    else {
      problems.push({ severity: 'error', message: entry.problem });
      break;
    }
  }
  if (problems.some(isError)) return { files: [], problems, ok: false };
  const compiled = compile(entries, tree, request.linked);
  problems.push(...tree.refused);
  const placer = new Placer(tree);
  for (const { file, diagnostic } of compiled.diagnostics) {
    if (diagnostic.severity !== 'error' && diagnostic.severity !== 'warning') continue;
    const { severity, message } = diagnostic;
    problems.push({ severity, message, file, diagnostic, ...placer.place(file, diagnostic) });
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
    if (isFolder(folder)) return folder;
    return undefined;
  } catch {
    return undefined;
  }
}

class Placer {
  readonly #tree: SourceTree;
  /** The positions in the last file alone: to keep all texts would cost as much memory as all files. */
  #last: { readonly importPath: string; readonly positions: ProtocPositions } | undefined;

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  place(file: string, { span }: Diagnostic): Pick<Problem, 'path' | 'position'> {
    const path = this.#tree.diskPath(file) ?? file;
    const positions = span && this.#positionsIn(file);
    if (span === undefined || positions === undefined) return { path };
    return { path, position: positions.at(span.start) };
  }

  #positionsIn(importPath: string): ProtocPositions | undefined {
    if (this.#last?.importPath !== importPath) {
      const text = this.#tree.read(importPath)?.text;
      this.#last = text === undefined ? undefined : { importPath, positions: new ProtocPositions(text) };
    }
    return this.#last?.positions;
  }
}
