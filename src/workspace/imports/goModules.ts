/**
 * What a go.mod says about imports. An import may start with the path of a Go module, as in Go
 * (`github.com/org/repo/proto/x.proto`): the path of this module or of a required one.
 */
import { dirname, resolve, type FilePath } from '../../base/path.ts';
import { parseGoMod, type GoModuleVersion, type GoReplacement, type GoRequirement } from '../../project/goMod.ts';
import type { ImportRoot } from './roots.ts';

/** Roots from one go.mod: its own module, then the required modules if the module cache is known. */
export function goRoots(file: FilePath, text: string, moduleCache: FilePath | undefined): readonly ImportRoot[] {
  const { module, requires, replaces } = parseGoMod(text);
  const folder = dirname(file);
  const roots = replaces.flatMap((replacement) => replacingFolder(replacement, file));
  if (module !== undefined) roots.unshift({ path: folder, prefix: module, reason: 'goModule', source: file });
  if (moduleCache === undefined) return roots;
  return [...roots, ...requires.flatMap((required) => cachedRoots(required, replaces, { file, moduleCache }))];
}

/** A folder that replaces a module. */
function replacingFolder({ path, by }: GoReplacement, file: FilePath): ImportRoot[] {
  if (by.kind !== 'folder' || !isFolder(by.folder)) return [];
  return [{ path: resolve(dirname(file), by.folder), prefix: path, reason: 'goModule', source: file }];
}

/**
 * Folders of modules whose path ends with the start of an import. `etcd/api/x.proto` is written for a repository that
 * is checked out as `etcd`; the module path `go.etcd.io/etcd/v3` says so wherever the folder lies.
 */
export function namedModules(modules: readonly ImportRoot[], importPath: string): readonly ImportRoot[] {
  return modules.flatMap((root): ImportRoot[] => {
    if (root.reason !== 'goModule' || root.prefix === undefined) return [];
    const name = namesOf(root.prefix).find((end) => importPath.startsWith(`${end}/`));
    if (name === undefined) return [];
    return [{ ...root, prefix: name, reason: 'goModuleName' }];
  });
}

/** A module's path without its major version, and each of its suffixes, longest first. */
function namesOf(modulePath: string): readonly string[] {
  const parts = modulePath.replace(/[/.]v\d+$/, '').split('/');
  return parts.map((_, from) => parts.slice(from).join('/'));
}

interface Place {
  /** The go.mod that requires it. */
  readonly file: FilePath;
  readonly moduleCache: FilePath;
}

/** The folder of a required module in the module cache. */
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
  // Many makefiles have `protoc -I $(go list -m -f '{{.Dir}}' …)`.
  return [byModule, root, { ...root, path: `${path}/third_party/googleapis` }];
}

/** The module version that Go uses for `required` after all replacements; undefined if a folder replaces the module. */
function builtFrom(required: GoRequirement, replaces: readonly GoReplacement[]): GoModuleVersion | undefined {
  const replacement = replaces.find(
    ({ path, version }) => path === required.path && (version === undefined || version === required.version),
  );
  if (replacement === undefined) return required;
  if (replacement.by.kind === 'module') return replacement.by;
  return undefined;
}

/** Go distinguishes a folder from a module by its first characters. */
function isFolder(path: string): boolean {
  return path.startsWith('.') || path.startsWith('/');
}

/** Paths and versions become folders of the module cache, so they must not lead out of it. */
function isSafe(part: string): boolean {
  return !part.split('/').includes('..') && !part.startsWith('/');
}

/** The cache writes capitals with `!`: go.dev/ref/mod#module-cache. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
