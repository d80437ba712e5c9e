/**
 * Reads a message from JSON. It compares the JSON with the schema and continues after a mistake, so that the user sees
 * all mistakes at once.
 */
import {
  ScalarType,
  setExtension,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  type DescOneof,
  type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { toLocal } from './extension.ts';
import type { JsonKeyword, JsonMember, JsonNode, JsonObject, JsonProblem, JsonString } from './jsonText.ts';
import { findField } from './lookup.ts';
import { readWellKnown, type FieldReader, type Place } from './readWellKnown.ts';
import { exactInteger, expected, readMapKey, readScalar, type Reading } from './scalar.ts';
import type { Schema } from './schema.ts';
import { mostSimilar } from '../base/similar.ts';

/** A message with all values that we could read, and the problems of the others. */
export interface ReadResult {
  readonly message: Message;
  readonly problems: readonly JsonProblem[];
}

/** Reads a message of `type` from a scanned text. Use the message only if there are no problems. */
export function readMessage(schema: Schema, type: DescMessage, root: JsonNode): ReadResult {
  const reader = new Reader(schema);
  const message = reader.message(type, root);
  return { message: message.message, problems: reader.problems };
}

/** The fields and oneofs that an object has already set, with the key of each field and the field of each oneof. */
interface Given {
  readonly fields: Map<DescField | DescExtension, string>;
  readonly oneofs: Map<DescOneof, string>;
}

class Reader implements FieldReader {
  readonly schema: Schema;
  readonly problems: JsonProblem[] = [];

  constructor(schema: Schema) {
    this.schema = schema;
  }

  message(type: DescMessage, node: JsonNode): ReflectMessage {
    const message = reflect(type);
    this.into(message, node);
    return message;
  }

  into(message: ReflectMessage, node: JsonNode): void {
    if (readWellKnown(this, message, node)) return;
    if (node.kind === 'object') this.members(message, node, node.members);
    else this.refuse(node, expected(`an object (${message.desc.typeName})`, node));
  }

  members(message: ReflectMessage, node: JsonObject, members: readonly JsonMember[]): void {
    const given: Given = { fields: new Map(), oneofs: new Map() };
    for (const member of members) this.#member(message, member, given);
    for (const field of message.fields) {
      if (isRequired(field) && !given.fields.has(field))
        this.problem(opening(node), `Required field "${field.jsonName}" is missing.`);
    }
  }

  field(message: ReflectMessage, field: DescField, node: JsonNode): void {
    switch (field.fieldKind) {
      case 'list':
        this.#items(message, field, node);
        break;
      case 'map':
        this.#entries(message, field, node);
        break;
      default:
        this.#singular(field, node, (value) => message.set(field, value));
    }
  }

  refuse(node: JsonNode, { message }: { readonly message: string }): void {
    // The scanner has already reported a word without quotes.
    if (node.kind !== 'word') this.problem(node, message);
  }

  problem({ start, end }: Place, message: string): void {
    this.problems.push({ start, end, message });
  }

  #member(message: ReflectMessage, { key, value }: JsonMember, given: Given): void {
    const field = findField(this.schema, message.desc, key.value);
    if (field === undefined) {
      this.problem(key, unknownField(message.desc, key));
      return;
    }
    const twice = givenTwice(field, key, given);
    given.fields.set(field, key.value);
    if (twice !== undefined) this.problem(key, twice);
    else if (value !== undefined && isNull(value) && !takesNull(field)) this.#null(field, value);
    else if (value !== undefined) this.#value(message, field, key, value, given);
  }

  /** null leaves the field unset, so it is a problem for a required field. */
  #null(field: DescField | DescExtension, node: JsonNode): void {
    if (isRequired(field)) this.problem(node, `Required field "${field.jsonName}" cannot be null.`);
  }

  #value(
    message: ReflectMessage,
    field: DescField | DescExtension,
    key: JsonString,
    node: JsonNode,
    given: Given,
  ): void {
    const chosen = field.oneof && given.oneofs.get(field.oneof);
    if (field.oneof !== undefined && chosen === undefined) given.oneofs.set(field.oneof, key.value);
    if (chosen !== undefined)
      this.problem(
        key,
        `Only one field of oneof "${field.oneof?.name ?? ''}" can be set, and "${chosen}" is set already.`,
      );
    else if (field.kind === 'extension') this.#extension(message, field, node);
    else this.field(message, field, node);
  }

  #extension(message: ReflectMessage, extension: DescExtension, node: JsonNode): void {
    const values: unknown[] = [];
    const add = (item: JsonNode): void =>
      this.#singular(extension, item, (value) => values.push(toLocal(extension, value)));
    if (extension.fieldKind !== 'list') {
      add(node);
      if (values.length > 0) setExtension(message.message, extension, values[0]);
    } else if (node.kind === 'array') {
      node.items.forEach(add);
      setExtension(message.message, extension, values);
    } else {
      this.refuse(node, expected(`a list (${extension.name})`, node));
    }
  }

  #items(message: ReflectMessage, field: DescField & { fieldKind: 'list' }, node: JsonNode): void {
    if (node.kind !== 'array') {
      this.refuse(node, expected(`a list (${field.name})`, node));
      return;
    }
    const list = message.get(field);
    for (const item of node.items) {
      if (isNull(item) && !takesNull(field)) this.problem(item, 'A list cannot hold null.');
      else this.#singular(field, item, (value) => list.add(value));
    }
  }

  #entries(message: ReflectMessage, field: DescField & { fieldKind: 'map' }, node: JsonNode): void {
    if (node.kind !== 'object') {
      this.refuse(node, expected(`an object of keys and values (${field.name})`, node));
      return;
    }
    const map = message.get(field);
    for (const { key, value } of node.members) {
      const read = readMapKey(field.mapKey, key.value);
      if (read.kind === 'problem') this.problem(key, read.message);
      else if (map.has(read.value)) this.problem(key, `The key "${key.value}" is there already.`);
      else if (value !== undefined && isNull(value) && !takesNull(field))
        this.problem(value, 'A map cannot hold null.');
      else if (value !== undefined) this.#singular(field, value, (item) => map.set(read.value, item));
    }
  }

  /** Reads the value of a singular field, or one value of a list or a map. */
  #singular(field: DescField | DescExtension, node: JsonNode, set: (value: unknown) => unknown): void {
    if (field.message !== undefined) {
      const before = this.problems.length;
      const message = this.message(field.message, node);
      if (this.problems.length === before) set(message);
      return;
    }
    if (node.kind === 'word') return;
    const read = field.enum !== undefined ? readEnum(field.enum, node) : readScalar(field.scalar, node);
    if (read.kind === 'problem') this.problem(node, read.message);
    else set(read.value);
  }
}

