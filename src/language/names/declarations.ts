/** What the files of a workspace declare, imported or not, taken from their summaries without parsing or linking. */
import { protobufPathIn, type FilePath } from '../../base/path.ts';
import { letterBit } from '../../workspace/files/letters.ts';
import type { FileSummary } from '../../workspace/files/summary.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A message or an enum of the workspace. */
export interface KnownType {
  readonly kind: 'message' | 'enum';
  readonly path: FilePath;
  readonly package: string;
  /** Full name without the package. */
  readonly name: string;
  /** Whether it has extension ranges. */
  readonly extensible: boolean;
  readonly deprecated: boolean;
}

/** An extension of the workspace. */
export interface KnownExtension {
  readonly path: FilePath;
  readonly package: string;
  /** Full name without the package. */
  readonly name: string;
  /** The extendee, as written. */
  readonly extendee: string;
  readonly deprecated: boolean;
}

/** Files that every installation of protobuf has, by import path. */
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

/** The full name, without a leading dot. */
export function fullNameOf(item: { readonly package: string; readonly name: string }): string {
  if (item.package === '') return item.name;
  return `${item.package}.${item.name}`;
}

/** Which types of a package to visit: all, none, or those whose names may match the typed text. */
export type Wanted = 'all' | 'matching' | 'none';

/**
 * Calls `visit` for each type that another file may name. `typed` is the beginning or the humps of its simple name;
 * `from` is the file that will import it.
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

/** Visits the extensions of each file that `from` can import, but not the extensions of `from` itself. */
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

/** The files of the workspace and its dependencies, and protobuf's own if the workspace has no copy of them. */
export function importableFiles(workspace: Workspace, from: FilePath): ReadonlySet<FilePath> {
  const dependencies = [...workspace.dependencyFiles()].filter((path) => workspace.isOfferedTo(from, path));
  const files = new Set([...workspace.files(), ...dependencies].filter((path) => !isCopy(workspace, from, path)));
  for (const name of WELL_KNOWN_FILES) {
    const { path } = workspace.resolveImport(from, name);
    if (path !== undefined) files.add(path);
  }
  return files;
}

/** Whether a file is a copy of one of protobuf's own files, and the import path that everyone uses leads elsewhere. */
function isCopy(workspace: Workspace, from: FilePath, path: FilePath): boolean {
  const wellKnown = protobufPathIn(path);
  if (wellKnown === undefined) return false;
  const used = workspace.resolveImport(from, wellKnown).path;
  return used !== undefined && used !== path;
}

/**
 * Whether an import of a file would create a cycle, because the file leads back to the one that the user is writing.
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

  /** Visits the imports of a file, without recursion: chains of imports are longer than a stack of calls. */
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
