/**
 * Errors of imported files that are shown nowhere else: a file behind a link, or with another name than `*.proto`, is
 * none of the workspace's, and protoc refuses whoever imports it. What others maintain is not the user's to mend.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ShowPath } from '../imports/resolution.ts';

interface BrokenImport {
  readonly importPath: string;
  /** The file that has the errors; the import leads to it, perhaps by way of others. */
  readonly path: FilePath;
  /** Of its verdict: another one, once it may have other errors. */
  readonly stamp: number;
}

/** So many files are looked at for one import: a cache may hold tens of thousands. */
const MOST_VISITED = 1000;

/** What the diagnostics are made from. */
export function brokenImportsStamp(workspace: Workspace, path: FilePath): string {
  return brokenImports(workspace, path)
    .map((broken) => `${broken.importPath} ${broken.path} ${broken.stamp}`)
    .join('\n');
}

/** One error for each import that leads to a file with errors. */
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
    const broken = target === undefined ? undefined : firstBroken(workspace, target);
    return broken === undefined ? [] : [{ importPath, ...broken }];
  });
}

/** Of the file and those that it leads to, the nearest one with errors. */
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

/** The file itself tells its errors, or nobody here can mend them. */
function isLeftAlone(workspace: Workspace, path: FilePath): boolean {
  return workspace.has(path) || workspace.isDependency(path);
}
