/** Walks a syntax tree: finds the children of a node, and the nodes that contain an offset. */
import { present } from '../../base/present.ts';
import { spanTouches } from '../../text/span.ts';
import type { Node } from './nodes.ts';
import { spanOf, type SyntaxTree } from './tree.ts';

/** Returns the direct children of a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'file':
      return node.items;
    case 'syntax':
      return present(node.value);
    case 'package':
      return present(node.name);
    case 'import':
      return present(node.path);
    case 'option':
      return present(node.name, node.value);
    case 'optionName':
      return node.parts;
    case 'optionNamePart':
      return present(node.name);
    case 'message':
    case 'enum':
    case 'service':
    case 'oneof':
      return [...present(node.name), ...(node.items ?? [])];
    case 'field':
      return [...present(node.type, node.name, node.number), ...node.options, ...(node.group ?? [])];
    case 'mapType':
      return present(node.key, node.value);
    case 'extensions':
      return [...node.ranges, ...node.options];
    case 'reserved':
      return [...node.ranges, ...node.names];
    case 'range':
      return present(node.start, node.end);
    case 'extend':
      return [...present(node.extendee), ...(node.items ?? [])];
    case 'enumValue':
      return [...present(node.name, node.number), ...node.options];
    case 'method':
      return [...present(node.name, node.input, node.output), ...(node.items ?? [])];
    case 'rpcType':
      return present(node.type);
    case 'aggregate':
      return node.fields;
    case 'aggregateField':
      return present(node.value);
    case 'list':
      return node.values;
    case 'empty':
    case 'error':
    case 'identifier':
    case 'typeName':
    case 'number':
    case 'string':
    case 'nameValue':
      return [];
  }
}

/**
 * Returns the nodes that contain `offset`, outermost first. A node also contains the offset directly after it. If one
 * node ends where the next one starts, the offset is in the second one.
 */
export function nodePathAt(tree: SyntaxTree, offset: number): readonly Node[] {
  const path: Node[] = [tree.root];
  for (;;) {
    const inner: Node | undefined = childAt(tree, path[path.length - 1] ?? tree.root, offset);
    if (inner === undefined) return path;
    path.push(inner);
  }
}

/** Returns the last child that contains or touches the offset. */
function childAt(tree: SyntaxTree, node: Node, offset: number): Node | undefined {
  const items = itemsOf(node);
  if (items === undefined) return touching(tree, children(node), offset);
  return itemAt(tree, items, offset) ?? touching(tree, beforeItems(node), offset);
}

function touching(tree: SyntaxTree, nodes: readonly Node[], offset: number): Node | undefined {
  return nodes.findLast((node) => node.last >= node.first && spanTouches(spanOf(tree, node), offset));
}

/**
 * Returns the items of a node. There may be tens of thousands, so we search them separately. They come after the other
 * children.
 */
function itemsOf(node: Node): readonly Node[] | undefined {
  switch (node.kind) {
    case 'file':
    case 'message':
    case 'enum':
    case 'service':
    case 'oneof':
    case 'extend':
      return node.items;
    default:
      return undefined;
  }
}

function beforeItems(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'message':
    case 'enum':
    case 'service':
    case 'oneof':
      return present(node.name);
    case 'extend':
      return present(node.extendee);
    default:
      return [];
  }
}

/** Finds an item by a binary search, because items are in the order of the text. */
function itemAt(tree: SyntaxTree, items: readonly Node[], offset: number): Node | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && tree.tokens.start(item.first) <= offset) low = middle + 1;
    else high = middle;
  }
  // We look at the last item that starts at or before the offset. We skip empty items, because they contain nothing.
  for (let at = low - 1; at >= 0; at--) {
    const item = items[at];
    if (item === undefined || item.last < item.first) continue;
    if (spanTouches(spanOf(tree, item), offset)) return item;
    return undefined;
  }
  return undefined;
}
