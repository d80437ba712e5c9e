/**
 * Decides which packages of a workspace are copies that others maintain, so that the schema tree can show them last. If
 * it is not clear, a package is the user's own. A package is vendored if each of its files
 *
 * 1. is in a folder such as `third_party`, `vendor` or `googleapis` whose name is not a part of the package's name, or
 * 2. belongs to a package that projects usually copy (`google.protobuf`, `google.api`, `validate`, …), and the
 *    workspace has no other package of that family. In a clone of googleapis, `google.api` is the user's own.
 *
 * A package is also the user's own if the name of a package of the user begins with its name. If all packages would be
 * vendored, they are all the user's own.
 */
import type { FilePath } from '../../base/path.ts';
import { isTellingThirdParty } from './roots.ts';

/** A package and the files that declare something in it, as paths below their workspace folders. */
export interface PackageFiles {
  readonly name: string;
  readonly files: readonly FilePath[];
}

/** The packages that projects copy. All packages inside them are copies too. */
const COPIED = [
  'google.api',
  'google.iam',
  'google.logging',
  'google.longrunning',
  'google.protobuf',
  'google.rpc',
  'google.type',
  'buf.validate',
  'gnostic.openapi',
  'grpc.gateway.protoc_gen_openapiv2',
  'grpc.gateway.protoc_gen_swagger',
  'grpc.health',
  'grpc.reflection',
];

/** Package names that users may choose too. Such a package is a copy only if its file is the well-known one. */
const COPIED_FILES: ReadonlyMap<string, string> = new Map([
  ['validate', 'validate/validate.proto'],
  ['gogoproto', 'gogoproto/gogo.proto'],
]);

/** Returns the vendored packages of a workspace. */
export function vendoredPackages(packages: readonly PackageFiles[]): ReadonlySet<string> {
  const inFolders = new Set(packages.filter(liesInVendorFolder).map(({ name }) => name));
  const others = packages.filter(({ name }) => !inFolders.has(name));
  const copied = others.filter(isCopied).map(({ name }) => name);
  const families = new Set(others.filter((item) => !isCopied(item)).map(({ name }) => familyOf(name)));
  const vendored = new Set([...inFolders, ...copied.filter((name) => !families.has(familyOf(name)))]);
  const own = packages.map(({ name }) => name).filter((name) => !vendored.has(name));
  if (own.length === 0) return new Set();
  for (const name of own) for (const outer of namesAround(name)) vendored.delete(outer);
  return vendored;
}

function liesInVendorFolder({ name, files }: PackageFiles): boolean {
  const parts = new Set(name.split('.'));
  return files.every((path) => foldersOf(path).some((folder) => isVendorFolder(folder) && !parts.has(folder)));
}

function isVendorFolder(name: string): boolean {
  return name === 'googleapis' || name === 'node_modules' || isTellingThirdParty(name);
}

function foldersOf(path: FilePath): readonly string[] {
  return path.split('/').slice(0, -1);
}

function isCopied({ name, files }: PackageFiles): boolean {
  if (COPIED.some((copied) => name === copied || name.startsWith(`${copied}.`))) return true;
  const file = COPIED_FILES.get(name);
  return file !== undefined && files.every((path) => `/${path}`.endsWith(`/${file}`));
}

function familyOf(name: string): string {
  return name.split('.')[0] ?? '';
}

function* namesAround(name: string): Generator<string, void> {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) yield name.slice(0, dot);
}
