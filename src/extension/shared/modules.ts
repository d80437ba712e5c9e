/**
 * Finds the module of a file by the folders of the modules. Two modules may declare the same service, so a name alone
 * does not say which one is meant. Does not import `vscode`.
 */
import { isAbsolute, relative, sep } from 'node:path';
import type { ModuleInfo } from '../../contract/languageServer.ts';

/** Whether a path is the folder or is inside it. Both paths have the form of this machine. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Returns the innermost of the folders that contain a path. */
export function folderAround(folders: readonly string[], path: string): string | undefined {
  return folders.filter((folder) => isInside(folder, path)).reduce<string | undefined>(longer, undefined);
}

function longer(a: string | undefined, b: string): string {
  if (a === undefined || b.length > a.length) return b;
  return a;
}

/** Returns the folders of the modules that declare a service. */
export function foldersDeclaring(modules: readonly ModuleInfo[], service: string): readonly string[] {
  return modules.filter(({ services }) => services.includes(service)).map(({ folder }) => folder);
}

/** Returns the folder of the module that contains a path. */
export function moduleAround(modules: readonly ModuleInfo[], path: string): string | undefined {
  return folderAround(
    modules.map(({ folder }) => folder),
    path,
  );
}

/**
 * Returns the folders of the modules that Go code may belong to if several modules declare the same name. Go inside a
 * module belongs to that module. Other Go belongs to the modules in its workspace folder. If that folder has none of
 * these modules, the Go may belong to each of them. `declaring` are the folders of the modules.
 */
export function ownersOfGo(
  path: string,
  declaring: readonly string[],
  workspaceFolders: readonly string[],
): readonly string[] {
  const around = folderAround(declaring, path);
  if (around !== undefined) return [around];
  const root = folderAround(workspaceFolders, path);
  const beside = root === undefined ? [] : declaring.filter((folder) => isInside(root, folder));
  if (beside.length > 0) return beside;
  return declaring;
}
