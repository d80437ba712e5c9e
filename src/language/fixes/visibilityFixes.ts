/** Fixes for `export` and `local`: a type that its file does not export, and a type that cannot be exported. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { NameScope } from '../names/scope.ts';
import { declarationNode } from '../names/symbols.ts';
import { fix, type Fix, type FixContext, insert, remove, replace } from './fix.ts';

/** The fix that exports a type at its declaration in the other file. */
export function exportType({ workspace, file, diagnostic }: FixContext): readonly Fix[] {
  const [, fullName = '', home = ''] = /^Symbol "([^"]+)", defined in "([^"]+)"/.exec(diagnostic.message) ?? [];
  const declaring = new NameScope(file).visible.find((one) => one.path === home && one.scope.has(fullName));
  const place = declaring && placeOf(workspace.pathOf(declaring), workspace.textOf(declaring));
  // With STRICT visibility, a nested type cannot be exported.
  if (
    place === undefined ||
    workspace.isDependency(place.path) ||
    (diagnostic.message.includes("'STRICT'") && isNested(place.file, fullName))
  )
    return [];
  const edit = exporting(place.file, fullName);
  if (edit === undefined) return [];
  return [
    {
      ...fix(`Export ${fullName} from "${home}"`, []),
      elsewhere: [{ path: place.path, text: place.file.tree.text, edits: [edit] }],
    },
  ];
}

function placeOf(
  path: FilePath | undefined,
  file: LinkedFile | undefined,
): { readonly path: FilePath; readonly file: LinkedFile } | undefined {
  if (path === undefined || file === undefined) return undefined;
  return { path, file };
}

function isNested({ interface: { scope } }: LinkedFile, fullName: string): boolean {
  const entity = scope.get(fullName);
  return (entity?.kind === 'message' || entity?.kind === 'enum') && entity.parent !== undefined;
}

function exporting(file: LinkedFile, fullName: string): TextEdit | undefined {
  const node = declarationOf(file, fullName);
  if (node === undefined) return undefined;
  const { tokens } = file.tree;
  const start = tokens.start(node.first);
  if (node.visibility === undefined) return insert(start, 'export ');
  return replace({ start, end: tokens.end(node.first) }, 'export');
}

function declarationOf(
  file: LinkedFile,
  fullName: string,
): Extract<ReturnType<typeof declarationNode>, { readonly kind: 'message' | 'enum' }> | undefined {
  const symbol = file.symbols.find(
    (one) => one.fullName === fullName && (one.kind === 'message' || one.kind === 'enum'),
  );
  const node = symbol && declarationNode(file, symbol);
  if (node?.kind === 'message' || node?.kind === 'enum') return node;
  return undefined;
}

/**
 * The fix that removes `export` from a nested type with STRICT visibility. The diagnostic has no place, so we find the
 * type by its name.
 */
export function removeExport({ file, tree, diagnostic }: FixContext): readonly Fix[] {
  const fullName = /^"([^"]+)" is a nested /.exec(diagnostic.message)?.[1];
  if (fullName === undefined) return [];
  const node = declarationOf(file, fullName);
  if (node?.visibility !== 'export') return [];
  return [fix(`Do not export ${fullName}`, [remove(wordAndBlanks(tree, node.first))])];
}

function wordAndBlanks({ tokens }: SyntaxTree, token: number): { readonly start: number; readonly end: number } {
  return { start: tokens.start(token), end: tokens.start(token + 1) };
}
