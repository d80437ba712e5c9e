/**
 * Derives import roots from a go.mod. As in Go, an import may start with the path of a Go module
 * (`github.com/org/repo/proto/x.proto`): the module itself or a module that it requires.
 */
import { dirname, resolve, type FilePath } from '../../base/path.ts';
import { parseGoMod, type GoModuleVersion, type GoReplacement, type GoRequirement } from '../../project/goMod.ts';
import type { ImportRoot } from './roots.ts';

/**
 * Returns the roots from one go.mod: first its own module, then the required modules if we have the path of the module
 * cache.
 */
export function goRoots(file: FilePath, text: string, moduleCache: FilePath | undefined): readonly ImportRoot[] {
  const { module, requires, replaces } = parseGoMod(text);
  const folder = dirname(file);
  const roots = replaces.flatMap((replacement) => replacingFolder(replacement, file));
  if (module !== undefined) roots.unshift({ path: folder, prefix: module, reason: 'goModule', source: file });
  if (moduleCache === undefined) return roots;
  return [...roots, ...requires.flatMap((required) => cachedRoots(required, replaces, { file, moduleCache }))];
}

/** Returns a root for a folder that replaces a module. */
function replacingFolder({ path, by }: GoReplacement, file: FilePath): ImportRoot[] {
  if (by.kind !== 'folder' || !isFolder(by.folder)) return [];
  return [{ path: resolve(dirname(file), by.folder), prefix: path, reason: 'goModule', source: file }];
}

/**
 * Returns the folders of modules whose module path ends with the first parts of an import. For example,
 * `etcd/api/x.proto` assumes that the repository is in a folder `etcd`. The module path `go.etcd.io/etcd/v3` has the
 * same name in it, so the folder may have any name.
 */
export function namedModules(modules: readonly ImportRoot[], importPath: string): readonly ImportRoot[] {
  return modules.flatMap((root): ImportRoot[] => {
    if (root.reason !== 'goModule' || root.prefix === undefined) return [];
    const name = namesOf(root.prefix).find((end) => importPath.startsWith(`${end}/`));
    if (name === undefined) return [];
    return [{ ...root, prefix: name, reason: 'goModuleName' }];
  });
}

/** Returns a module path without its major version, and each end of it, longest first. */
function namesOf(modulePath: string): readonly string[] {
  const parts = modulePath.replace(/[/.]v\d+$/, '').split('/');
  return parts.map((_, from) => parts.slice(from).join('/'));
}

interface Place {
  /** The go.mod that requires the module. */
  readonly file: FilePath;
  readonly moduleCache: FilePath;
}

/** Returns the folders of a required module in the module cache. */
function cachedRoots(
  required: GoRequirement,
  replaces: readonly GoReplacement[],
  { file, moduleCache }: Place,
): ImportRoot[] {
  const built = builtFrom(required, replaces);
  if (built === undefined || ![built.path, built.version].every(isSafe)) return [];
  const path = resolve(moduleCache, `${escaped(built.path)}@${escaped(built.version)}`);
  const dependency = `${built.path}@${built.version}`;
  const root: ImportRoot = { path, reason: 'goDependency', source: file, dependency };
  const byModule = { ...root, prefix: required.path };
  if (required.indirect) return [byModule];
  // Imports may also start in the module's folder: many makefiles have `protoc -I $(go list -m -f '{{.Dir}}' …)`.
  return [byModule, root, { ...root, path: `${path}/third_party/googleapis` }];
}

/**
 * Returns the module version that Go uses for `required` after all replacements; undefined if a folder replaces the
 * module.
 */
function builtFrom(required: GoRequirement, replaces: readonly GoReplacement[]): GoModuleVersion | undefined {
  const replacement = replaces.find(
    ({ path, version }) => path === required.path && (version === undefined || version === required.version),
  );
  if (replacement === undefined) return required;
  if (replacement.by.kind === 'module') return replacement.by;
  return undefined;
}

/** Whether a replacement is a folder. As in Go, its first characters decide whether it is a folder or a module. */
function isFolder(path: string): boolean {
  return path.startsWith('.') || path.startsWith('/');
}

/** Whether a path or version stays inside the module cache when it becomes a folder name. */
function isSafe(part: string): boolean {
  return !part.split('/').includes('..') && !part.startsWith('/');
}

/** Escapes capitals with `!`, as the module cache does: go.dev/ref/mod#module-cache. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
