/** Why an import resolves as it does, and how to fix it if it does not: as text for the user, and as data for fixes. */
import { basename, dirname, isWithin, resolve, type FilePath } from '../../base/path.ts';
import { mostSimilar } from '../../base/similar.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { missingImport } from '../../schema/linking/importChecks.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { isWrongGuess } from '../../workspace/guesses.ts';
import { knownHome, mayContain } from './knownModules.ts';
import { mostSimilarPaths, pathDistance } from './likelyFiles.ts';
import type { ImportResolution, ImportSearch } from '../../workspace/imports/resolver.ts';
import type { ImportRoot } from '../../workspace/imports/roots.ts';
import { MOST_IMPORTS } from '../../workspace/files/summary.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Writes a path in the form in which the user knows it. */
export type ShowPath = (path: FilePath) => string;

/** What is wrong with an import, and what fixes it. */
export interface ImportProblem {
  readonly kind: 'missing' | 'unreadable' | 'ambiguous';
  readonly importPath: string;
  /** The explanation in several lines; the first line says what is wrong. */
  readonly message: string;
  /** The paths at which we looked for the file, in order. */
  readonly tried: readonly FilePath[];
  /** The files that the import may mean, the likeliest first. */
  readonly candidates: readonly FilePath[];
  /** Ways to fix the import, the likeliest first. */
  readonly fixes: readonly ImportFix[];
}

/** One way to make an import lead to its file. */
export type ImportFix =
  /** Replaces the path between the quotes. */
  | { readonly kind: 'changeImport'; readonly importPath: string; readonly path?: FilePath }
  /** Adds a folder to the setting `grpcWorkbench.importRoots`. */
  | { readonly kind: 'addRoot'; readonly root: FilePath; readonly path: FilePath }
  /** Runs a command in a terminal. */
  | { readonly kind: 'run'; readonly command: string; readonly folder: FilePath };

/** Dependencies that a buf or Go file declares and that this machine does not have. */
export interface MissingDependencies {
  /** The buf.yaml, buf.work.yaml or go.mod that declares the dependencies. */
  readonly file: FilePath;
  readonly names: readonly string[];
  /** The command that fetches the dependencies, run in the folder of `file`. */
  readonly command: string;
}

/** We list at most this many places that we tried, and count the others. */
const MAX_TRIED = 8;
const MAX_CANDIDATES = 5;

/** Explains the problem of an import; undefined if nothing is wrong with the import. */
export function importProblem(
  workspace: Workspace,
  from: FilePath,
  importPath: string,
  show: ShowPath,
): ImportProblem | undefined {
  const { path, rivals } = workspace.resolveImport(from, importPath);
  if (path === undefined || isWrongGuess(workspace, from, importPath))
    return missing(workspace, from, importPath, show);
  const reason = workspace.unreadable(path);
  if (reason !== undefined) return unreadable(importPath, path, `${show(path)} ${reason}.`);
  if (rivals.length > 0) return ambiguous(workspace, from, { importPath, path, rivals }, show);
  return undefined;
}

function missing(workspace: Workspace, from: FilePath, importPath: string, show: ShowPath): ImportProblem {
  const search = workspace.searchImport(from, importPath);
  const candidates = [
    ...new Set([...relativeTarget(workspace, from, importPath), ...similarPaths(workspace, from, importPath)]),
  ].slice(0, MAX_CANDIDATES);
  const changes = candidates.flatMap((path): readonly ImportFix[] => {
    const other = workspace.importPathOf(from, path);
    const rooted = rootFixes(path, importPath);
    if (other === undefined || other === importPath) return rooted;
    return [{ kind: 'changeImport', importPath: other, path }, ...rooted];
  });
  const dependencies = missingDependencies(workspace, search, from);
  const likely = changes.filter((fix) => dependencies.length === 0 || staysInTree(fix, importPath));
  const run = dependencies.map(({ command, file }): ImportFix => ({ kind: 'run', command, folder: dirname(file) }));
  const fixes = [...wellKnownFixes(importPath), ...likely, ...run];
  const [cause] = dependencies;
  if (cause !== undefined && fixes.length === run.length) {
    const message = notDownloaded(importPath, cause, show);
    return { kind: 'missing', importPath, message, tried: search.tried, candidates, fixes };
  }
  const reasons = [...suggestions(fixes), ...dependencyLines(relevant(workspace, search, from))];
  if (isRelative(importPath)) reasons.unshift('Import paths start at an import root: there is no "." or ".." in them.');
  else reasons.push(...triedLines(search.tried.map((path) => ownPlace(workspace, path) ?? show(path))));
  if (fixes.length === 0) reasons.push(hint(importPath));
  const message = [notFound(importPath), ...reasons].join('\n');
  return { kind: 'missing', importPath, message, tried: search.tried, candidates, fixes };
}

