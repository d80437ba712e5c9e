/**
 * Makes example messages with values that a user could have written. It uses only names and types, so the same schema
 * always gives the same example.
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
 * Returns an example message. It stops at recursive types, and limits the number of fields and their depth. It leaves
 * out deprecated fields, and fields for paging and filters. If required fields need very many values, some of them are
 * missing.
 */
export function exampleMessage(schema: Schema, type: DescMessage): Message {
  return new Maker(schema).message(type, '').message;
}

/** Returns the example as canonical JSON, indented by two spaces. */
export function exampleJson(schema: Schema, type: DescMessage): string {
  return print(schema, type, exampleMessage(schema, type));
}

/** We add no optional messages below this depth. A deeper example does not help the user. */
const MAX_DEPTH = 6;
const MAX_FIELDS = 250;
/**
 * The depth limit for required fields. It is higher, because a message without them is invalid. A second limit on their
 * number is necessary, because each level can double it.
 */
const MAX_REQUIRED_DEPTH = 90;
const MAX_REQUIRED_FIELDS = 5_000;
/** The time 2026-01-31T12:00:00Z in seconds. A field whose name suggests an end has a time one hour later. */
const EXAMPLE_TIME = 1_769_860_800n;

class Maker {
  readonly #schema: Schema;
  /**
   * The message types around the current field. We leave out a field of one of these types, because the example would
   * never end.
   */
  readonly #open: string[] = [];
  #fields = 0;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Makes a message of `type`. `name` is the name of the field that contains the message. */
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

  /** Fills a message of a well-known type with special values. Returns false for any other type. */
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

  /**
   * Adds a path to a field mask. A mask such as `update_mask` usually applies to a message next to it, such as `user`,
   * so the path is a field of that message.
   */
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

  /**
   * Chooses the type inside an Any: a small well-known type that the schema has, or else a plain message of the same
   * file.
   */
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
