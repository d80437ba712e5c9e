/**
 * Descriptors: what a file means, as plain data that refer to each other. They follow descriptor.proto, with names
 * resolved; encode.ts turns them into bytes. They outlive their syntax tree and keep no reference to it. The linker
 * finds the node of a declaration by its `id` (Linking.node).
 *
 * A workspace has hundreds of thousands of descriptors. So all descriptors of one kind have the same properties in the
 * same order (none is optional), and all empty lists are one shared list.
 */
import type { Features } from './features.ts';

/** The language revision in the first statement of a file: `syntax` with proto2 or proto3, or `edition`. */
export type Syntax = 'proto2' | 'proto3' | 'editions';

/** Numbers of FieldDescriptorProto.Type in descriptor.proto. The number is 0 until the type's name is resolved. */
export const FIELD_TYPE = {
  unresolved: 0,
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  group: 10,
  message: 11,
  bytes: 12,
  uint32: 13,
  enum: 14,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
} as const;

/** Numbers of FieldDescriptorProto.Label. */
export const LABEL = { optional: 1, required: 2, repeated: 3 } as const;

/** One file, with the fields of FileDescriptorProto. */
export interface FileDescriptor {
  readonly kind: 'file';
  readonly name: string;
  readonly package: string;
  readonly syntax: Syntax;
  /** The number of the edition in descriptor.proto; proto2 is 998, proto3 is 999. */
  readonly edition: number;
  readonly dependencies: readonly string[];
  /** The indexes of the public imports in `dependencies`. */
  readonly publicDependencies: readonly number[];
  readonly weakDependencies: readonly number[];
  readonly optionDependencies: readonly string[];
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly services: readonly ServiceDescriptor[];
  readonly extensions: readonly FieldDescriptor[];
  readonly options: OptionSet | undefined;
  readonly features: Features;
}

interface Declared {
  readonly name: string;
  readonly fullName: string;
  readonly file: FileDescriptor;
  /**
   * The number of this declaration within its file. It counts declarations and ranges in the order in which we build
   * them.
   */
  readonly id: number;
  /**
   * The offset of the name in the text that the descriptor comes from; -1 if the compiler generates the declaration.
   */
  readonly nameStart: number;
  readonly options: OptionSet | undefined;
  readonly features: Features;
}

/** A message, a group, or the entry type that a map field generates. */
export interface MessageDescriptor extends Declared {
  readonly kind: 'message';
  readonly parent: MessageDescriptor | undefined;
  readonly visibility: 'export' | 'local' | undefined;
  readonly mapEntry: boolean;
  readonly fields: readonly FieldDescriptor[];
  readonly extensions: readonly FieldDescriptor[];
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly oneofs: readonly OneofDescriptor[];
  readonly extensionRanges: readonly ExtensionRange[];
  readonly reservedRanges: readonly ReservedRange[];
  readonly reservedNames: readonly string[];
}

/** A field or an extension. */
export interface FieldDescriptor extends Declared {
  readonly kind: 'field';
  /** The message that the field is declared in. */
  readonly parent: MessageDescriptor | undefined;
  /**
   * The message that has the field. For an extension, it is the extended message, and undefined until we resolve it.
   */
  readonly container: MessageDescriptor | undefined;
  readonly isExtension: boolean;
  readonly number: number;
  /** The label of the field, as a number from LABEL. */
  readonly label: number;
  /** The type of the field, as a number from FIELD_TYPE. */
  readonly type: number;
  /** The name of the type. It is as written until it is resolved; then it has a leading dot. */
  readonly typeName: string | undefined;
  readonly message: MessageDescriptor | undefined;
  readonly enum: EnumDescriptor | undefined;
  /** The name of the extended message. It is as written until it is resolved; then it has a leading dot. */
  readonly extendee: string | undefined;
  /** The default value in the form that descriptor.proto uses, with one char code per byte. */
  readonly defaultValue: string | undefined;
  readonly jsonName: string;
  /** Whether the file sets `json_name`. */
  readonly hasJsonName: boolean;
  readonly oneof: OneofDescriptor | undefined;
  readonly proto3Optional: boolean;
}