function similarPaths(workspace: Workspace, from: FilePath, importPath: string): readonly FilePath[] {
  return mostSimilarPaths(importPath, workspace.similarFiles(from, importPath), (path) => workspace.nameOf(path));
}

/** The fix that adds an import root: the part of the file's path before the import path. */
function rootFixes(path: FilePath, importPath: string): readonly ImportFix[] {
  if (!path.endsWith(`/${importPath}`)) return [];
  return [{ kind: 'addRoot', root: path.slice(0, -importPath.length - 1), path }];
}

function unreadable(importPath: string, path: FilePath, why: string): ImportProblem {
  const message = `${notReadable(importPath)}\n${why}`;
  return { kind: 'unreadable', importPath, message, tried: [], candidates: [path], fixes: [] };
}

/** protoc says "was not found or had errors" for both problems; we say which of the two it is. */
function notFound(importPath: string): string {
  return `Import "${importPath}" was not found.`;
}

function notLookedUp(importPath: string): string {
  return `Import "${importPath}" was not looked up: this file has more than ${MOST_IMPORTS.toLocaleString('en')} imports.`;
}

function notReadable(importPath: string): string {
  return `Import "${importPath}" cannot be read.`;
}

/**
 * Whether an import path is relative to the importing file. Other tools resolve such paths, but protoc rejects them.
 */
function isRelative(importPath: string): boolean {
  return importPath.split(/[/\\]/).some((part) => part === '.' || part === '..');
}

function relativeTarget(workspace: Workspace, from: FilePath, importPath: string): readonly FilePath[] {
  if (!isRelative(importPath)) return [];
  const path = resolve(dirname(from), importPath.replaceAll('\\', '/'));
  if (path === from || !workspace.has(path)) return [];
  return [path];
}

function ambiguous(
  workspace: Workspace,
  from: FilePath,
  found: { importPath: string; path: FilePath; rivals: readonly FilePath[] },
  show: ShowPath,
): ImportProblem {
  const { importPath, path, rivals } = found;
  const candidates = [path, ...rivals];
  const folder = workspace.moduleOf(from).folder;
  const fixes = candidates.flatMap((candidate): readonly ImportFix[] => {
    const longer = candidate.slice(folder.length + 1);
    const leadsThere = longer !== importPath && workspace.resolveImport(from, longer).path === candidate;
    const rooted = rootFixes(candidate, importPath);
    if (!leadsThere) return rooted;
    return [{ kind: 'changeImport', importPath: longer, path: candidate }, ...rooted];
  });
  const message = [
    `Import "${importPath}" may be any of ${candidates.length} files; the first was taken:`,
    ...candidates.slice(0, MAX_CANDIDATES).map((candidate) => `  ${show(candidate)}`),
    'Write a longer path, or add the folder that it starts from to grpcWorkbench.importRoots.',
  ].join('\n');
  return { kind: 'ambiguous', importPath, message, tried: [], candidates, fixes };
}

/** We explain at most this many imports of one file. */
const MOST_EXPLAINED = 100;
/**
 * For missing imports, we compare their names with the names of all files. We make at most this many comparisons, which
 * take a quarter of a second.
 */
const MOST_COMPARED = 200_000;

interface ExplainedImport<Item> {
  readonly item: Item;
  readonly problem: ImportProblem;
}

function problemsOf<Item>(
  imports: readonly Item[],
  most: number,
  explain: (item: Item) => ImportProblem | undefined,
): readonly ExplainedImport<Item>[] {
  const found: ExplainedImport<Item>[] = [];
  for (const item of imports) {
    const problem = explain(item);
    if (problem !== undefined) found.push({ item, problem });
    if (found.length >= most) break;
  }
  return found;
}

