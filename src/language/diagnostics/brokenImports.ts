/**
 * Errors of imported files that no editor shows at their own file. A file behind a symbolic link, or with a name other
 * than `*.proto`, is not a file of the workspace, but protoc refuses each file that imports it. We leave out the files
 * of dependencies, because the user cannot fix them.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ShowPath } from '../imports/resolution.ts';

interface BrokenImport {
  readonly importPath: string;
  /** The path of the file with the errors. The import leads to it, perhaps through other files. */
  readonly path: FilePath;
  /** The stamp of the file's verdict. It changes if the file's errors may have changed. */
  readonly stamp: number;
}

/** We visit at most this many files for one import, because a cache may hold tens of thousands. */
const MOST_VISITED = 1000;

/** The stamp of a file's broken imports: it changes if `brokenImportErrors` may return other errors. */
export function brokenImportsStamp(workspace: Workspace, path: FilePath): string {
  return brokenImports(workspace, path)
    .map((broken) => `${broken.importPath} ${broken.path} ${broken.stamp}`)
    .join('\n');
}

/** Returns one error for each import that leads to a file with errors. */
export function brokenImportErrors(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  show: ShowPath,
): readonly Diagnostic[] {
  return brokenImports(workspace, path).flatMap((broken): Diagnostic[] => {
    const item = file.imports.find((one) => one.path === broken.importPath);
    const error = workspace.linked(broken.path)?.diagnostics.find(({ severity }) => severity === 'error');
    if (item === undefined || error === undefined) return [];
    const message = `Import "${broken.importPath}" had errors: ${error.message} (${show(broken.path)})`;
    return [{ code: 'broken-import', severity: 'error', message, span: item.span }];
  });
}

function brokenImports(workspace: Workspace, path: FilePath): readonly BrokenImport[] {
  const imports = workspace.summary(path)?.imports ?? [];
  return [...new Set(imports)].flatMap((importPath) => {
    const target = workspace.resolveImport(path, importPath).path;
    if (target === undefined) return [];
    const broken = firstBroken(workspace, target);
    if (broken === undefined) return [];
    return [{ importPath, ...broken }];
  });
}

/** The nearest file with errors: the imported file itself, or a file that it imports, directly or not. */
function firstBroken(workspace: Workspace, target: FilePath): Omit<BrokenImport, 'importPath'> | undefined {
  const seen = new Set([target]);
  for (const path of seen) {
    if (seen.size > MOST_VISITED || isLeftAlone(workspace, path)) continue;
    const verdict = workspace.verdict(path);
    if (verdict?.hasErrors === true) return { path, stamp: verdict.stamp };
    for (const importPath of workspace.summary(path)?.imports ?? []) {
      const next = workspace.resolveImport(path, importPath).path;
      if (next !== undefined) seen.add(next);
    }
  }
  return undefined;
}

/**
 * Whether we do not report the errors of a file at the files that import it. This is so if the editor shows the errors
 * in the file itself, or if the user cannot fix them.
 */
function isLeftAlone(workspace: Workspace, path: FilePath): boolean {
  return workspace.has(path) || workspace.isDependency(path);
}
