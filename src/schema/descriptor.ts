/**
 * Descriptors: what a file means, as plain data that point at each other. They follow descriptor.proto,
 * with names resolved; encode.ts turns them into its bytes.
 */
import type { EnumNode, EnumValueNode, FieldNode, MessageNode, MethodNode, OneofNode, RangeNode, ServiceNode } from '../syntax/nodes.ts';
import type { Features } from './features.ts';
import type { SymbolDefinition } from './symbol.ts';

export type Syntax = 'proto2' | 'proto3' | 'editions';

/** Numbers of descriptor.proto's FieldDescriptorProto.Type; 0 where the type's name is not resolved. */
export const FIELD_TYPE = {
  unresolved: 0, double: 1, float: 2, int64: 3, uint64: 4, int32: 5, fixed64: 6, fixed32: 7, bool: 8, string: 9, group: 10, message: 11,
  bytes: 12, uint32: 13, enum: 14, sfixed32: 15, sfixed64: 16, sint32: 17, sint64: 18,
} as const;

export const LABEL = { optional: 1, required: 2, repeated: 3 } as const;

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
  readonly options?: OptionSet;
  readonly features: Features;
}

interface Declared {
  readonly name: string;
  readonly fullName: string;
  readonly file: FileDescriptor;
  /** Missing for what the compiler makes up. */
  readonly definition?: SymbolDefinition;
  readonly options?: OptionSet;
  readonly features: Features;
}

export interface MessageDescriptor extends Declared {
  readonly kind: 'message';
  readonly parent?: MessageDescriptor;
  /** A message, the group that is one, or the map field whose entry it is. */
  readonly node: MessageNode | FieldNode;
  readonly visibility?: 'export' | 'local';
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

export interface FieldDescriptor extends Declared {
  readonly kind: 'field';
  /** The message it is declared in. */
  readonly parent?: MessageDescriptor;
  /** The message it is a field of; for an extension the extended one, missing while that is not resolved. */
  readonly container?: MessageDescriptor;
  /** The map field, for the two fields of its entry. */
  readonly node: FieldNode;
  readonly isExtension: boolean;
  readonly number: number;
  /** One of LABEL. */
  readonly label: number;
  /** One of FIELD_TYPE. */
  readonly type: number;
  /** With a leading dot where it is resolved, else as written. */
  readonly typeName?: string;
  readonly message?: MessageDescriptor;
  readonly enum?: EnumDescriptor;
  /** With a leading dot where it is resolved, else as written. */
  readonly extendee?: string;
  /** As in descriptor.proto, one char code a byte. */
  readonly defaultValue?: string;
  readonly jsonName: string;
  /** Whether the file says `json_name`. */
  readonly hasJsonName: boolean;
  readonly oneof?: OneofDescriptor;
  readonly proto3Optional: boolean;
}

export interface OneofDescriptor extends Declared {
  readonly kind: 'oneof';
  readonly parent: MessageDescriptor;
  readonly index: number;
  /** The one field of a synthetic oneof, or the declaration. */
  readonly node: OneofNode | FieldNode;
  readonly synthetic: boolean;
  readonly fields: readonly FieldDescriptor[];
}

export interface EnumDescriptor extends Declared {
  readonly kind: 'enum';
  readonly parent?: MessageDescriptor;
  readonly node: EnumNode;
  readonly visibility?: 'export' | 'local';
  readonly values: readonly EnumValueDescriptor[];
  readonly reservedRanges: readonly ReservedRange[];
  readonly reservedNames: readonly string[];
}

export interface EnumValueDescriptor extends Declared {
  readonly kind: 'enumValue';
  readonly parent: EnumDescriptor;
  readonly node: EnumValueNode;
  readonly number: number;
}

export interface ServiceDescriptor extends Declared {
  readonly kind: 'service';
  readonly node: ServiceNode;
  readonly methods: readonly MethodDescriptor[];
}

export interface MethodDescriptor extends Declared {
  readonly kind: 'method';
  readonly parent: ServiceDescriptor;
  readonly node: MethodNode;
  readonly inputType: string;
  readonly outputType: string;
  readonly input?: MessageDescriptor;
  readonly output?: MessageDescriptor;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
}

export interface ExtensionRange {
  readonly kind: 'extensionRange';
  readonly start: number;
  /** Behind the last number. */
  readonly end: number;
  readonly node: RangeNode;
  readonly options?: OptionSet;
  readonly features: Features;
}

export interface ReservedRange {
  readonly kind: 'reservedRange';
  readonly start: number;
  /** Behind the last number for messages, the last number for enums: as descriptor.proto has it. */
  readonly end: number;
  readonly node: RangeNode;
}

/**
 * 64-bit integers are bigints; other integers, floats and enum values are numbers; strings and bytes have
 * one char code a byte.
 */
export type Value = number | bigint | boolean | string | MessageValue;

export interface MessageValue {
  readonly type: MessageDescriptor;
  readonly fields: Map<FieldDescriptor, Value[]>;
  /** Whether repeated numbers stand one by one: an option statement adds one, and protoc does not know its field yet. */
  readonly unpacked?: boolean;
}

/** Interpreted options of one declaration. */
export interface OptionSet {
  /** The options message as `protoc --retain_options` writes it. */
  readonly bytes: Uint8Array;
  /** The same without what is only for the source, as protoc writes it by default; missing where that is no other. */
  readonly stripped?: Uint8Array;
  /** Paths of what is left out, within the options message; an empty path where nothing is left. */
  readonly sourceOnly: readonly (readonly number[])[];
  /** Options that descriptor.proto itself declares. */
  readonly known: MessageValue;
  /** Custom options in the order of the text, one message for each statement. */
  readonly custom: readonly MessageValue[];
}

/** What a full name can stand for. */
export type Entity = MessageDescriptor | FieldDescriptor | OneofDescriptor | EnumDescriptor | EnumValueDescriptor | ServiceDescriptor | MethodDescriptor;

/** What options can be on. */
export type Optioned = FileDescriptor | Entity | ExtensionRange;

/** A descriptor while its file is being linked. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Descriptors are filled in steps; only the linker of their own file writes to them. */
export function draft<T extends object>(descriptor: T): Draft<T> {
  return descriptor;
}