/** The diagnostics of a file, in which the problems of its imports are explained. */
export function withImportProblems(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  show: ShowPath,
): readonly Diagnostic[] {
  const most = Math.min(MOST_EXPLAINED, Math.ceil(MOST_COMPARED / (workspace.files().length + 1)));
  const problems = problemsOf(file.imports.slice(0, MOST_IMPORTS), most, (item) =>
    importProblem(workspace, path, item.path, show),
  );
  const problemOf = new Map(problems.map(({ item, problem }) => [item.path, problem]));
  const lookedUp = new Set(workspace.summary(path)?.imports);
  const told = file.diagnostics.map((diagnostic) => {
    const importPath = missingImport(diagnostic);
    if (importPath === undefined) return diagnostic;
    if (lookedUp.size === MOST_IMPORTS && !lookedUp.has(importPath))
      return { ...diagnostic, message: notLookedUp(importPath) };
    const problem = problemOf.get(importPath);
    if (problem === undefined || problem.kind === 'ambiguous')
      return { ...diagnostic, message: inOneSentence(workspace, path, diagnostic) };
    return { ...diagnostic, message: problem.message };
  });
  const unsure = problems.filter(({ problem }) => problem.kind === 'ambiguous');
  const guesses = unsure.map(
    ({ item, problem }): Diagnostic => ({
      code: 'ambiguous-import',
      severity: 'warning',
      message: problem.message,
      span: item.span,
    }),
  );
  // The linker found a file for each of these imports, so its diagnostics do not report them.
  const wrong = problems.filter(({ item, problem }) => problem.kind === 'missing' && item.file !== undefined);
  const refuted = wrong.map(
    ({ item, problem }): Diagnostic => ({
      code: 'unresolved-import',
      severity: 'error',
      message: problem.message,
      span: item.span,
    }),
  );
  return [...told, ...guesses, ...refuted];
}

/**
 * The message of a diagnostic where there is only room for one sentence. For an import, it says which of the linker's
 * two reasons applies.
 */
export function inOneSentence(workspace: Workspace, path: FilePath, diagnostic: Diagnostic): string {
  const importPath = missingImport(diagnostic);
  if (importPath === undefined) return diagnostic.message;
  if (workspace.resolveImport(path, importPath).path === undefined) return notFound(importPath);
  return notReadable(importPath);
}

/** A missing import whose file another tool can download. */
export interface MissingDownload {
  /** The message in one line. */
  readonly message: string;
  readonly command: string;
  readonly folder: FilePath;
}

/**
 * The download that a missing import needs; undefined if the diagnostic has another cause, or if something else may be
 * wrong with the import.
 */
export function missingDownload(
  workspace: Workspace,
  path: FilePath,
  diagnostic: Diagnostic,
  show: ShowPath,
): MissingDownload | undefined {
  const importPath = missingImport(diagnostic);
  if (importPath === undefined) return undefined;
  const problem = importProblem(workspace, path, importPath, show);
  const fixes = problem?.fixes ?? [];
  const [first] = fixes;
  if (problem === undefined || first?.kind !== 'run' || fixes.some(({ kind }) => kind !== 'run')) return undefined;
  return { message: problem.message, command: first.command, folder: first.folder };
}

const WELL_KNOWN = [
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
];

/**
 * Fixes for paths such as `google/protobuf/Timestamp.proto` or `timestamp.proto`, which mean one of protobuf's own
 * files.
 */
