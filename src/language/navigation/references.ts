/**
 * Finds all places of a workspace that name a declaration, a package or a file. The index says which files can name it,
 * so we link only those. The search pauses after each file.
 */
import type { FilePath } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import { importsOf, usesIn, type Use } from './uses.ts';
import type { DeclarationSubject, PackageSubject, Subject } from './subject.ts';

/** The uses in one file. Their spans belong to `text`. */
export interface FileUses {
  readonly path: FilePath;
  readonly text: string;
  readonly uses: readonly Use[];
}

/** Passes the uses in each file to `take`, the declaring file first, and collects the results. */
export function* references<T>(
  workspace: Workspace,
  subject: Subject,
  take: (found: FileUses) => readonly T[],
): Generator<undefined, readonly T[], undefined> {
  const results: T[] = [];
  const search = typeSearch(workspace, subject);
  for (const path of filesThatMayName(workspace, subject)) {
    const found = usesInFile(workspace, path, subject, search);
    if (found !== undefined && found.uses.length > 0) results.push(...take(found));
    yield;
  }
  return results;
}

/** Finds the uses of a type without linking, in closed files that do not declare it. */
export interface ClosedSearch {
  /** The uses in a file; undefined if we have to link the file to find them. */
  usesIn(path: FilePath): FileUses | undefined;
  /** Whether the file neither contains nor sees a declaration with this simple name. */
  isFree(path: FilePath, name: string): boolean;
}

/**
 * A search for the uses of a type without linking. Undefined if the subject is not a type, or if another file declares
 * the same full name, because then the name does not identify the type.
 */
export function typeSearch(workspace: Workspace, subject: Subject): ClosedSearch | undefined {
  if (subject.kind !== 'declaration') return undefined;
  const [symbol, ...others] = subject.symbols;
  if (symbol === undefined || others.length > 0) return undefined;
  if (symbol.kind !== 'message' && symbol.kind !== 'enum' && symbol.kind !== 'service') return undefined;
  const { home } = subject;
  const { fullName } = symbol;
  workspace.reached();
  if (workspace.declaringFiles(fullName).some((path) => path !== home)) return undefined;
  const search = workspace.typeSearch(fullName);
  return {
    isFree: (path, newName) => search.isFree(path, newName),
    usesIn: (path) => {
      if (path === home || workspace.isOpen(path)) return undefined;
      const found = search.usesIn(path);
      if (found.kind === 'unknown') return undefined;
      return { path, text: found.text, uses: found.spans.map((span) => ({ span, declares: false })) };
    },
  };
}

function usesInFile(
  workspace: Workspace,
  path: FilePath,
  subject: Subject,
  search: ClosedSearch | undefined,
): FileUses | undefined {
  if (subject.kind === 'file') {
    const tree = workspace.tree(path);
    return tree && { path, text: tree.text, uses: importsOf(workspace, path, tree, subject) };
  }
  const found = search?.usesIn(path);
  if (found !== undefined) return found;
  const file = workspace.linked(path);
  return file && { path, text: file.tree.text, uses: usesIn(workspace, path, file, subject) };
}

/** The files that may name the subject, sorted, the declaring file first. */
export function filesThatMayName(workspace: Workspace, subject: Subject): readonly FilePath[] {
  switch (subject.kind) {
    case 'declaration':
      return [subject.home, ...usersThatMention(workspace, subject)];
    case 'package':
      return packageFiles(workspace, subject);
    case 'file':
      workspace.reached();
      return [...workspace.importersOf(subject.path)].sort();
  }
}

function usersThatMention(workspace: Workspace, { home, symbols }: DeclarationSubject): readonly FilePath[] {
  const users = usersOf(workspace, [home]);
  users.delete(home);
  // The field of a group has the group's name in lower case.
  const written = [...new Set(symbols.map(({ fullName }) => simpleName(fullName)))];
  const mayUse = (path: FilePath): boolean => written.some((one) => workspace.mayUse(path, one));
  return [...users].filter(mayUse).sort();
}

function packageFiles(workspace: Workspace, { fullName }: PackageSubject): readonly FilePath[] {
  const files = workspace.reached();
  // Each part of the package is either in the name itself or in the `package` statement of the file.
  const mentions = fullName.split('.').map((part) => workspace.mentionsOf(part));
  return [...files].filter((path) => mentions.every((paths) => paths.has(path))).sort();
}

const OPTIONS_FILE = '/google/protobuf/descriptor.proto';

/**
 * The given files, and all files that import them, directly or not. If one of them is descriptor.proto, the result has
 * all files, because each file may use its options.
 */
export function usersOf(workspace: Workspace, homes: readonly FilePath[]): Set<FilePath> {
  const all = workspace.reached();
  if (homes.some((home) => home.endsWith(OPTIONS_FILE))) return new Set([...homes, ...all]);
  const found = new Set(homes);
  for (const one of found) for (const importer of workspace.importersOf(one)) found.add(importer);
  return found;
}
