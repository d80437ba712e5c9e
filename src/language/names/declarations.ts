/**
 * The types and extensions that the files of a workspace declare. They come from summaries, so we need not parse or
 * link.
 */
import { protobufPathIn, type FilePath } from '../../base/path.ts';
import { letterBit } from '../../workspace/files/letters.ts';
import type { FileSummary } from '../../workspace/files/summary.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A message or an enum that a file of the workspace declares. */
export interface KnownType {
  readonly kind: 'message' | 'enum';
  readonly path: FilePath;
  readonly package: string;
  /** The type's full name without the package. */
  readonly name: string;
  /** Whether the message has extension ranges. */
  readonly extensible: boolean;
  readonly deprecated: boolean;
}

/** An extension that a file of the workspace declares. */
export interface KnownExtension {
  readonly path: FilePath;
  readonly package: string;
  /** The extension's full name without the package. */
  readonly name: string;
  /** The name of the extended message, as written. */
  readonly extendee: string;
  readonly deprecated: boolean;
}

/** The import paths of the files that every installation of protobuf has. */
const WELL_KNOWN_FILES: readonly string[] = [
  'any',
  'api',
  'descriptor',
  'duration',
  'empty',
  'field_mask',
  'source_context',
  'struct',
  'timestamp',
  'type',
  'wrappers',
  'cpp_features',
  'go_features',
  'java_features',
  'compiler/plugin',
].map((name) => `google/protobuf/${name}.proto`);

/** The full name of a declaration, without a leading dot. */
export function fullNameOf(item: { readonly package: string; readonly name: string }): string {
  if (item.package === '') return item.name;
  return `${item.package}.${item.name}`;
}

/** Which types of a package to visit: all, none, or those whose names may match the typed text. */
export type Wanted = 'all' | 'matching' | 'none';

/**
 * Calls `visit` for each type that another file may name. `typed` is what the user has typed: the beginning of the
 * type's simple name, or the beginnings of its words. `from` is the file that will import the type.
 */
export function eachKnownType(
  workspace: Workspace,
  from: FilePath,
  typed: string,
  wanted: (packageName: string) => Wanted,
  visit: (type: KnownType) => void,
): void {
  const byPackage = new Map<string, Wanted>();
  for (const path of importableFiles(workspace, from)) {
    if (path === from) continue;
    const summary = workspace.summary(path);
    if (summary === undefined) continue;
    let choice = byPackage.get(summary.package);
    if (choice === undefined) byPackage.set(summary.package, (choice = wanted(summary.package)));
    if (choice !== 'none') visitTypes(path, summary, choice === 'all' ? '' : typed, visit);
  }
}

function visitTypes(path: FilePath, summary: FileSummary, typed: string, visit: (type: KnownType) => void): void {
  const { letters, declarations } = summary;
  const start = typed === '' ? 0 : letterBit(typed.charCodeAt(0));
  let all = 0;
  for (let at = 0; at < typed.length; at++) all |= letterBit(typed.charCodeAt(at));
  for (let index = 0; index < declarations.length; index++) {
    if (((letters[2 * index] ?? 0) & start) !== start || ((letters[2 * index + 1] ?? 0) & all) !== all) continue;
    const declaration = declarations[index];
    if (
      declaration === undefined ||
      declaration.local ||
      (declaration.kind !== 'message' && declaration.kind !== 'enum')
    )
      continue;
    visit({
      kind: declaration.kind,
      path,
      package: summary.package,
      name: declaration.name,
      extensible: declaration.extensible === true,
      deprecated: declaration.deprecated === true,
    });
  }
}

/** Visits the extensions in each file that `from` can import. The extensions of `from` itself are left out. */
export function eachKnownExtension(
  workspace: Workspace,
  from: FilePath,
  visit: (extension: KnownExtension) => void,
): void {
  for (const path of importableFiles(workspace, from)) {
    if (path === from) continue;
    const summary = workspace.summary(path);
    for (const { name, extendee, deprecated } of summary?.extensions ?? [])
      visit({ path, package: summary?.package ?? '', name, extendee, deprecated: deprecated === true });
  }
}

/**
 * The files that `from` can import: the files of the workspace, its dependencies and protobuf's own files. If the
 * workspace has copies of protobuf's files, we list only the copies that the import paths lead to.
 */
export function importableFiles(workspace: Workspace, from: FilePath): ReadonlySet<FilePath> {
  const dependencies = [...workspace.dependencyFiles()].filter((path) => workspace.isOfferedTo(from, path));
  const files = new Set([...workspace.files(), ...dependencies].filter((path) => !isCopy(workspace, from, path)));
  for (const name of WELL_KNOWN_FILES) {
    const { path } = workspace.resolveImport(from, name);
    if (path !== undefined) files.add(path);
  }
  return files;
}

/** Whether a file is a copy of one of protobuf's own files, while the usual import path leads to another copy. */
function isCopy(workspace: Workspace, from: FilePath, path: FilePath): boolean {
  const wellKnown = protobufPathIn(path);
  if (wellKnown === undefined) return false;
  const used = workspace.resolveImport(from, wellKnown).path;
  return used !== undefined && used !== path;
}

/**
 * Says whether an import would create a cycle. This happens if the imported file itself imports the user's file,
 * directly or not.
 */
export class ImportCircles {
  readonly #workspace: Workspace;
  readonly #own: FilePath;
  readonly #known = new Map<FilePath, boolean>();

  constructor(workspace: Workspace, own: FilePath) {
    this.#workspace = workspace;
    this.#own = own;
  }

  leadsBack(path: FilePath): boolean {
    if (path === this.#own) return true;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    return this.#search(path);
  }

  /** Visits the imports of a file without recursion, because a long chain of imports would overflow the call stack. */
  #search(path: FilePath): boolean {
    const importers = new Map<FilePath, FilePath | undefined>([[path, undefined]]);
    for (const importer of importers.keys()) {
      for (const imported of this.#importsOf(importer)) {
        if (imported === this.#own || this.#known.get(imported) === true) {
          this.#noteWayBack(importers, importer);
          return true;
        }
        if (!importers.has(imported) && !this.#known.has(imported)) importers.set(imported, importer);
      }
    }
    for (const one of importers.keys()) this.#known.set(one, false);
    return false;
  }

  #importsOf(path: FilePath): readonly FilePath[] {
    const imports = this.#workspace.summary(path)?.imports ?? [];
    return imports.flatMap((importPath) => this.#workspace.resolveImport(path, importPath).path ?? []);
  }

  #noteWayBack(importers: ReadonlyMap<FilePath, FilePath | undefined>, last: FilePath): void {
    for (let at: FilePath | undefined = last; at !== undefined; at = importers.get(at)) this.#known.set(at, true);
  }
}
