/** The values of messages in options, and their encoding. */
import {
  type EnumDescriptor,
  type FieldDescriptor,
  FIELD_TYPE,
  type FieldValues,
  LABEL,
  type MessageDescriptor,
  type MessageValue,
  type Optioned,
  type Value,
} from '../descriptors/descriptor.ts';
import { WireWriter } from '../descriptors/wire.ts';

export type { MessageValue, Value };

/** If a message has at least this many fields, we look them up in a map. */
const MANY_FIELDS = 16;

/** A message to which we still add fields. Most of these messages have one or two fields. */
export class MessageBuilder implements MessageValue {
  readonly type: MessageDescriptor;
  readonly unpacked: boolean;
  fields: readonly { readonly field: FieldDescriptor; values: Value[] }[] = NO_FIELDS;
  #byField: Map<FieldDescriptor, { values: Value[] }> | undefined;

  constructor(type: MessageDescriptor, unpacked = false) {
    this.type = type;
    this.unpacked = unpacked;
  }

  get(field: FieldDescriptor): Value[] | undefined {
    return this.#entry(field)?.values;
  }

  set(field: FieldDescriptor, values: Value[]): void {
    const entry = this.#entry(field);
    if (entry !== undefined) {
      entry.values = values;
      return;
    }
    const added = { field, values };
    if (this.fields.length < MANY_FIELDS) {
      // We copy the list, because a growing list keeps spare capacity.
      this.fields = [...this.fields, added];
      return;
    }
    (this.fields as { readonly field: FieldDescriptor; values: Value[] }[]).push(added);
    this.#byField ??= new Map(this.fields.map((one) => [one.field, one]));
    this.#byField.set(field, added);
  }

  /** Adds a value to the values that the field already has. */
  add(field: FieldDescriptor, value: Value): void {
    const values = this.get(field);
    if (values === undefined) this.set(field, [value]);
    else values.push(value);
  }

  #entry(field: FieldDescriptor): { values: Value[] } | undefined {
    if (this.#byField === undefined) return this.fields.find((one) => one.field === field);
    return this.#byField.get(field);
  }
}

const NO_FIELDS: readonly never[] = [];

/** Returns the value of a singular field by the name of the field; undefined if it is not set. */
export function fieldOf(message: MessageValue | undefined, name: string): Value | undefined {
  return fieldsOf(message, name).at(-1);
}

/**
 * Whether a linked declaration has the option `deprecated`. Without links, workspace/files/deprecated.ts reads it from
 * the text.
 */
export function isMarkedDeprecated({ options }: Pick<Optioned, 'options'>): boolean {
  return fieldOf(options?.known, 'deprecated') === true;
}

/** Returns the values of a field by the name of the field; empty if it is not set. It ignores extensions. */
export function fieldsOf(message: MessageValue | undefined, name: string): readonly Value[] {
  if (message === undefined) return NO_VALUES;
  for (const { field, values } of message.fields) if (field.name === name && !field.isExtension) return values;
  return NO_VALUES;
}

const NO_VALUES: readonly Value[] = [];

/** Whether a value is a message. */
export function isMessageValue(value: Value | undefined): value is MessageValue {
  return typeof value === 'object';
}

/** Returns the name of the enum value that an enum field has. */
export function enumName(message: MessageValue | undefined, name: string): string | undefined {
  if (message === undefined) return undefined;
  for (const { field, values } of message.fields) {
    if (!field.isExtension && field.name === name && field.enum !== undefined)
      return valueName(field.enum, values.at(-1));
  }
  return undefined;
}

/** Returns the name of the enum value with a number; undefined if the enum has no such number. */
export function valueName(type: EnumDescriptor, number: Value | undefined): string | undefined {
  return type.values.find((value) => value.number === number)?.name;
}

/** Encodes a message. Its fields are in the order of their numbers, as in protobuf's own serializers. */
export function encodeValue(message: MessageValue): Uint8Array {
  const writer = new WireWriter();
  writeMessage(writer, message);
  return writer.finish();
}

/** Writes a message. Its fields are in the order of their numbers, as in protobuf's own serializers. */
export function writeMessage(writer: WireWriter, message: MessageValue): void {
  for (const { field, values } of writtenFields(message))
    writeField(writer, field, values, !message.unpacked && isPacked(field));
}

/** The fields to write. For a map entry, protobuf always writes both fields, even if they are not set. */
function writtenFields({ type, fields }: MessageValue): readonly FieldValues[] {
  if (!type.mapEntry) return byNumber(fields);
  return type.fields.map((field) => fields.find((one) => one.field === field) ?? { field, values: [zeroOf(field)] });
}

function zeroOf({ type, message }: FieldDescriptor): Value {
  if (message !== undefined) return new MessageBuilder(message);
  switch (type) {
    case FIELD_TYPE.string:
    case FIELD_TYPE.bytes:
      return '';
    default:
      return 0;
  }
}

function byNumber(fields: readonly FieldValues[]): readonly FieldValues[] {
  if (isSorted(fields)) return fields;
  return [...fields].sort((a, b) => a.field.number - b.field.number);
}

