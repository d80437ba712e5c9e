/**
 * Imports that lead to a file by a guess that cannot be right: the text gives only a file name, the file is
 * elsewhere, and the names that the importing file lacks are in another package. Then the import is wrong, not the
 * names.
 */
import { dirname, isWithin, type FilePath } from '../base/path.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Workspace } from './workspace.ts';
import type { ImportResolution } from './imports/resolver.ts';

/** Whether an import leads to a file that cannot be meant. */
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

/** Whether the only evidence for a file is other imports or the file's name. */
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

/** The name of a type or of an option's extension that is not known. A plain option's name comes from no import. */
export function unknownName({ code, message }: Diagnostic): string | undefined {
  if (code === 'unresolved-type') return /^"\.?([^"]+)"/.exec(message)?.[1];
  if (code === 'unknown-option') return /^Option (?:field )?"[^"(]*\(\.?([^")]+)\)/.exec(message)?.[1];
  return undefined;
}

/** Whether a package may contain a name, as the file writes it. */
export function mayHave(packageName: string, name: string, file: LinkedFile): boolean {
  if (packageName === '' || scopesAround(file).includes(`${packageName}.`)) return true;
  return fullNames(name, file).some((full) => full.startsWith(`${packageName}.`));
}

/** The full names that a name in a file may mean: from the outermost package, or from a package around the file. */
export function fullNames(name: string, file: LinkedFile): readonly string[] {
  return ['', ...scopesAround(file)].map((scope) => scope + name);
}

function scopesAround(file: LinkedFile): readonly string[] {
  const own = file.package.split('.').filter((part) => part !== '');
  return own.map((_, at) => `${own.slice(0, at + 1).join('.')}.`);
}
