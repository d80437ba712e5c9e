/** Which syntax each descriptor of a file was made from: kept beside the descriptors, as long as the tree is needed. */
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

/** The node of each kind of descriptor. */
export interface NodeOf {
  /** A message, the group that is one, or the map field whose entry it is. */
  readonly message: MessageNode | FieldNode;
  /** The map field, for the two fields of its entry. */
  readonly field: FieldNode;
  /** The declaration, or the one field of a synthetic oneof. */
  readonly oneof: OneofNode | FieldNode;
  readonly enum: EnumNode;
  readonly enumValue: EnumValueNode;
  readonly service: ServiceNode;
  readonly method: MethodNode;
  readonly extensionRange: RangeNode;
  readonly reservedRange: RangeNode;
}

type Declaration = Entity | ExtensionRange | ReservedRange;

/** The node of each declaration of one file, by the `id` of its descriptor. */
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

  /** Only for descriptors of the same file. */
  node<K extends keyof NodeOf>(descriptor: { readonly kind: K; readonly id: number }): NodeOf[K] {
    return this.#nodes[descriptor.id] as NodeOf[K];
  }

  /** What has a name in the text, in the order of the text. */
  named(): Entity[] {
    return this.#descriptors
      .filter((one) => one.kind !== 'extensionRange' && one.kind !== 'reservedRange')
      .filter((one) => one.nameStart >= 0);
  }
}
