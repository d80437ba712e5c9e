/** Describes a declaration for a user who looks at it in a completion list: its text and its comment, in Markdown. */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { DeclarationKey } from './item.ts';
import { declarationText } from '../names/declarationText.ts';
import { outline, type OutlineItem } from '../structure/outline.ts';

/** If a declaration has more lines than this, we show only its first line. */
const MAX_LINES = 16;

/** The description of a declaration in Markdown; undefined if the declaration no longer exists. */
export function describe(workspace: Workspace, { path, fullName }: DeclarationKey): string | undefined {
  const tree = workspace.tree(path);
  if (tree === undefined) return undefined;
  const items = outline(tree);
  const packageName = items.find((item) => item.kind === 'package')?.name ?? '';
  const found = find(items, packageName, fullName);
  return found && markdown(tree, found);
}

function find(items: readonly OutlineItem[], scope: string, fullName: string): OutlineItem | undefined {
  for (const item of items) {
    if (item.kind !== 'extend' && item.kind !== 'package' && join(scope, item.name) === fullName) return item;
    const found = find(item.children, innerScope(item, scope), fullName);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The scope of the declarations inside an outline entry. The fields of a oneof, the values of an enum and the fields of
 * an `extend` block belong to the outer scope.
 */
function innerScope({ kind, name }: OutlineItem, scope: string): string {
  if (kind === 'oneof' || kind === 'enum' || kind === 'extend') return scope;
  return join(scope, name);
}

function join(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${name}`;
}

function markdown(tree: SyntaxTree, item: OutlineItem): string {
  const { code, comment } = declarationText(tree, item, MAX_LINES);
  if (comment === undefined) return code;
  return `${comment}\n\n${code}`;
}
