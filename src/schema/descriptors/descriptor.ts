/**
 * Descriptors: what a file means, as plain data that point at each other. They follow descriptor.proto,
 * with names resolved; encode.ts turns them into its bytes. They outlive the syntax tree they were made
 * from and hold nothing of it: the linker finds a declaration's node by its `id` (Linking.node).
 *
 * There are hundreds of thousands of them. So every descriptor of a kind has the same properties in the same
 * order (none is optional), and lists that hold nothing are one shared empty list.
 */
import type { Features } from './features.ts';

/** What the first statement of a file says: `syntax` of 2 or 3, or `edition`. */
export type Syntax = 'proto2' | 'proto3' | 'editions';

/** Numbers of descriptor.proto's FieldDescriptorProto.Type; 0 where the type's name is not resolved. */
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
  /** Counts the declarations of the file, ranges too, in the order in which they were built. */
  readonly id: number;
  /** Offset of the name in the text that the descriptor was made from; -1 for what the compiler makes up. */
  readonly nameStart: number;
  readonly options: OptionSet | undefined;
  readonly features: Features;
}

/** A message, a group, or the entry type that a map field implies. */
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
  /** The message it is declared in. */
  readonly parent: MessageDescriptor | undefined;
  /** The message it is a field of; for an extension the extended one, missing while that is not resolved. */
  readonly container: MessageDescriptor | undefined;
  readonly isExtension: boolean;
  readonly number: number;
  /** One of LABEL. */
  readonly label: number;
  /** One of FIELD_TYPE. */
  readonly type: number;
  /** With a leading dot where it is resolved, else as written. */
  readonly typeName: string | undefined;
  readonly message: MessageDescriptor | undefined;
  readonly enum: EnumDescriptor | undefined;
  /** With a leading dot where it is resolved, else as written. */
  readonly extendee: string | undefined;
  /** As in descriptor.proto, one char code a byte. */
  readonly defaultValue: string | undefined;
  readonly jsonName: string;
  /** Whether the file says `json_name`. */
  readonly hasJsonName: boolean;
  readonly oneof: OneofDescriptor | undefined;
  readonly proto3Optional: boolean;
}

/**
 * A oneof; `synthetic` for the one that a proto3 `optional` field implies. `index` counts from zero within the message.
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

/** A value of an enum. Its full name lies in the scope of the enum, beside it. */
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

/** An rpc. Its types have a leading dot once they are resolved; until then they are as written. */
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
  /** Behind the last number. */
  readonly end: number;
  readonly options: OptionSet | undefined;
  readonly features: Features;
}

/** One range of numbers of a `reserved` statement. */
export interface ReservedRange {
  readonly kind: 'reservedRange';
  readonly id: number;
  readonly start: number;
  /** Behind the last number for messages, the last number for enums: as descriptor.proto has it. */
  readonly end: number;
}

/**
 * 64-bit integers are bigints; other integers, floats and enum values are numbers; strings and bytes have
 * one char code a byte.
 */
export type Value = number | bigint | boolean | string | MessageValue;

/** The value of a message in an option. */
export interface MessageValue {
  readonly type: MessageDescriptor;
  /** What is set, in the order in which it was. */
  readonly fields: readonly FieldValues[];
  /** Whether repeated numbers stand one by one: an option statement adds one, and protoc does not know its field yet. */
  readonly unpacked: boolean;
}

/** The values of one field of such a message. */
export interface FieldValues {
  readonly field: FieldDescriptor;
  /** One; any number for a repeated field. */
  readonly values: readonly Value[];
}

/** Interpreted options of one declaration; optionSet.ts makes their bytes. */
export interface OptionSet {
  /** Options that descriptor.proto itself declares. */
  readonly known: MessageValue;
  /** Custom options in the order of the text, one message for each statement. */
  readonly custom: readonly MessageValue[];
}

/** What a full name can stand for. */
export type Entity =
  | MessageDescriptor
  | FieldDescriptor
  | OneofDescriptor
  | EnumDescriptor
  | EnumValueDescriptor
  | ServiceDescriptor
  | MethodDescriptor;

/** What options can be on. */
export type Optioned = FileDescriptor | Entity | ExtensionRange;

/** A descriptor while its file is being linked. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Descriptors are filled in steps; only the linker of their own file writes to them. */
export function draft<T extends object>(descriptor: T): Draft<T> {
  return descriptor;
}
