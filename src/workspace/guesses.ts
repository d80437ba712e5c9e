/**
 * Finds imports that we resolved by a wrong guess: the import is only a file name, the file is in another folder, and
 * the names that the importing file lacks are in another package. Then the import is wrong, not the names.
 */
import { dirname, isWithin, type FilePath } from '../base/path.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Workspace } from './workspace.ts';
import type { ImportResolution } from './imports/resolver.ts';

/** Whether we resolved an import to a file that the user cannot mean. */
export function isWrongGuess(workspace: Workspace, from: FilePath, importPath: string): boolean {
  if (importPath.includes('/') || !isGuess(from, workspace.resolveImport(from, importPath))) return false;
  const file = workspace.linked(from);
  const imported = file?.imports.find(({ path }) => path === importPath)?.file;
  if (file === undefined || imported === undefined) return false;
  const files = withPublicImports(imported);
  if (file.references.some(({ target }) => [...files].some((one) => one.path === target.file))) return false;
  const unknown = file.diagnostics.map(unknownName).filter((name) => name !== undefined);
  return unknown.length > 0 && !unknown.some((name) => [...files].some((one) => mayHave(one.package, name, file)));
}

/** Whether we found a file only by other imports or by its name. */
function isGuess(from: FilePath, { path, root }: ImportResolution): boolean {
  if (path === undefined) return false;
  if (root === undefined || root.reason === 'goDependencyFolder') return true;
  return root.reason === 'imports' && !isWithin(root.path, dirname(from));
}

function withPublicImports(file: FileInterface): ReadonlySet<FileInterface> {
  const files = new Set([file]);
  for (const one of files) {
    for (const item of one.imports) if (item.public && item.file !== undefined) files.add(item.file);
  }
  return files;
}

/**
 * Returns the name of an unknown type or of the extension in an unknown option. It ignores plain options, because their
 * names do not come from an import.
 */
export function unknownName({ code, message }: Diagnostic): string | undefined {
  if (code === 'unresolved-type') return /^"\.?([^"]+)"/.exec(message)?.[1];
  if (code === 'unknown-option') return /^Option (?:field )?"[^"(]*\(\.?([^")]+)\)/.exec(message)?.[1];
  return undefined;
}

/** Whether a package may contain a name that a file uses. */
export function mayHave(packageName: string, name: string, file: LinkedFile): boolean {
  if (packageName === '' || scopesAround(file).includes(`${packageName}.`)) return true;
  return fullNames(name, file).some((full) => full.startsWith(`${packageName}.`));
}

/**
 * Returns the full names that a name in a file may stand for: in no package, in the file's package, or in one that
 * contains it.
 */
export function fullNames(name: string, file: LinkedFile): readonly string[] {
  return ['', ...scopesAround(file)].map((scope) => scope + name);
}

function scopesAround(file: LinkedFile): readonly string[] {
  const own = file.package.split('.').filter((part) => part !== '');
  return own.map((_, at) => `${own.slice(0, at + 1).join('.')}.`);
}
