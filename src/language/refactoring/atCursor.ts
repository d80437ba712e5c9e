/** Finds the declaration at a cursor, and its symbol. */
import type {
  EnumNode,
  EnumValueNode,
  FieldNode,
  MessageNode,
  MethodNode,
  Node,
  OneofNode,
  ServiceNode,
} from '../../syntax/tree/nodes.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { SymbolDefinition } from '../../schema/descriptors/model.ts';
import { isMeant } from './movable.ts';
import type { Selection } from './refactoring.ts';

/** A declaration that can have a name, options and a comment. */
export type NamedNode = MessageNode | EnumNode | EnumValueNode | FieldNode | OneofNode | ServiceNode | MethodNode;

const NAMED: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'message',
  'enum',
  'enumValue',
  'field',
  'oneof',
  'service',
  'method',
]);

function isNamed(node: Node): node is NamedNode {
  return NAMED.has(node.kind);
}

/** The innermost declaration whose head contains the cursor. */
export function namedAtCursor({ file, span }: Selection): NamedNode | undefined {
  if (span.start !== span.end) return undefined;
  const node = nodePathAt(file.tree, span.start).findLast(isNamed);
  if (node?.name === undefined || !isMeant(file.tree, node, span)) return undefined;
  return node;
}

/** The symbol that a node declares. */
export function symbolOf({ file }: Selection, node: NamedNode): SymbolDefinition | undefined {
  if (node.name === undefined) return undefined;
  const start = file.tree.tokens.start(node.name.first);
  return file.symbols.find(({ nameSpan }) => nameSpan.start === start);
}
