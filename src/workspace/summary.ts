/** What is kept of every file, open or not: enough for the tree's first level, for search and for finding roots. */
import type { FileItem, MessageItem } from '../syntax/nodes.ts';
import { stringText } from '../syntax/strings.ts';
import type { SyntaxTree } from '../syntax/tree.ts';

export interface FileSummary {
  readonly package: string;
  /** Import paths as written, in the order of the text. */
  readonly imports: readonly string[];
  /** Top-level declarations with a name, and those nested in them, in the order of the text. */
  readonly declarations: readonly Declaration[];
}

export interface Declaration {
  readonly kind: 'message' | 'enum' | 'service' | 'extend';
  /** Full name without the package; an `extend` has its extendee's as written. */
  readonly name: string;
  readonly topLevel: boolean;
}

export function summarize(tree: SyntaxTree): FileSummary {
  let packageName = '';
  const imports: string[] = [];
  const declarations: Declaration[] = [];
  for (const item of tree.root.items) {
    if (item.kind === 'package') packageName = item.name?.text ?? '';
    else if (item.kind === 'import' && item.path) imports.push(stringText(item.path));
    else collect(item, '', declarations);
  }
  return { package: packageName, imports, declarations };
}

function collect(item: FileItem | MessageItem, scope: string, into: Declaration[]): void {
  const topLevel = scope === '';
  switch (item.kind) {
    case 'message':
      if (item.name) {
        const name = scope + item.name.text;
        into.push({ kind: 'message', name, topLevel });
        for (const member of item.items ?? []) collect(member, `${name}.`, into);
      }
      return;
    case 'enum':
    case 'service':
      if (item.name) into.push({ kind: item.kind, name: scope + item.name.text, topLevel });
      return;
    case 'extend':
      if (item.extendee && topLevel) into.push({ kind: 'extend', name: item.extendee.text, topLevel });
      return;
    default:
      return;
  }
}
