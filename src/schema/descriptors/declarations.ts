/**
 * Maps each descriptor of a file to its syntax node. The map is separate from the descriptors, because we drop it
 * together with the tree.
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

/** The type of syntax node for each kind of descriptor. */
export interface NodeOf {
  /** The node of a message is the message, a group field, or the map field that generates the message. */
  readonly message: MessageNode | FieldNode;
  /** The node of a field is the field itself. For the two fields of a map entry, it is the map field. */
  readonly field: FieldNode;
  /** The node of a oneof is the oneof. For a synthetic oneof, it is its only field. */
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

  /** Returns the node of a descriptor. The descriptor must belong to the same file. */
  node<K extends keyof NodeOf>(descriptor: { readonly kind: K; readonly id: number }): NodeOf[K] {
    return this.#nodes[descriptor.id] as NodeOf[K];
  }

  /** Returns every declaration that has a name in the text, in the order of the text. */
  named(): Entity[] {
    return this.#descriptors
      .filter((one) => one.kind !== 'extensionRange' && one.kind !== 'reservedRange')
      .filter((one) => one.nameStart >= 0);
  }
}