function wellKnownFixes(importPath: string): readonly ImportFix[] {
  const folder = dirname(importPath);
  if (folder !== '' && !/^google\/protobuf$/i.test(folder) && mostSimilar(folder, ['google/protobuf']) === undefined)
    return [];
  const name = basename(importPath)
    .replace(/\.proto$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const meant = wellKnownName(name, folder);
  if (meant === undefined) return [];
  return [{ kind: 'changeImport', importPath: `google/protobuf/${meant}.proto` }];
}

/** The well-known file that a name means. If the import path has no folder, the name must match exactly. */
function wellKnownName(name: string, folder: string): string | undefined {
  if (WELL_KNOWN.includes(name)) return name;
  if (folder === '') return undefined;
  return mostSimilar(name, WELL_KNOWN);
}

function hint(importPath: string): string {
  const home = knownHome(importPath);
  const place = 'its root folder to grpcWorkbench.importRoots';
  if (home === undefined) return `If the file is elsewhere, add ${place}.`;
  return `It comes from ${home}: put a copy into third_party/, or add ${place}.`;
}

function triedLines(places: readonly string[]): readonly string[] {
  if (places.length === 0) return [];
  const more = places.length - MAX_TRIED;
  const listed = more > 1 ? [...places.slice(0, MAX_TRIED), `and ${more} more places`] : places;
  return ['Looked for at:', ...listed.map((place) => `  ${place}`)];
}

/** The words for a place in our own folder, where users cannot put files; undefined for other places. */
function ownPlace(workspace: Workspace, path: FilePath): string | undefined {
  if (!isWithin(workspace.wellKnownRoot, path)) return undefined;
  return "protobuf's own files, which come with gRPC Workbench";
}

function suggestions(fixes: readonly ImportFix[]): readonly string[] {
  const paths = fixes.filter((fix) => fix.kind === 'changeImport').map(({ importPath }) => `"${importPath}"`);
  if (paths.length === 0) return [];
  return [`Did you mean ${paths.join(' or ')}?`];
}

function dependencyLines(search: ImportSearch): readonly string[] {
  const lines: string[] = [];
  const names = search.notCached.map((dependency) => dependency.name);
  if (names.length > 0) lines.push(`Not in buf's local cache: ${names.join(', ')}. \`buf build\` fills it.`);
  if (search.notLocked.length > 0)
    lines.push(
      `Not in any buf.lock: ${search.notLocked.join(', ')}. \`buf dep update\` writes it and fills the local cache.`,
    );
  if (search.notDownloaded)
    lines.push(`Not in Go's module cache: ${search.notDownloaded.dependency ?? ''}. \`go mod download\` fills it.`);
  return lines;
}

/**
 * If the path of a workspace file differs from an import path by at most this much, the file was most likely renamed or
 * the import mistyped.
 */
const NEAR = 0.2;

/**
 * Limits a search to the missing modules that may contain the file. If the workspace has a file with a similar path,
 * the import more likely means that file.
 */
function relevant(workspace: Workspace, search: ImportSearch, from: FilePath): ImportSearch {
  const { importPath, notCached, notLocked } = search;
  const may = { notCached: notCached.filter(({ name }) => mayContain(name, importPath)) };
  const mayToo = { notLocked: notLocked.filter((name) => mayContain(name, importPath)) };
  const isNone = may.notCached.length + mayToo.notLocked.length === 0;
  if (isNone || hasNearFile(workspace, from, importPath)) return { ...search, notCached: [], notLocked: [] };
  return { ...search, ...may, ...mayToo };
}

function hasNearFile(workspace: Workspace, from: FilePath, importPath: string): boolean {
  const [nearest] = similarPaths(workspace, from, importPath);
  return nearest !== undefined && pathDistance(importPath, workspace.nameOf(nearest)) <= NEAR;
}

/** The missing dependencies that an import may come from. */
function missingDependencies(
  workspace: Workspace,
  search: ImportSearch,
  from: FilePath,
): readonly MissingDependencies[] {
  const { notDownloaded, notLocked, notCached, bufFile = from } = relevant(workspace, search, from);
  const found: MissingDependencies[] = [];
  if (notDownloaded) {
    const { source = from, dependency = '' } = notDownloaded;
    found.push({ file: source, names: [dependency], command: 'go mod download' });
  }
  const cached = notCached.map(({ name }) => name);
  if (notLocked.length > 0) found.push({ file: bufFile, names: [...notLocked, ...cached], command: 'buf dep update' });
  else if (cached.length > 0) found.push({ file: bufFile, names: cached, command: 'buf build' });
  return found;
}

/** The dependencies that are missing because of unresolved imports in a file. */
export function missingDependenciesOf(workspace: Workspace, path: FilePath): readonly MissingDependencies[] {
  const imports = workspace.summary(path)?.imports ?? [];
  return imports
    .filter((importPath) => workspace.resolveImport(path, importPath).path === undefined)
    .slice(0, MOST_EXPLAINED)
    .flatMap((importPath) => missingDependencies(workspace, workspace.searchImport(path, importPath), path));
}

/**
 * The message for an import that needs a download. It has only one line, because the file that declares the
 * dependencies lists the missing ones.
 */
function notDownloaded(importPath: string, { file, command }: MissingDependencies, show: ShowPath): string {
  return `Import "${importPath}" was not found: dependencies of ${show(file)} are not downloaded. Run \`${command}\`.`;
}

/**
 * Whether a fix keeps the first folder of the import path. If dependencies of this folder are missing, the import
 * hardly means a file with the same name in another folder.
 */
function staysInTree(fix: ImportFix, importPath: string): boolean {
  const [tree] = importPath.split('/');
  return fix.kind !== 'changeImport' || fix.importPath.split('/')[0] === tree;
}

/** The explanation of an import in Markdown, for the command "Explain This Import". */
export function explainImport(workspace: Workspace, from: FilePath, importPath: string, show: ShowPath): string {
  const search = workspace.searchImport(from, importPath);
  const { path, root, tried } = search;
  const problem = importProblem(workspace, from, importPath, show);
  const inMarkdown: ShowPath = (place) => ownPlace(workspace, place) ?? `\`${show(place)}\``;
  const others = listed('Other files whose path ends in the same way:', search.others, inMarkdown);
  if (path === undefined || problem?.kind === 'missing')
    return [
      `No file was found for \`${importPath}\`.`,
      ...listed('Looked for at:', tried, inMarkdown),
      ...others,
      '',
      ...suggestions(problem?.fixes ?? []),
      ...dependencyLines(relevant(workspace, search, from)),
      'If it exists, add its import root to `grpcWorkbench.importRoots`.',
    ].join('\n');
  return [
    `\`${importPath}\` is \`${show(path)}\``,
    '',
    root ? reason(root, show) : reasonOfEnd(search),
    ...listed('Looked first at:', tried, inMarkdown),
    ...others,
  ].join('\n');
}

/** A list below its title, with an empty line before the title; nothing if there are no places. */
function listed(title: string, places: readonly FilePath[], show: ShowPath): readonly string[] {
  if (places.length === 0) return [];
  return ['', title, ...places.map((place) => `- ${show(place)}`)];
}

function reason(root: ImportRoot, show: ShowPath): string {
  const folder = `\`${show(root.path)}\``;
  const source = root.source === undefined ? '' : `\`${show(root.source)}\``;
  switch (root.reason) {
    case 'setting':
      return `It is below ${folder}, an import root from the setting \`${root.setting ?? 'grpcWorkbench.importRoots'}\`.`;
    case 'buf':
      return `It is below ${folder}, a module of ${source}.`;
    case 'bufDependency':
      return `It comes from buf's local cache. It belongs to \`${root.dependency ?? ''}\`, a dependency in ${source}.`;
    case 'bazel':
      return `It is below ${folder}: a \`proto_library\` in ${source} says that its import path starts ${startOf(root)}.`;
    case 'goModule':
      return `It is below ${folder}, which is \`${root.prefix ?? ''}\` by ${source}.`;
    case 'goModuleName':
      return `It is below ${folder}: the module's path in ${source} ends in \`${root.prefix ?? ''}\`, and the import starts with it.`;
    case 'goDependency':
      return `It is a file of \`${root.dependency ?? ''}\`, which ${source} requires, from Go's module cache.`;
    case 'goDependencyFolder':
      return `It is below ${folder}, the only folder with such a file in the modules that ${source} requires.`;
    case 'imports':
      return `It is below ${folder}, an import root, because other imports of this folder start there.`;
    case 'habit':
      return `It is below ${folder}, a common folder for protos.`;
    case 'thirdParty':
      return `It is below ${folder}, a common folder for the protos of other projects.`;
    case 'folder':
      return `It is below ${folder}, the project folder.`;
    case 'around':
      return `It is below ${folder}, a parent folder of the importing file.`;
    case 'package':
      return `It is below ${folder}, an installed package.`;
    case 'leftOut':
      return `It is below ${folder}, which git ignores or npm installed; no other folder has it.`;
    case 'wellKnown':
      return 'It is one of the well-known types that come with gRPC Workbench.';
  }
}

function startOf({ prefix }: ImportRoot): string {
  if (prefix === undefined) return 'there';
  return `there, with \`${prefix}\` in front`;
}

function reasonOfEnd({ rivals }: ImportResolution): string {
  const nearest =
    'No import root contains it. It is the nearest file in the workspace whose path ends with the import path.';
  if (rivals.length === 0) return nearest;
  return `${nearest} Other files are just as near, so this is a guess.`;
}