function isSorted(fields: readonly FieldValues[]): boolean {
  let last = 0;
  for (const { field } of fields) {
    if (field.number < last) return false;
    last = field.number;
  }
  return true;
}

function writeField(writer: WireWriter, field: FieldDescriptor, values: readonly Value[], packed: boolean): void {
  if (packed && values.length > 0) {
    writer.messageField(field.number, () => {
      for (const value of values) if (typeof value !== 'object') writeScalar(writer, field.type, value);
    });
    return;
  }
  for (const value of values) {
    if (typeof value === 'object') writeNested(writer, field, value);
    else if (typeof value === 'string') writer.byteStringField(field.number, value);
    else {
      writer.tag(field.number, wireType(field.type));
      writeScalar(writer, field.type, value);
    }
  }
}

function writeNested(writer: WireWriter, field: FieldDescriptor, value: MessageValue): void {
  if (!isDelimited(field)) {
    writer.messageField(field.number, () => writeMessage(writer, value));
    return;
  }
  writer.tag(field.number, 3);
  writeMessage(writer, value);
  writer.tag(field.number, 4);
}

function isDelimited(field: FieldDescriptor): boolean {
  if (field.type === FIELD_TYPE.group) return true;
  return (
    field.features.message_encoding === 'DELIMITED' &&
    field.message?.mapEntry === false &&
    !(field.container?.mapEntry ?? false)
  );
}

/** Whether a field writes all its values in one length-delimited record: it is packable, and its feature is PACKED. */
export function isPacked(field: FieldDescriptor): boolean {
  if (field.label !== LABEL.repeated || !isPackable(field)) return false;
  return field.features.repeated_field_encoding === 'PACKED';
}

/** Whether a field may be packed: it is repeated, and its type is a number, a bool or an enum. */
export function isPackable(field: FieldDescriptor): boolean {
  const { type } = field;
  return (
    field.label === LABEL.repeated &&
    type !== FIELD_TYPE.string &&
    type !== FIELD_TYPE.bytes &&
    type !== FIELD_TYPE.message &&
    type !== FIELD_TYPE.group
  );
}

/** Returns the wire type of a single value by the type of its field. Groups are not included. */
export function wireType(type: number): number {
  switch (type) {
    case FIELD_TYPE.double:
    case FIELD_TYPE.fixed64:
    case FIELD_TYPE.sfixed64:
      return 1;
    case FIELD_TYPE.float:
    case FIELD_TYPE.fixed32:
    case FIELD_TYPE.sfixed32:
      return 5;
    case FIELD_TYPE.string:
    case FIELD_TYPE.bytes:
    case FIELD_TYPE.message:
      return 2;
    default:
      return 0;
  }
}

function writeScalar(writer: WireWriter, type: number, value: Exclude<Value, MessageValue>): void {
  switch (type) {
    case FIELD_TYPE.double:
      writer.double(Number(value));
      break;
    case FIELD_TYPE.float:
      writer.float(Number(value));
      break;
    case FIELD_TYPE.fixed32:
    case FIELD_TYPE.sfixed32:
      writer.fixed32(Number(value));
      break;
    case FIELD_TYPE.fixed64:
    case FIELD_TYPE.sfixed64:
      writer.fixed64(BigInt(value));
      break;
    case FIELD_TYPE.int64:
    case FIELD_TYPE.uint64:
      writer.varint64(BigInt(value));
      break;
    case FIELD_TYPE.sint64:
      writer.varint64(zigZag64(BigInt(value)));
      break;
    case FIELD_TYPE.sint32:
      writer.varint(zigZag32(Number(value)));
      break;
    default:
      writer.varint(Number(value));
  }
}

function zigZag64(value: bigint): bigint {
  return (value << 1n) ^ (value >> 63n);
}

function zigZag32(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

/**
 * Whether a message or a message inside it sets a wanted field. The search makes no lists, because most options have no
 * such field.
 */
export function hasField(message: MessageValue, wanted: (set: FieldValues) => boolean): boolean {
  for (const set of message.fields) {
    if (wanted(set)) return true;
    for (const value of set.values) if (isMessageValue(value) && hasField(value, wanted)) return true;
  }
  return false;
}

/** Returns the fields of a message that several statements set. The fields are in the order of their numbers. */
export function mergedFields(parts: readonly MessageValue[]): readonly FieldValues[] {
  const set = parts.filter(({ fields }) => fields.length > 0);
  if (set.length <= 1) return byNumber(set[0]?.fields ?? NO_FIELDS);
  const merged = new Map<FieldDescriptor, Value[]>();
  for (const { fields } of set) {
    for (const { field, values } of fields) {
      const before = merged.get(field);
      if (before === undefined) merged.set(field, [...values]);
      else for (const value of values) before.push(value);
    }
  }
  return byNumber([...merged].map(([field, values]) => ({ field, values })));
}

/**
 * Returns the messages in the values of a field. Each message is a list of parts, because several statements may set
 * it.
 */
export function messagesOf({ field, values }: FieldValues): readonly (readonly MessageValue[])[] {
  const messages = values.filter(isMessageValue);
  if (messages.length === 0) return NO_FIELDS;
  if (field.label === LABEL.repeated) return messages.map((one) => [one]);
  return [messages];
}
