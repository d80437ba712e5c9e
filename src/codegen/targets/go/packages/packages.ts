/**
 * Which Go package each proto file belongs to.
 *
 * A file whose `go_package` lies in the module keeps it. A file of the person's that has none, or one
 * that Go could not use here, is mapped below `gen/`, by `M` flags: no proto is edited. A dependency
 * that has an import path of its own keeps it and is not generated; it is another module's.
 */
import { visible, withoutTail } from '../../../../base/strings.ts';
import { defined } from '../../../../base/defined.ts';
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { placeOf, type DescriptorSet } from '../../../descriptorSet.ts';
import type { MissingOption, Problem } from '../../../../contract/generation.ts';
import { groupBy } from '../../../groupBy.ts';
import { cleanPackageName, packageNameOf, PLUGIN_NAMES } from './names.ts';

/** A Go package by its import path, and the name in its package clause. */
export interface GoPackage {
  readonly importPath: string;
  readonly name: string;
}

/** The package of one proto file. */
export interface FilePackage extends GoPackage {
  readonly file: string;
  readonly generated: boolean;
  /** Whether it takes an `M` flag to get there. */
  readonly mapped: boolean;
  /** Whether another file in the folder of its proto could change where it goes. */
  readonly dependsOnFolder: boolean;
}

/** Where the module is, seen from generation. */
export interface ModulePlace {
  readonly path: string;
  /** The output root below the module's root, with `/`; empty where they are one. */
  readonly base: string;
  /** go_package options that are said outside of the files, by file. */
  readonly given: ReadonlyMap<string, string>;
  /** The package of the folder that the code of a file without a usable option lands in, where that is settled. */
  readonly settled?: (file: string) => string | undefined;
}

interface Assignment {
  readonly packages: ReadonlyMap<string, FilePackage>;
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
}

/** Packages of the import closure of `own`, by file. */
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

/** What the file could say itself. */
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
  /** Lies in the module. */
  | {
      readonly kind: 'inside';
      readonly file: string;
      readonly path: string;
      readonly name: string;
      readonly rewritten: boolean;
    }
  /** Belongs to another module and is not ours to generate. */
  | {
      readonly kind: 'outside';
      readonly file: string;
      readonly path: string;
      readonly name: string;
      readonly mapped: boolean;
    }
  /** Missing, or of no use here. */
  | UnusableOption;

interface UnusableOption {
  readonly kind: 'unusable';
  readonly file: string;
  readonly package: string;
  /** As written; empty where there is none. */
  readonly option: string;
  /** The package name that it asks for, if it does. */
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
  // protoc-gen-go takes an import path without a dot or a slash for a package name that was put in the wrong place.
  if (!/[./]/.test(path)) return { ...unusable, name: explicit === '' ? cleanPackageName(path) : explicit };
  if (path === module.path || path.startsWith(`${module.path}/`))
    return inside(file.name, path, explicit, given !== undefined || path !== written);
  if (own && !isLinkedAnyway(path))
    return { ...unusable, name: explicit === '' ? packageNameOf(path.split('/').slice(1)) : explicit };
  return {
    kind: 'outside',
    file: file.name,
    path,
    mapped: given !== undefined,
    name: explicit === '' ? cleanPackageName(lastPart(path)) : explicit,
  };
}

/**
 * Packages that every program with gRPC has in it: of copies of their protos nothing is generated, for a second
 * registration of the same file ends a program when it starts (protobuf.dev/reference/go/faq#namespace-conflict).
 */
function isLinkedAnyway(path: string): boolean {
  return /^google\.golang\.org\/(?:protobuf|grpc|genproto\/googleapis\/(?:api|rpc))\//.test(path);
}

function inside(file: string, path: string, explicit: string, rewritten: boolean): PackageOption {
  return { kind: 'inside', file, path, name: explicit === '' ? cleanPackageName(lastPart(path)) : explicit, rewritten };
}

/** `./pb` as seen from the output root; undefined where it leaves the module, or is the root of one without a dot. */
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
 * The folder below `gen/` of each file that is mapped there: that of the proto. Files of one folder that
 * belong to different packages would share one namespace in Go, so each package gets a folder in it.
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

/** What makes files belong together. */
function identity({ option, package: protoPackage }: UnusableOption): string {
  if (option === '') return protoPackage;
  return `option ${option}`;
}

function folderParts(folder: string, file: UnusableOption, several: boolean): readonly string[] {
  const parts = protoParts(folder, file, several);
  const last = parts.at(-1) ?? '';
  // Generated code refers to a package by the last part of its path, whatever the package is called.
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

/** Folder names that Go passes over, or lets only their neighbours import. */
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
  const name = option.name === '' ? packageNameOf(folder.length === 0 ? ['gen'] : folder) : option.name;
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

/** A Go package has one name. */
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

/** Proto files may depend on each other in ways that their packages may not in Go. */
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
