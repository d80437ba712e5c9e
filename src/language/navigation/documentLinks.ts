/** The imports of a file as links to the imported files. */
import type { FilePath } from '../../base/path.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A part of a text that leads to a file. */
export interface DocumentLink {
  /** The span of the import path, without the quotes. */
  readonly span: Span;
  readonly target: FilePath;
}

/** A link for each import that leads to a file, in the order of the text. */
export function documentLinks(workspace: Workspace, path: FilePath, tree: SyntaxTree): readonly DocumentLink[] {
  const lookedUp = new Set(workspace.summary(path)?.imports);
  return tree.root.items.flatMap((item): readonly DocumentLink[] => {
    if (item.kind !== 'import' || item.path === undefined) return [];
    const importPath = stringText(item.path);
    const target = lookedUp.has(importPath) ? workspace.resolveImport(path, importPath).path : undefined;
    if (target === undefined) return [];
    const { start, end } = spanOf(tree, item.path);
    return [{ span: { start: start + 1, end: end - 1 }, target }];
  });
}
