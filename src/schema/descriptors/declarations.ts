/**
 * Maps each descriptor of a file to its syntax node. It is separate from the descriptors, because it lives only as long
 * as the tree.
 */
import type {
  EnumNode,
  EnumValueNode,
  FieldNode,
  MessageNode,
  MethodNode,
  OneofNode,
  RangeNode,
  ServiceNode,
} from '../../syntax/tree/nodes.ts';
import type { Entity, ExtensionRange, ReservedRange } from './descriptor.ts';

/** The node for each kind of descriptor. */
export interface NodeOf {
  /** A message, a group field, or the map field that the entry belongs to. */
  readonly message: MessageNode | FieldNode;
  /** The field itself; the map field for the two fields of a map entry. */
  readonly field: FieldNode;
  /** The oneof, or the only field of a synthetic oneof. */
  readonly oneof: OneofNode | FieldNode;
  readonly enum: EnumNode;
  readonly enumValue: EnumValueNode;
  readonly service: ServiceNode;
  readonly method: MethodNode;
  readonly extensionRange: RangeNode;
  readonly reservedRange: RangeNode;
}

type Declaration = Entity | ExtensionRange | ReservedRange;

/** The node of each declaration in one file, by the `id` of its descriptor. */
export class Declarations {
  readonly #nodes: NodeOf[keyof NodeOf][] = [];
  readonly #descriptors: Declaration[] = [];

  /** The `id` of the next declaration. */
  get nextId(): number {
    return this.#nodes.length;
  }

  add<T extends Declaration>(descriptor: T, node: NodeOf[T['kind']]): T {
    this.#descriptors.push(descriptor);
    this.#nodes.push(node);
    return descriptor;
  }

  /** Accepts only descriptors of the same file. */
  node<K extends keyof NodeOf>(descriptor: { readonly kind: K; readonly id: number }): NodeOf[K] {
    return this.#nodes[descriptor.id] as NodeOf[K];
  }

  /** Everything with a name in the text, in the order of the text. */
  named(): Entity[] {
    return this.#descriptors
      .filter((one) => one.kind !== 'extensionRange' && one.kind !== 'reservedRange')
      .filter((one) => one.nameStart >= 0);
  }
}
