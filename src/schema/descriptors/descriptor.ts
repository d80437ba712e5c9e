/**
 * Descriptors: what a file means, as plain data that refer to each other. They follow descriptor.proto, with names
 * resolved; encode.ts turns them into bytes. They outlive their syntax tree and hold nothing of it. The linker finds
 * the node of a declaration by its `id` (Linking.node).
 *
 * There are hundreds of thousands of them. So every descriptor of a kind has the same properties in the same order
 * (none is optional), and all empty lists are one shared list.
 */
import type { Features } from './features.ts';

/** The language revision in the first statement of a file: `syntax` 2 or 3, or `edition`. */
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

/** One file, as FileDescriptorProto has it. */
export interface FileDescriptor {
  readonly kind: 'file';
  readonly name: string;
  readonly package: string;
  readonly syntax: Syntax;
  /** As numbered in descriptor.proto; proto2 is 998, proto3 is 999. */
  readonly edition: number;
  readonly dependencies: readonly string[];
  /** Indexes of dependencies. */
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
   * The number of declarations in the file, ranges included. It also numbers them in the order in which they are built.
   */
  readonly id: number;
  /**
   * Offset of the name in the text that the descriptor comes from; -1 for a declaration that the compiler generates.
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
  /** The message that declares it. */
  readonly parent: MessageDescriptor | undefined;
  /** The message that has the field; for an extension, the extended message, undefined until it is resolved. */
  readonly container: MessageDescriptor | undefined;
  readonly isExtension: boolean;
  readonly number: number;
  /** One of LABEL. */
  readonly label: number;
  /** One of FIELD_TYPE. */
  readonly type: number;
  /** With a leading dot once it is resolved; before that, as written. */
  readonly typeName: string | undefined;
  readonly message: MessageDescriptor | undefined;
  readonly enum: EnumDescriptor | undefined;
  /** With a leading dot once it is resolved; before that, as written. */
  readonly extendee: string | undefined;
  /** As in descriptor.proto, with one char code per byte. */
  readonly defaultValue: string | undefined;
  readonly jsonName: string;
  /** Whether the file sets `json_name`. */
  readonly hasJsonName: boolean;
  readonly oneof: OneofDescriptor | undefined;
  readonly proto3Optional: boolean;
}

/**
 * A oneof. `synthetic` marks the oneof that a proto3 `optional` field generates. `index` counts from zero in each
 * message.
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

/** A value of an enum. Its full name is in the scope around the enum, not inside the enum. */
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

/** An rpc. Its type names have a leading dot once they are resolved; before that, they are as written. */
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
 * 64-bit integers are bigints. Other integers, floats and enum values are numbers. Strings and bytes have one char code
 * per byte.
 */
export type Value = number | bigint | boolean | string | MessageValue;

/** The value of an option that is a message. */
export interface MessageValue {
  readonly type: MessageDescriptor;
  /** The fields that are set, in the order in which they were set. */
  readonly fields: readonly FieldValues[];
  /**
   * Whether repeated numbers are written one by one. This holds for the value of an option statement, because protoc
   * does not know its field yet.
   */
  readonly unpacked: boolean;
}

/** The values of one field of a `MessageValue`. */
export interface FieldValues {
  readonly field: FieldDescriptor;
  /** Exactly one, or any number for a repeated field. */
  readonly values: readonly Value[];
}

/** The interpreted options of one declaration. optionSet.ts encodes them. */
export interface OptionSet {
  /** The options that descriptor.proto itself declares. */
  readonly known: MessageValue;
  /** The custom options in the order of the text, one message per statement. */
  readonly custom: readonly MessageValue[];
}

/** Everything that a full name can refer to. */
export type Entity =
  | MessageDescriptor
  | FieldDescriptor
  | OneofDescriptor
  | EnumDescriptor
  | EnumValueDescriptor
  | ServiceDescriptor
  | MethodDescriptor;

/** Everything that can have options. */
export type Optioned = FileDescriptor | Entity | ExtensionRange;

/** A descriptor that the linker still changes. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** The linker fills descriptors in steps. Only the linker of their own file may change them. */
export function draft<T extends object>(descriptor: T): Draft<T> {
  return descriptor;
}
