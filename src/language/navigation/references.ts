/**
 * All places of a workspace that name a declaration, a package or a file. The index says which files can name it, so
 * only those are linked. The work pauses after each of them.
 */
import type { FilePath } from '../../base/path.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import { importsOf, usesIn, type Use } from './uses.ts';
import type { DeclarationSubject, PackageSubject, Subject } from './subject.ts';

/** The uses in one file, with the tree of the text that they belong to. */
export interface FileUses {
  readonly path: FilePath;
  readonly tree: SyntaxTree;
  readonly uses: readonly Use[];
}

/**
 * What `take` makes of the uses in each file, the declaring file first. A result of thousands of files should not keep
 * their trees.
 */
export function* references<T>(
  workspace: Workspace,
  subject: Subject,
  take: (found: FileUses) => readonly T[],
): Generator<undefined, readonly T[], undefined> {
  const results: T[] = [];
  for (const path of filesThatMayName(workspace, subject)) {
    const found = usesInFile(workspace, path, subject);
    if (found !== undefined && found.uses.length > 0) results.push(...take(found));
    yield;
  }
  return results;
}

function usesInFile(workspace: Workspace, path: FilePath, subject: Subject): FileUses | undefined {
  if (subject.kind === 'file') {
    const tree = workspace.tree(path);
    return tree && { path, tree, uses: importsOf(workspace, path, tree, subject) };
  }
  const file = workspace.linked(path);
  return file && { path, tree: file.tree, uses: usesIn(workspace, path, file, subject) };
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

function usersThatMention(workspace: Workspace, { home, name, symbols }: DeclarationSubject): readonly FilePath[] {
  const users = usersOf(workspace, [home]);
  users.delete(home);
  const mentions = workspace.mentionsOf(name);
  // The field of a group has the group's name in lower case.
  const written = new Set(symbols.map(({ fullName }) => simpleName(fullName)));
  return [...users].filter((path) => mentions.has(path) && hasAny(workspace.text(path), written)).sort();
}

/** The index ignores case. To search a text is much cheaper than to link it. */
function hasAny(text: string | undefined, names: ReadonlySet<string>): boolean {
  if (text === undefined) return false;
  for (const name of names) if (text.includes(name)) return true;
  return false;
}

function packageFiles(workspace: Workspace, { fullName }: PackageSubject): readonly FilePath[] {
  const files = workspace.reached();
  // Each part is in the name itself or in the `package` statement of the file.
  const mentions = fullName.split('.').map((part) => workspace.mentionsOf(part));
  return [...files].filter((path) => mentions.every((paths) => paths.has(path))).sort();
}

const OPTIONS_FILE = '/google/protobuf/descriptor.proto';

/** The files, and all files that import them, directly or not. Each file may use the options of descriptor.proto. */
export function usersOf(workspace: Workspace, homes: readonly FilePath[]): Set<FilePath> {
  const all = workspace.reached();
  if (homes.some((home) => home.endsWith(OPTIONS_FILE))) return new Set([...homes, ...all]);
  const found = new Set(homes);
  for (const one of found) for (const importer of workspace.importersOf(one)) found.add(importer);
  return found;
}
