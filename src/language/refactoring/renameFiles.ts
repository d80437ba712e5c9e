/** Updates the import paths in all files when files or folders are renamed or moved. */
import { isWithin, relativeTo, type FilePath } from '../../base/path.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type { ImportNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { replace } from '../fixes/fix.ts';
import type { FileEdits } from '../navigation/rename.ts';
import { isOwn } from './refactoring.ts';

/** The path of a file or folder before and after the rename. */
export interface RenamedPath {
  readonly before: FilePath;
  readonly after: FilePath;
}

/** The edits of import paths, as offsets in the current texts. Each step handles one file. */
export function* importEdits(
  workspace: Workspace,
  renamed: readonly RenamedPath[],
): Generator<undefined, readonly FileEdits[], undefined> {
  const moved = [...workspace.reached()].filter((path) => renamed.some(({ before }) => isWithin(before, path)));
  const importers = new Set(moved.flatMap((path) => [...workspace.importersOf(path)]));
  const files: FileEdits[] = [];
  for (const path of [...importers].sort()) {
    const found = isOwn(workspace, path) ? editsOf(workspace, path, renamed) : undefined;
    if (found !== undefined && found.edits.length > 0) files.push(found);
    yield;
  }
  return files;
}

function editsOf(workspace: Workspace, path: FilePath, renamed: readonly RenamedPath[]): FileEdits | undefined {
  const tree = workspace.tree(path);
  if (tree === undefined) return undefined;
  const imports = tree.root.items.filter((item) => item.kind === 'import');
  return {
    path,
    text: tree.text,
    edits: imports.flatMap((node) => editOf(workspace, path, tree, node, renamed) ?? []),
  };
}

function editOf(
  workspace: Workspace,
  from: FilePath,
  tree: SyntaxTree,
  { path }: ImportNode,
  renamed: readonly RenamedPath[],
): TextEdit | undefined {
  if (path === undefined) return undefined;
  const importPath = stringText(path);
  const target = workspace.resolveImport(from, importPath).path;
  const after = target && importPathAfter(workspace, target, importPath, renamed);
  if (after === undefined || after === importPath) return undefined;
  const span = spanOf(tree, path);
  const quote = tree.text.charAt(span.start);
  return replace(span, quote + after + quote);
}

/** The import path after the rename; undefined if we know no import root that contains the new path. */
function importPathAfter(
  workspace: Workspace,
  target: FilePath,
  importPath: string,
  renamed: readonly RenamedPath[],
): string | undefined {
  const after = pathAfter(target, renamed);
  if (after === target || !target.endsWith(`/${importPath}`)) return undefined;
  const root = target.slice(0, -importPath.length - 1);
  // If the import root moves together with the file, the import path may stay the same.
  return relativeTo(pathAfter(root, renamed), after) ?? relativeTo(rootOf(workspace, after), after);
}

/** The import root of a file, which does not need to exist yet. */
function rootOf(workspace: Workspace, path: FilePath): FilePath {
  return path.slice(0, -workspace.nameOf(path).length - 1);
}

function pathAfter(path: FilePath, renamed: readonly RenamedPath[]): FilePath {
  const found = renamed.find(({ before }) => isWithin(before, path));
  if (found === undefined) return path;
  return found.after + path.slice(found.before.length);
}
