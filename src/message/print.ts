/**
 * Prints a message as JSON by protobuf's canonical mapping. Some values have no canonical form: a time out of range, or
 * an Any of an unknown type. They are printed as their fields, because the user must be able to see every reply.
 */
import {
  fromBinary,
  getExtension,
  hasExtension,
  ScalarType,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectList, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FeatureSet_FieldPresence, hasCustomJsonRepresentation, isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { base64Encode } from '@bufbuild/protobuf/wire';
import { fromLocal } from './extension.ts';
import { anyType } from './lookup.ts';
import type { Schema } from './schema.ts';
import { printDuration, printFieldMask, printTimestamp } from './wellKnown.ts';

/** Options for printing. */
export interface PrintOptions {
  /** Whether to print fields without presence even if they have their default value. */
  readonly defaults?: boolean;
}

/** Returns a message as JSON, indented by two spaces. A value without a canonical form is printed as its fields. */
export function print(schema: Schema, type: DescMessage, message: Message, options: PrintOptions = {}): string {
  return new Printer(schema, options.defaults ?? false).message(reflect(type, message), '\n');
}

/** Prints the parts of a message. In its methods, `newline` is a line break with the current indentation. */
class Printer {
  readonly #schema: Schema;
  readonly #defaults: boolean;

  constructor(schema: Schema, defaults: boolean) {
    this.#schema = schema;
    this.#defaults = defaults;
  }

  message(message: ReflectMessage, newline: string): string {
    const own = this.#ownForm(message, newline);
    return own ?? object(this.#members(message, `${newline}  `), newline);
  }

  #members(message: ReflectMessage, newline: string): string[] {
    const members: string[] = [];
    for (const field of message.fields) {
      if (!message.isSet(field) && !this.#showsDefault(field)) continue;
      members.push(member(field.jsonName, this.#field(message, field, newline)));
    }
    return [...members, ...this.#extensions(message, newline)];
  }

  #showsDefault(field: DescField): boolean {
    return this.#defaults && field.presence === FeatureSet_FieldPresence.IMPLICIT;
  }

  #extensions(message: ReflectMessage, newline: string): string[] {
    const numbers = new Set(message.getUnknown()?.map(({ no }) => no));
    const members: string[] = [];
    for (const number of numbers) {
      const extension = this.#schema.registry.getExtensionFor(message.desc, number);
      if (extension === undefined || !hasExtension(message.message, extension)) continue;
      members.push(
        member(extension.jsonName, this.#extension(extension, getExtension(message.message, extension), newline)),
      );
    }
    return members;
  }

  #extension(extension: DescExtension, value: unknown, newline: string): string {
    const print = (item: unknown, at: string): string => this.#singular(extension, fromLocal(extension, item), at);
    if (extension.fieldKind !== 'list') return print(value, newline);
    return list(
      (value as unknown[]).map((item) => print(item, `${newline}  `)),
      newline,
    );
  }

  #field(message: ReflectMessage, field: DescField, newline: string): string {
    switch (field.fieldKind) {
      case 'list': {
        const items = [...message.get(field)].map((item) => this.#singular(field, item, `${newline}  `));
        return list(items, newline);
      }
      case 'map': {
        const entries = [...message.get(field)];
        return object(
          entries.map(([key, item]) => member(String(key), this.#singular(field, item, `${newline}  `))),
          newline,
        );
      }
      default:
        return this.#singular(field, message.get(field), newline);
    }
  }

  #singular(field: DescField | DescExtension, value: unknown, newline: string): string {
    if (field.message !== undefined) return this.message(value as ReflectMessage, newline);
    if (field.enum !== undefined) return printEnum(field.enum, value as number);
    return printScalar(field.scalar, value as string | number | bigint | boolean | Uint8Array);
  }

  /** Returns the special JSON form of a well-known type; undefined if the type or the value has no such form. */
  #ownForm(message: ReflectMessage, newline: string): string | undefined {
    const { desc } = message;
    if (!hasCustomJsonRepresentation(desc)) return undefined;
    if (isWrapperDesc(desc)) return this.#singular(desc.fields[0], message.get(desc.fields[0]), newline);
    const at = (index: number): unknown => {
      const field = desc.fields[index];
      if (field === undefined) return undefined;
      return message.get(field);
    };
    switch (desc.typeName) {
      case 'google.protobuf.Timestamp':
        return quoted(printTimestamp({ seconds: at(0) as bigint, nanos: at(1) as number }));
      case 'google.protobuf.Duration':
        return quoted(printDuration({ seconds: at(0) as bigint, nanos: at(1) as number }));
      case 'google.protobuf.FieldMask':
        return quoted(printFieldMask([...(at(0) as ReflectList<string>)]));
      case 'google.protobuf.Any':
        return this.#any(at(0) as string, at(1) as Uint8Array, newline);
      case 'google.protobuf.Value':
        return this.#value(message, newline);
      case 'google.protobuf.Struct':
      case 'google.protobuf.ListValue': {
        const [field] = desc.fields;
        if (field === undefined) return undefined;
        return this.#field(message, field, newline);
      }
      default:
        return undefined;
    }
  }

  #value(message: ReflectMessage, newline: string): string {
    const field = message.fields.find((candidate) => message.isSet(candidate));
    if (field === undefined) return 'null';
    return this.#singular(field, message.get(field), newline);
  }

  #any(url: string, bytes: Uint8Array, newline: string): string {
    if (url === '' && bytes.length === 0) return '{}';
    const type = anyType(this.#schema, url);
    const content = type && decode(type, bytes);
    const inner = `${newline}  `;
    const first = member('@type', JSON.stringify(url));
    if (content === undefined) return object([first, member('value', JSON.stringify(base64Encode(bytes)))], newline);
    const rest = hasCustomJsonRepresentation(content.desc)
      ? [member('value', this.message(content, inner))]
      : this.#members(content, inner);
    return object([first, ...rest], newline);
  }
}

function decode(type: DescMessage, bytes: Uint8Array): ReflectMessage | undefined {
  try {
    return reflect(type, fromBinary(type, bytes));
  } catch {
    // The bytes do not match the type in the URL, so we print them as bytes.
    return undefined;
  }
}

function quoted(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return JSON.stringify(text);
}

function member(name: string, value: string): string {
  return `${JSON.stringify(name)}: ${value}`;
}

function object(members: readonly string[], newline: string): string {
  if (members.length === 0) return '{}';
  return `{${newline}  ${members.join(`,${newline}  `)}${newline}}`;
}

function list(items: readonly string[], newline: string): string {
  if (items.length === 0) return '[]';
  return `[${newline}  ${items.join(`,${newline}  `)}${newline}]`;
}

function printEnum(type: DescEnum, number: number): string {
  if (type.typeName === 'google.protobuf.NullValue') return 'null';
  const name = type.value[number]?.jsonName;
  if (name === undefined) return String(number);
  return JSON.stringify(name);
}

function printScalar(type: ScalarType, value: string | number | bigint | boolean | Uint8Array): string {
  if (value instanceof Uint8Array) return JSON.stringify(base64Encode(value));
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'boolean') return String(value);
  if (!Number.isFinite(value)) return `"${value}"`;
  // `String()` prints negative zero without its sign.
  if (Object.is(value, -0)) return '-0';
  if (type === ScalarType.FLOAT) return shortestFloat(value);
  return String(value);
}

/** Prints a 32-bit float with the fewest digits that identify it: 0.1 instead of 0.10000000149011612. */
function shortestFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}
