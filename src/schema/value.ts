/** Values of messages that options set, and their bytes. */
import {
  type EnumDescriptor, type FieldDescriptor, FIELD_TYPE, LABEL, type MessageDescriptor, type MessageValue, type Value,
} from './descriptor.ts';
import { WireWriter } from './wire.ts';

export type { MessageValue, Value };

export function newMessage(type: MessageDescriptor, unpacked = false): MessageValue {
  return { type, fields: new Map(), ...(unpacked && { unpacked }) };
}

/** The value of a singular field, by its name; undefined where it is not set. */
export function fieldOf(message: MessageValue | undefined, name: string): Value | undefined {
  return fieldsOf(message, name).at(-1);
}

export function fieldsOf(message: MessageValue | undefined, name: string): readonly Value[] {
  if (message === undefined) return [];
  for (const [field, values] of message.fields) if (!field.isExtension && field.name === name) return values;
  return [];
}

export function isMessageValue(value: Value | undefined): value is MessageValue {
  return typeof value === 'object';
}

/** Name of an enum field's value. */
export function enumName(message: MessageValue | undefined, name: string): string | undefined {
  if (message === undefined) return undefined;
  for (const [field, values] of message.fields) {
    if (!field.isExtension && field.name === name && field.enum !== undefined) return valueName(field.enum, values.at(-1));
  }
  return undefined;
}

export function valueName(type: EnumDescriptor, number: Value | undefined): string | undefined {
  return type.values.find((value) => value.number === number)?.name;
}

/** Encodes the fields by number, as protobuf's own serializers do. */
export function encodeValue(message: MessageValue): Uint8Array {
  const writer = new WireWriter();
  writeMessage(writer, message);
  return writer.finish();
}

export function writeMessage(writer: WireWriter, message: MessageValue): void {
  const fields = [...message.fields.keys()];
  if (fields.length > 1) fields.sort((a, b) => a.number - b.number);
  for (const field of fields) writeField(writer, field, message.fields.get(field) ?? [], message.unpacked !== true && isPacked(field));
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
  return field.features.message_encoding === 'DELIMITED' && field.message?.mapEntry === false && !(field.container?.mapEntry ?? false);
}

export function isPacked(field: FieldDescriptor): boolean {
  if (field.label !== LABEL.repeated || !isPackable(field)) return false;
  return field.features.repeated_field_encoding === 'PACKED';
}

export function isPackable(field: FieldDescriptor): boolean {
  const { type } = field;
  return field.label === LABEL.repeated && type !== FIELD_TYPE.string && type !== FIELD_TYPE.bytes && type !== FIELD_TYPE.message && type !== FIELD_TYPE.group;
}

function wireType(type: number): number {
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
