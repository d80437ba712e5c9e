/** Compiles files on disk. Import roots are folders, which we search in order. */
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

/** The files that the command line compiles, and where to find imports. Paths have the platform's form. */
export interface CompileRequest {
  /**
   * The folders in which we look up imports; the first match wins. `virtual=folder` maps the import paths below
   * `virtual` to a folder. If there are no roots, we use the current folder. If an import is not in it, we use the
   * roots from `findProjectRoots`.
   */
  readonly roots: readonly string[];
  /** The paths of files on disk, or import paths below a root. */
  readonly files: readonly string[];
  /** The import paths of files to compile first, whether or not another file imports them. */
  readonly libraries?: readonly string[];
  /** The folder that relative paths start from. The default is the current folder of the process. */
  readonly cwd?: string;
  /** The caches of dependencies that other tools have fetched. The default is the caches of this machine. */
  readonly caches?: DependencyCaches;
  /** Receives each file while it still has its syntax tree, as in `compile`. */
  readonly linked?: (file: LinkedFile) => void;
}

/** The compiled files, and the problems that we found. */
export interface CompileResult {
  /** The requested files that we could read, after the libraries. They contain references to their imports. */
  readonly files: readonly FileInterface[];
  readonly problems: readonly Problem[];
  /** Whether there are no errors. There may be warnings. */
  readonly ok: boolean;
}

/** An error or a warning of a run. It has protoc's words if protoc reports the same problem. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The path of the file or folder as the user wrote it. It is undefined if the problem is about neither. */
  readonly path?: string;
  /** The import path of the file, if the problem is about one file. */
  readonly file?: string;
  /**
   * The position that protoc reports. It is zero-based. Columns count UTF-8 bytes, and a tab moves to the next multiple
   * of 8.
   */
  readonly position?: { readonly line: number; readonly column: number };
  readonly diagnostic?: Diagnostic;
}

/**
 * Compiles the files and everything that they import. A file that is missing or unreadable becomes a problem. The
 * promise does not reject.
 */
export async function compileFiles(request: CompileRequest): Promise<CompileResult> {
  if (request.roots.length > 0) return compileFilesNow(request, []);
  const { cwd = process.cwd(), caches = dependencyCaches() } = request;
  // The roots that we find are relative to the current folder, so the files must be relative to it too.
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
  const { libraries = [] } = request;
  const entries: string[] = [...libraries];
  if (problems.some(isError)) return { files: [], problems, ok: false };
  for (const file of request.files) {
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

/**
 * Returns the folder with protobuf's own files. It is next to the running bundle, or in an npm package if we run from
 * source.
 */
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
  /**
   * The positions of the last file only. The positions of all files would take as much memory as the files themselves.
   */
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
