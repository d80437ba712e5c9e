/**
 * Decides which Go package each proto file belongs to.
 *
 * A file with a `go_package` inside the module keeps it. If the user's file has no `go_package`, or one that Go cannot
 * use here, we map it to a folder in `gen/` with an `M` flag. We do not edit protos. A dependency with an import path
 * outside the module keeps this path. We do not generate it, because it belongs to another module.
 */
import { visible, withoutTail } from '../../../../base/strings.ts';
import { defined } from '../../../../base/defined.ts';
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { placeOf, type DescriptorSet } from '../../../descriptorSet.ts';
import type { MissingOption, Problem } from '../../../../contract/generation.ts';
import { groupBy } from '../../../groupBy.ts';
import { cleanPackageName, packageNameOf, PLUGIN_NAMES } from './names.ts';

/** A Go package: its import path, and the name in its package clause. */
export interface GoPackage {
  readonly importPath: string;
  readonly name: string;
}

/** The Go package of one proto file. */
export interface FilePackage extends GoPackage {
  readonly file: string;
  readonly generated: boolean;
  /** Whether the plugins need an `M` flag for the file. */
  readonly mapped: boolean;
  /** Whether the package depends on other protos in the folder of the file. */
  readonly dependsOnFolder: boolean;
}

/** The module, and the packages that are decided outside the files. */
export interface ModulePlace {
  readonly path: string;
  /** The path of the output root in the module, with `/`; empty if the output root is the root of the module. */
  readonly base: string;
  /** The go_package options that are set outside the files, by the import path of the file. */
  readonly given: ReadonlyMap<string, string>;
  /**
   * Returns the import path of the folder for a file's code, if the layout decides it. It applies to files without a
   * usable go_package.
   */
  readonly settled?: (file: string) => string | undefined;
}

interface Assignment {
  readonly packages: ReadonlyMap<string, FilePackage>;
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
}

/** Decides the packages of the `own` files and of everything that they import. */
export function assignPackages(set: DescriptorSet, own: ReadonlySet<string>, module: ModulePlace): Assignment {
  const options = set.closure([...own]).map(({ name }) => readOption(set.file(name), own.has(name), module));
  const folders = mappedFolders(options.filter((option) => option.kind === 'unusable'));
  const packages = new Map(options.map((option) => [option.file, packageOf(option, module, folders)]));
  return {
    packages,
    problems: [
      ...remarks(options, packages, module),
      ...nameProblems([...packages.values()]),
      ...cycles(set, packages),
    ],
    missingOptions: [...own].flatMap((file) => missingOption(set.file(file), packages.get(file))),
  };
}

/** Returns the option that would set the package in the file itself; empty if the file has one. */
function missingOption(file: FileDescriptorProto, found: FilePackage | undefined): MissingOption[] {
  if (found?.mapped !== true || (file.options?.goPackage ?? '') !== '') return [];
  const value =
    found.name === cleanPackageName(lastPart(found.importPath))
      ? found.importPath
      : `${found.importPath};${found.name}`;
  return [
    {
      file: file.name,
      name: 'go_package',
      value,
      ...(placeOf(file, [PACKAGE_FIELD]) ?? placeOf(file, [SYNTAX_FIELD])),
    },
  ];
}

/** Field numbers of google.protobuf.FileDescriptorProto, for paths in SourceCodeInfo. */
const PACKAGE_FIELD = 2;
const SYNTAX_FIELD = 12;

type PackageOption =
  /** The option names a package inside the module. */
  | {
      readonly kind: 'inside';
      readonly file: string;
      readonly path: string;
      readonly name: string;
      readonly rewritten: boolean;
    }
  /** The option names a package of another module, so we do not generate the file. */
  | {
      readonly kind: 'outside';
      readonly file: string;
      readonly path: string;
      readonly name: string;
      readonly mapped: boolean;
    }
  /** The file has no option, or one that Go cannot use here. */
  | UnusableOption;

interface UnusableOption {
  readonly kind: 'unusable';
  readonly file: string;
  readonly package: string;
  /** The option as written; empty if it is not set. */
  readonly option: string;
  /** The package name that the option sets; empty if it sets none. */
  readonly name: string;
}

