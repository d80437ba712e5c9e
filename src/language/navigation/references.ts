/**
 * All places of a workspace that name a declaration, a package or a file. The index says which files can name it, so
 * only those are linked. The work pauses after each of them.
 */
import type { FilePath } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { FileSummary } from '../../workspace/files/summary.ts';
import { simpleName } from '../names/match.ts';
import { fullNameOf } from '../names/declarations.ts';
import { importsOf, usesIn, type Use } from './uses.ts';
import type { DeclarationSubject, PackageSubject, Subject } from './subject.ts';

/** The uses in one file, with the text that they belong to. */
export interface FileUses {
  readonly path: FilePath;
  readonly text: string;
  readonly uses: readonly Use[];
}

/** What `take` makes of the uses in each file, the declaring file first. */
export function* references<T>(
  workspace: Workspace,
  subject: Subject,
  take: (found: FileUses) => readonly T[],
): Generator<undefined, readonly T[], undefined> {
  const results: T[] = [];
  const type = typeOf(workspace, subject);
  for (const path of filesThatMayName(workspace, subject)) {
    const found = usesInFile(workspace, path, subject, type?.home === path ? undefined : type);
    if (found !== undefined && found.uses.length > 0) results.push(...take(found));
    yield;
  }
  return results;
}

/** A type whose full name no other file declares, so the full name alone tells its uses. */
interface UniqueType {
  readonly home: FilePath;
  readonly name: string;
  readonly fullName: string;
}

function typeOf(workspace: Workspace, subject: Subject): UniqueType | undefined {
  if (subject.kind !== 'declaration') return undefined;
  const [symbol, ...others] = subject.symbols;
  if (symbol === undefined || others.length > 0) return undefined;
  if (symbol.kind !== 'message' && symbol.kind !== 'enum' && symbol.kind !== 'service') return undefined;
  const { home, name } = subject;
  const { fullName } = symbol;
  workspace.reached();
  for (const path of workspace.mentionsOf(name))
    if (path !== home && declares(workspace.summary(path), fullName)) return undefined;
  return { home, name, fullName };
}

function declares(summary: FileSummary | undefined, fullName: string): boolean {
  if (summary === undefined) return false;
  return summary.declarations.some(({ name }) => fullNameOf({ package: summary.package, name }) === fullName);
}

function usesInFile(
  workspace: Workspace,
  path: FilePath,
  subject: Subject,
  type: UniqueType | undefined,
): FileUses | undefined {
  if (subject.kind === 'file') {
    const tree = workspace.tree(path);
    return tree && { path, text: tree.text, uses: importsOf(workspace, path, tree, subject) };
  }
  if (type !== undefined && !workspace.isOpen(path)) return usesOfType(workspace, path, type);
  const file = workspace.linked(path);
  return file && { path, text: file.tree.text, uses: usesIn(workspace, path, file, subject) };
}

/** The same for a closed file, without its tree. */
function usesOfType(workspace: Workspace, path: FilePath, { name, fullName }: UniqueType): FileUses | undefined {
  const spans = workspace.typePlaces(path)?.of(fullName) ?? [];
  const text = spans.length === 0 ? undefined : workspace.text(path);
  if (text === undefined) return undefined;
  const meant = spans.filter(({ start, end }) => text.slice(start, end) === name);
  return { path, text, uses: meant.map((span) => ({ span, declares: false })) };
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