/** The opening brace of an object. A problem of the whole object is shown there. */
function opening(node: JsonObject): Place {
  return { start: node.start, end: node.start + 1 };
}

function isRequired(field: DescField | DescExtension): boolean {
  return field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
}

function unknownField(type: DescMessage, key: JsonString): string {
  const names = type.fields.map((field) => field.jsonName);
  return `${type.typeName} has no field "${key.value}".${suggestion(key.value, names)}`;
}

/**
 * Returns a problem if the field was set before; undefined if not. The two keys may differ, because a field has its
 * name in the proto and its JSON name.
 */
function givenTwice(field: DescField | DescExtension, key: JsonString, given: Given): string | undefined {
  const earlier = given.fields.get(field);
  if (earlier === undefined) return undefined;
  if (earlier === key.value) return `Field "${key.value}" is set already.`;
  return `Field "${key.value}" is set already, as "${earlier}".`;
}

function readEnum(type: DescEnum, node: JsonNode): Reading<number> {
  if (isNull(node) && type.typeName === 'google.protobuf.NullValue') return { kind: 'value', value: 0 };
  if (node.kind === 'string') {
    const known = type.values.find(({ name, jsonName }) => jsonName === node.value || name === node.value);
    if (known !== undefined) return { kind: 'value', value: known.number };
    const names = type.values.map(({ jsonName }) => jsonName);
    const help = suggestion(node.value, names);
    return { kind: 'problem', message: `${type.typeName} has no value "${node.value}".${help}` };
  }
  if (node.kind !== 'number') return expected(`a value of ${type.typeName}`, node);
  const read = readScalar(ScalarType.INT32, node);
  if (read.kind === 'problem' || type.open) return read as Reading<number>;
  const number = exactInteger(node.text);
  if (type.values.some((value) => BigInt(value.number) === number)) return read as Reading<number>;
  return { kind: 'problem', message: `${type.typeName} has no value ${node.text}, and takes no others.` };
}

/** Suggests the name that the user may mean, or else lists a few names. */
function suggestion(written: string, names: readonly string[]): string {
  const similar = mostSimilar(written, names);
  if (similar !== undefined) return ` Did you mean "${similar}"?`;
  const [first, ...others] = names;
  if (first === undefined) return '';
  if (others.length === 0) return ` There is ${first}.`;
  return ` There are ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}.`;
}

function isNull(node: JsonNode): node is JsonKeyword {
  return node.kind === 'keyword' && node.value === null;
}

/** Whether null is a value of the field. For all other fields, null means that the field is not set. */
function takesNull(field: DescField | DescExtension): boolean {
  return field.message?.typeName === 'google.protobuf.Value' || field.enum?.typeName === 'google.protobuf.NullValue';
}