function readOption(file: FileDescriptorProto, own: boolean, module: ModulePlace): PackageOption {
  const given = module.given.get(file.name);
  const option = given ?? file.options?.goPackage ?? '';
  const [written = '', explicit = ''] = option.split(';');
  const path = withoutTail(written, '/');
  const unusable: UnusableOption = { kind: 'unusable', file: file.name, package: file.package, option, name: explicit };
  if (path === '' && !written.startsWith('/')) return unusable;
  if (/^\.{0,2}(\/|$)/.test(written)) {
    const resolved = resolveBelow(module, path);
    if (resolved === undefined) return unusable;
    return inside(file.name, resolved, explicit, true);
  }
  // protoc-gen-go refuses an import path without a dot or a slash. The user probably meant it as the name of the
  // package.
  if (!/[./]/.test(path)) return { ...unusable, name: explicit || cleanPackageName(path) };
  if (path === module.path || path.startsWith(`${module.path}/`))
    return inside(file.name, path, explicit, given !== undefined || path !== written);
  if (own && !isLinkedAnyway(path)) return { ...unusable, name: explicit || packageNameOf(path.split('/').slice(1)) };
  return {
    kind: 'outside',
    file: file.name,
    path,
    mapped: given !== undefined,
    name: explicit || cleanPackageName(lastPart(path)),
  };
}

/**
 * Whether every gRPC program contains the package anyway. We do not generate copies of its protos. If a file is
 * registered twice, the program stops at its start (protobuf.dev/reference/go/faq#namespace-conflict).
 */
function isLinkedAnyway(path: string): boolean {
  return /^google\.golang\.org\/(?:protobuf|grpc|genproto\/googleapis\/(?:api|rpc))\//.test(path);
}

function inside(file: string, path: string, explicit: string, rewritten: boolean): PackageOption {
  return { kind: 'inside', file, path, name: explicit || cleanPackageName(lastPart(path)), rewritten };
}

/**
 * Resolves a relative path such as `./pb` from the output root. It returns undefined if the path leaves the module, or
 * if the result has neither a dot nor a slash.
 */
function resolveBelow(module: ModulePlace, relative: string): string | undefined {
  const parts = module.base.split('/').filter((part) => part !== '');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  const path = [module.path, ...parts].join('/');
  if (/[./]/.test(path)) return path;
  return undefined;
}

/**
 * Returns the folder in `gen/` for each mapped file, which is the folder of its proto. If the files of one folder have
 * different packages, each package gets a subfolder, because a Go package has one namespace.
 */
function mappedFolders(files: readonly UnusableOption[]): ReadonlyMap<string, readonly string[]> {
  const byFolder = groupBy(files, ({ file }) => file.split('/').slice(0, -1).join('/'));
  const folders = new Map<string, readonly string[]>();
  for (const [folder, members] of byFolder) {
    const several = new Set(members.map(identity)).size > 1;
    for (const member of members) folders.set(member.file, folderParts(folder, member, several));
  }
  return folders;
}

/** Returns the key of a file's package. Files of one folder with the same key belong to the same Go package. */
function identity({ option, package: protoPackage }: UnusableOption): string {
  if (option === '') return protoPackage;
  return `option ${option}`;
}

function folderParts(folder: string, file: UnusableOption, several: boolean): readonly string[] {
  const parts = protoParts(folder, file, several);
  const last = parts.at(-1) ?? '';
  // Generated code names a package by the last part of its path, not by the package's name.
  if (PLUGIN_NAMES.has(last)) return [...parts.slice(0, -1), `${last}pb`];
  return parts;
}

function protoParts(folder: string, file: UnusableOption, several: boolean): readonly string[] {
  if (folder === '')
    return file.package
      .split('.')
      .filter((part) => part !== '')
      .map(importable);
  const parts = folder.split('/').map(importable);
  if (!several) return parts;
  return [...parts, importable(file.option === '' ? file.package.replaceAll('.', '_') : file.name)].filter(
    (part) => part !== '',
  );
}