/**
 * A oneof. `synthetic` marks the oneof that a proto3 `optional` field generates. `index` counts the oneofs of a message
 * from zero.
 */
export interface OneofDescriptor extends Declared {
  readonly kind: 'oneof';
  readonly parent: MessageDescriptor;
  readonly index: number;
  readonly synthetic: boolean;
  readonly fields: readonly FieldDescriptor[];
}

/** An enum with its values in the order of the file. */
export interface EnumDescriptor extends Declared {
  readonly kind: 'enum';
  readonly parent: MessageDescriptor | undefined;
  readonly visibility: 'export' | 'local' | undefined;
  readonly values: readonly EnumValueDescriptor[];
  readonly reservedRanges: readonly ReservedRange[];
  readonly reservedNames: readonly string[];
}

/** A value of an enum. Its full name is in the scope that contains the enum, not in the enum itself. */
export interface EnumValueDescriptor extends Declared {
  readonly kind: 'enumValue';
  readonly parent: EnumDescriptor;
  readonly number: number;
}

/** A service with its methods in the order of the file. */
export interface ServiceDescriptor extends Declared {
  readonly kind: 'service';
  readonly methods: readonly MethodDescriptor[];
}

/** An rpc. Its type names are as written until they are resolved; then they have a leading dot. */
export interface MethodDescriptor extends Declared {
  readonly kind: 'method';
  readonly parent: ServiceDescriptor;
  readonly inputType: string;
  readonly outputType: string;
  readonly input: MessageDescriptor | undefined;
  readonly output: MessageDescriptor | undefined;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
}

/** One range of an `extensions` statement. */
export interface ExtensionRange {
  readonly kind: 'extensionRange';
  readonly id: number;
  readonly start: number;
  /** One more than the last number. */
  readonly end: number;
  readonly options: OptionSet | undefined;
  readonly features: Features;
}

/** One range of numbers in a `reserved` statement. */
export interface ReservedRange {
  readonly kind: 'reservedRange';
  readonly id: number;
  readonly start: number;
  /** For messages, one more than the last number; for enums, the last number, as in descriptor.proto. */
  readonly end: number;
}

/**
 * The value of an option. 64-bit integers are bigints. Other integers, floats and enum values are numbers. Strings and
 * bytes have one char code per byte.
 */
export type Value = number | bigint | boolean | string | MessageValue;

/** The value of an option that is a message. */
export interface MessageValue {
  readonly type: MessageDescriptor;
  /** The fields that are set, in the order in which they were set. */
  readonly fields: readonly FieldValues[];
  /**
   * Whether each value of a repeated field is encoded separately. This is so for the value of an option statement,
   * because protoc encodes the value before it knows the field.
   */
  readonly unpacked: boolean;
}

/** The values of one field of a `MessageValue`. */
export interface FieldValues {
  readonly field: FieldDescriptor;
  /** The values of the field: one value, or any number of values if the field is repeated. */
  readonly values: readonly Value[];
}

/** The interpreted options of one declaration. optionSet.ts encodes them. */
export interface OptionSet {
  /** The options that descriptor.proto itself declares. */
  readonly known: MessageValue;
  /** The custom options in the order of the text. Each option statement gives one message. */
  readonly custom: readonly MessageValue[];
}

/** A declaration that a full name can refer to. */
export type Entity =
  | MessageDescriptor
  | FieldDescriptor
  | OneofDescriptor
  | EnumDescriptor
  | EnumValueDescriptor
  | ServiceDescriptor
  | MethodDescriptor;

/** A file, declaration or range that can have options. */
export type Optioned = FileDescriptor | Entity | ExtensionRange;

/** A descriptor whose properties the linker may still set. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Lets the linker change a descriptor, because it fills descriptors in steps. Only the linker of the same file may call
 * this.
 */
export function draft<T extends object>(descriptor: T): Draft<T> {
  return descriptor;
}
