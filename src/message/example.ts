/**
 * Example data: a message that a user could have written, made from names and types alone.
 * The same schema always gives the same example.
 */
import {
  toBinary,
  type DescEnum,
  type DescField,
  type DescMessage,
  type Message,
  type ScalarType,
} from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FeatureSet_FieldPresence, isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { exampleScalar, leftOut } from './exampleScalar.ts';
import { print } from './print.ts';
import type { Schema } from './schema.ts';

/**
 * An example message. It cuts off recursive, long and deep types, and leaves out deprecated fields and fields for
 * paging and filters. If required fields need very many values, some of them are missing.
 */
export function exampleMessage(schema: Schema, type: DescMessage): Message {
  return new Maker(schema).message(type, '').message;
}

/** The example as canonical JSON, indented by two spaces. */
export function exampleJson(schema: Schema, type: DescMessage): string {
  return print(schema, type, exampleMessage(schema, type));
}

/** A deeper or longer example no longer helps. */
const MAX_DEPTH = 6;
const MAX_FIELDS = 250;
/**
 * Required fields may be deeper, because the message is invalid without them. But their number can double with each
 * level.
 */
const MAX_REQUIRED_DEPTH = 90;
const MAX_REQUIRED_FIELDS = 5_000;
/** 2026-01-31T12:00:00Z. Fields whose name means an end get a time one hour later. */
const EXAMPLE_TIME = 1_769_860_800n;

class Maker {
  readonly #schema: Schema;
  /** Types that are being built. A type inside itself ends the example. */
  readonly #open: string[] = [];
  #fields = 0;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** `name` is the field that contains the message. */
  message(type: DescMessage, name: string, parent?: DescMessage): ReflectMessage {
    const message = reflect(type);
    if (this.#wellKnown(message, name, parent)) return message;
    this.#open.push(type.typeName);
    for (const field of type.fields) if (this.#wants(message, field)) this.#field(message, field);
    this.#open.pop();
    return message;
  }

  #wants(message: ReflectMessage, field: DescField): boolean {
    if (field.message !== undefined && this.#open.includes(field.message.typeName)) return false;
    if (field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED)
      return this.#fields < MAX_REQUIRED_FIELDS && this.#open.length <= MAX_REQUIRED_DEPTH;
    if (field.oneof !== undefined && message.oneofCase(field.oneof) !== undefined) return false;
    if (this.#fields >= MAX_FIELDS || leftOut(field) || field.deprecated) return false;
    return field.message === undefined || this.#open.length < MAX_DEPTH;
  }

  #field(message: ReflectMessage, field: DescField): void {
    this.#fields++;
    switch (field.fieldKind) {
      case 'list':
        message.get(field).add(this.#singular(field));
        break;
      case 'map':
        message.get(field).set(exampleKey(field.mapKey), this.#singular(field));
        break;
      default:
        message.set(field, this.#singular(field));
    }
  }

  #singular(field: DescField): unknown {
    if (field.message !== undefined) return this.message(field.message, field.name, field.parent);
    if (field.enum !== undefined) return exampleEnum(field.enum);
    return exampleScalar(field.scalar, field.name);
  }

  /** Whether the type is one of protobuf's own types with a special meaning. */
  #wellKnown(message: ReflectMessage, name: string, parent: DescMessage | undefined): boolean {
    const type = message.desc;
    const set = (number: number, value: unknown): void => {
      const field = type.fields.find((candidate) => candidate.number === number);
      if (field !== undefined) message.set(field, value);
    };
    switch (type.typeName) {
      case 'google.protobuf.Timestamp':
        set(1, EXAMPLE_TIME + (/(^|_)(end|until|expir)/.test(name) ? 3600n : 0n));
        return true;
      case 'google.protobuf.Duration':
        set(1, 30n);
        return true;
      case 'google.protobuf.FieldMask':
        this.#paths(message, parent);
        return true;
      case 'google.protobuf.Any':
        this.#any(set, parent);
        return true;
      case 'google.protobuf.Value':
        set(3, 'value');
        return true;
    }
    if (isWrapperDesc(type)) set(1, exampleScalar(type.fields[0].scalar, name));
    return isWrapperDesc(type);
  }

  /** A mask names fields of the message next to it: `update_mask` next to `user`. */
  #paths(mask: ReflectMessage, parent: DescMessage | undefined): void {
    const [paths] = mask.fields;
    const masked = parent?.fields.find(
      (field) => field.fieldKind === 'message' && !field.message.typeName.startsWith('google.protobuf.'),
    );
    if (paths?.fieldKind === 'list') mask.get(paths).add(masked?.message?.fields[0]?.name ?? 'name');
  }

  #any(set: (number: number, value: unknown) => void, parent: DescMessage | undefined): void {
    const type = this.#anyContent(parent);
    if (type === undefined) return;
    set(1, `type.googleapis.com/${type.typeName}`);
    set(2, toBinary(type, this.message(type, 'value').message));
  }

  /** A small type that the schema certainly has, or else a message of the same file. */
  #anyContent(parent: DescMessage | undefined): DescMessage | undefined {
    const known = ['StringValue', 'Timestamp', 'Duration', 'Empty'].map((name) =>
      this.#schema.registry.getMessage(`google.protobuf.${name}`),
    );
    const own = parent?.file.messages.filter(
      (type) => !this.#open.includes(type.typeName) && type.fields.every((field) => field.message === undefined),
    );
    return known.find((type) => type !== undefined) ?? own?.[0];
  }
}

function exampleEnum(type: DescEnum): number {
  return (type.values.find((value) => value.number !== 0 && !value.deprecated) ?? type.values[0])?.number ?? 0;
}

function exampleKey(type: ScalarType): unknown {
  return exampleScalar(type, 'key');
}
