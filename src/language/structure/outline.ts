/**
 * The outline of one file: every declaration, nested as in the text. It needs no linking, so a text with errors has an
 * outline too.
 */
import type {
  EnumItem,
  FileItem,
  IdentifierNode,
  MessageItem,
  Node,
  OneofItem,
  ServiceItem,
} from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { enumValueDetail, fieldDetail, methodDetail } from '../../workspace/index/details.ts';

/** The kind of declaration that an entry stands for. */
export type OutlineKind =
  | 'package'
  | 'message'
  | 'field'
  | 'oneof'
  | 'enum'
  | 'enumValue'
  | 'service'
  | 'method'
  | 'extend';

/** One entry with its nested entries. `span` covers the whole declaration, `nameSpan` its name. */
export interface OutlineItem {
  readonly kind: OutlineKind;
  readonly name: string;
  /** A short description: a field's type and number, or a method's types. */
  readonly detail: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly node: Node;
  readonly children: readonly OutlineItem[];
}

/** The outline of each tree. A tree never changes, and an editor asks many times for the outline of the same tree. */
const outlines = new WeakMap<SyntaxTree, readonly OutlineItem[]>();

/** The outline of a tree. We compute it once per tree, and leave out declarations without a name. */
export function outline(tree: SyntaxTree): readonly OutlineItem[] {
  const known = outlines.get(tree);
  if (known !== undefined) return known;
  const items = tree.root.items.flatMap((item) => outlineOf(tree, item));
  outlines.set(tree, items);
  return items;
}

/** The entry of one declaration with its nested entries; undefined for a node that is not a declaration. */
function outlineOf(
  tree: SyntaxTree,
  item: FileItem | MessageItem | EnumItem | ServiceItem | OneofItem,
): readonly OutlineItem[] {
  const entry = (
    kind: OutlineKind,
    name: IdentifierNode | undefined,
    detail: string,
    children: readonly OutlineItem[] = [],
  ): OutlineItem[] =>
    name && name.text !== ''
      ? [
          {
            kind,
            name: name.text,
            detail,
            span: spanOf(tree, item),
            nameSpan: spanOf(tree, name),
            node: item,
            children,
          },
        ]
      : [];
  const members = (
    items: readonly (MessageItem | EnumItem | ServiceItem | OneofItem)[] | undefined,
  ): readonly OutlineItem[] => (items ?? []).flatMap((member) => outlineOf(tree, member));

  switch (item.kind) {
    case 'package':
      if (item.name)
        return [
          {
            kind: 'package',
            name: item.name.text,
            detail: '',
            span: spanOf(tree, item),
            nameSpan: spanOf(tree, item.name),
            node: item,
            children: [],
          },
        ];
      return [];
    case 'message':
      return entry('message', item.name, '', members(item.items));
    case 'enum':
      return entry('enum', item.name, '', members(item.items));
    case 'service':
      return entry('service', item.name, '', members(item.items));
    case 'oneof':
      return entry('oneof', item.name, '', members(item.items));
    case 'field':
      return entry('field', item.name, fieldDetail(item), members(item.group));
    case 'enumValue':
      return entry('enumValue', item.name, enumValueDetail(item));
    case 'method':
      return entry('method', item.name, methodDetail(item));
    case 'extend':
      if (item.extendee)
        return [
          {
            kind: 'extend',
            name: item.extendee.text,
            detail: '',
            span: spanOf(tree, item),
            nameSpan: spanOf(tree, item.extendee),
            node: item,
            children: members(item.items),
          },
        ];
      return [];
    case 'syntax':
    case 'import':
    case 'option':
    case 'extensions':
    case 'reserved':
    case 'empty':
    case 'error':
      return [];
  }
}
