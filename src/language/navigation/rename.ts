/** The edits that rename a declaration and all references to it. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile, Reference, SymbolDefinition } from '../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { nameParts } from '../names/nameParts.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** The edits of one file, with the tree of the text that they apply to. */
export interface FileEdits {
  readonly path: FilePath;
  readonly tree: SyntaxTree;
  readonly edits: readonly TextEdit[];
}

/** A search through more files takes longer than a user waits for a fix. */
const MOST_FILES = 100;

/**
 * Edits by file, the declaring file first. Undefined if something prevents the rename: another declaration has the new
 * name, a place names it in a way that the linker does not know, the files are too many, or the user cannot change one
 * of them.
 */
export function renaming(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  symbol: SymbolDefinition,
  newName: string,
): readonly FileEdits[] | undefined {
  const others = concerned(workspace, path, simpleName(symbol), newName);
  if (others.length > MOST_FILES) return undefined;
  const found: FileEdits[] = [];
  for (const user of [path, ...others]) {
    const linked = user === path ? file : workspace.linked(user);
    if (linked === undefined) continue;
    const spans = [
      ...(user === path ? [symbol.nameSpan] : []),
      ...linked.references.flatMap((reference) => namedIn(linked, reference, symbol)),
    ];
    if (declares(linked, newName) || isNamedOtherwise(linked, simpleName(symbol), spans)) return undefined;
    if (spans.length === 0) continue;
    if (workspace.isDependency(user)) return undefined;
    found.push({ path: user, tree: linked.tree, edits: spans.map((span) => ({ span, newText: newName })) });
  }
  return found;
}

function simpleName({ fullName }: { readonly fullName: string }): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/**
 * Files that lead to the declaration and mention the old name, which may refer to it, or the new name, which may have a
 * meaning there.
 */
function concerned(workspace: Workspace, home: FilePath, oldName: string, newName: string): readonly FilePath[] {
  const leading = [...filesThatLeadTo(workspace, home)];
  // The linker makes up names that no text mentions: for a map's entries and an optional field's oneof.
  if (newName.endsWith('Entry') || newName.startsWith('_')) return leading;
  const [old, now] = [workspace.mentionsOf(oldName), workspace.mentionsOf(newName)];
  return leading.filter((path) => old.has(path) || now.has(path));
}

/** All files that import it, directly or not. */
function filesThatLeadTo(workspace: Workspace, home: FilePath): ReadonlySet<FilePath> {
  const found = new Set([home]);
  for (const one of found) for (const importer of workspace.importersOf(one)) found.add(importer);
  found.delete(home);
  return found;
}

/** Where a reference names the symbol: at its end, or on the way to a nested declaration. */
function namedIn(
  { tree }: LinkedFile,
  { span, target }: Reference,
  { kind, fullName }: SymbolDefinition,
): readonly Span[] {
  const isItself = target.fullName === fullName && target.kind === kind;
  if (!isItself && !target.fullName.startsWith(`${fullName}.`)) return [];
  const depth = target.fullName.split('.').length - fullName.split('.').length;
  const part = nameParts(tree, span).at(-1 - depth);
  if (part === undefined) return [];
  return [part];
}

/** The new name must have no meaning yet in any scope, so that it hides nothing. */
function declares({ interface: { scope } }: LinkedFile, name: string): boolean {
  for (const entity of scope.values()) if (entity.name === name) return true;
  return false;
}

/** Whether the name appears in a place that the linker does not know, such as a declaration with an error. */
function isNamedOtherwise(file: LinkedFile, name: string, renamed: readonly Span[]): boolean {
  const { tokens } = file.tree;
  const known = [
    ...renamed,
    ...file.symbols.map(({ nameSpan }) => nameSpan),
    ...file.references.map(({ span }) => span),
  ];
  const starts = new Set(known.map(({ start }) => start));
  for (let at = 0; at < tokens.count; at++) {
    if (tokens.kind(at) !== 'identifier' || tokens.text(at) !== name) continue;
    const start = tokens.start(at);
    if (!starts.has(start) && !known.some((span) => span.start <= start && start < span.end)) return true;
  }
  return false;
}