/** Folder names that Go ignores, or from which only nearby packages may import. */
const SPECIAL = new Set(['internal', 'vendor', 'testdata']);

function importable(part: string): string {
  const clean = part.replace(/[^A-Za-z0-9._~-]/g, '-').replace(/^[._-]+|\.+$/g, '');
  if (SPECIAL.has(clean)) return `${clean}pb`;
  return clean;
}

function packageOf(
  option: PackageOption,
  module: ModulePlace,
  folders: ReadonlyMap<string, readonly string[]>,
): FilePackage {
  const { file } = option;
  if (option.kind === 'outside')
    return {
      file,
      importPath: option.path,
      name: option.name,
      generated: false,
      mapped: option.mapped,
      dependsOnFolder: false,
    };
  if (option.kind === 'inside')
    return {
      file,
      importPath: option.path,
      name: option.name,
      generated: true,
      mapped: option.rewritten,
      dependsOnFolder: false,
    };
  const settled = module.settled?.(file);
  const folder = settled === undefined ? (folders.get(file) ?? []) : settled.split('/').slice(1);
  const importPath = settled ?? [module.path, module.base, 'gen', ...folder].filter((part) => part !== '').join('/');
  const name = option.name || packageNameOf(folder.length === 0 ? ['gen'] : folder);
  const dependsOnFolder = settled === undefined && file.includes('/');
  return { file, importPath, name, generated: true, mapped: true, dependsOnFolder };
}

function remarks(
  options: readonly PackageOption[],
  packages: ReadonlyMap<string, FilePackage>,
  module: ModulePlace,
): Problem[] {
  return options.flatMap((option) => {
    if (option.kind !== 'unusable' || option.option === '') return [];
    const { file, option: written } = option;
    const importPath = packages.get(file)?.importPath ?? '';
    return [
      {
        severity: 'information' as const,
        file,
        message: `go_package "${visible(written)}" names no package of the module ${module.path}; generated as ${importPath}`,
      },
    ];
  });
}

/** Finds Go packages whose files have different package names. */
function nameProblems(packages: readonly FilePackage[]): Problem[] {
  const byPath = groupBy(
    packages.filter(({ generated }) => generated),
    ({ importPath }) => importPath,
  );
  return [...byPath].flatMap(([importPath, files]) => {
    const [first, ...others] = files;
    return others
      .filter(({ name }) => name !== first?.name)
      .map(
        ({ file, name }): Problem => ({
          severity: 'error',
          file,
          message: `the Go package ${importPath} is called ${name} here and ${first?.name ?? ''} in ${first?.file ?? ''}; give both files the same go_package`,
        }),
      );
  });
}

/** Finds import cycles between Go packages. Two packages may not import each other, even if no proto imports itself. */
function cycles(set: DescriptorSet, packages: ReadonlyMap<string, FilePackage>): Problem[] {
  const edges = new Map<string, Map<string, string>>();
  for (const { file, importPath, generated } of packages.values()) {
    if (!generated) continue;
    for (const dependency of set.file(file).dependency) {
      const to = packages.get(dependency);
      if (to?.generated !== true || to.importPath === importPath) continue;
      const from = edges.get(importPath) ?? new Map<string, string>();
      edges.set(importPath, from.set(to.importPath, file));
    }
  }
  const cycle = findCycle(edges);
  if (cycle === undefined) return [];
  const file = edges.get(cycle[0] ?? '')?.get(cycle[1] ?? '');
  const message = `Go does not allow packages to import each other: ${cycle.join(' → ')}; give these files the same go_package`;
  return [defined({ severity: 'error', file, message })];
}

function findCycle(edges: ReadonlyMap<string, ReadonlyMap<string, string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    if (done.has(path)) return undefined;
    for (const next of edges.get(path)?.keys() ?? []) {
      const found = visit(next, [...trail, path]);
      if (found !== undefined) return found;
    }
    done.add(path);
    return undefined;
  };
  for (const path of edges.keys()) {
    const found = visit(path, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
