/**
 * Decides which Go package each proto file belongs to.
 *
 * A file with a `go_package` inside the module keeps it. A file of the user's without one, or with one that Go cannot
 * use here, is mapped to a folder in `gen/`, by `M` flags. We edit no proto. A dependency with its own import path
 * keeps it and is not generated, because it belongs to another module.
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

/** The package of one proto file. */
export interface FilePackage extends GoPackage {
  readonly file: string;
  readonly generated: boolean;
  /** Whether it needs an `M` flag. */
  readonly mapped: boolean;
  /** Whether another file in the folder of its proto could change its package. */
  readonly dependsOnFolder: boolean;
}

/** The place of the module, relative to the output root. */
export interface ModulePlace {
  readonly path: string;
  /** The output root relative to the module's root, with `/`; empty if they are the same. */
  readonly base: string;
  /** go_package options that are set outside the files, by file. */
  readonly given: ReadonlyMap<string, string>;
  /** The package of the folder for the code of a file without a usable option, if the layout decides it. */
  readonly settled?: (file: string) => string | undefined;
}

interface Assignment {
  readonly packages: ReadonlyMap<string, FilePackage>;
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
}

/** The packages of the import closure of `own`, by file. */
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

/** The option that the file could set itself. */
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

/** Field numbers of google.protobuf.FileDescriptorProto. */
const PACKAGE_FIELD = 2;
const SYNTAX_FIELD = 12;

type PackageOption =
  /** Inside the module. */
  | {
      readonly kind: 'inside';
      readonly file: string;
      readonly path: string;
      readonly name: string;
      readonly rewritten: boolean;
    }
  /** Belongs to another module, so we do not generate it. */
  | {
      readonly kind: 'outside';
      readonly file: string;
      readonly path: string;
      readonly name: string;
      readonly mapped: boolean;
    }
  /** Missing, or not usable here. */
  | UnusableOption;

interface UnusableOption {
  readonly kind: 'unusable';
  readonly file: string;
  readonly package: string;
  /** As written; empty if it is not set. */
  readonly option: string;
  /** The package name that it asks for, if it has one. */
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
  // For protoc-gen-go, an import path without a dot or a slash is a package name in the wrong place.
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
 * Packages that every gRPC program contains. We generate nothing for copies of their protos, because a second
 * registration of the same file stops the program at its start (protobuf.dev/reference/go/faq#namespace-conflict).
 */
function isLinkedAnyway(path: string): boolean {
  return /^google\.golang\.org\/(?:protobuf|grpc|genproto\/googleapis\/(?:api|rpc))\//.test(path);
}

function inside(file: string, path: string, explicit: string, rewritten: boolean): PackageOption {
  return { kind: 'inside', file, path, name: explicit || cleanPackageName(lastPart(path)), rewritten };
}

/**
 * Resolves `./pb` from the output root. Undefined if it leaves the module, or is the root of a module whose path has no
 * dot.
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
 * The folder in `gen/` for each mapped file: the folder of its proto. Files of one folder with different packages would
 * share one Go namespace, so each package gets its own subfolder.
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

/** Files with the same identity belong together. */
function identity({ option, package: protoPackage }: UnusableOption): string {
  if (option === '') return protoPackage;
  return `option ${option}`;
}

function folderParts(folder: string, file: UnusableOption, several: boolean): readonly string[] {
  const parts = protoParts(folder, file, several);
  const last = parts.at(-1) ?? '';
  // Generated code refers to a package by the last part of its path, not by the package's name.
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

/** Folder names that Go ignores, or that restrict imports to neighbours. */
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

/** Finds Go packages with more than one name. */
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

/** Finds import cycles between Go packages. Proto files may depend on each other in ways that Go packages must not. */
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
