/** JSON to message: follows the schema down the JSON tree, and goes on after a mistake so that all are told at once. */
import {
  ScalarType,
  setExtension,
  toBinary,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  type DescOneof,
  type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectList, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FeatureSet_FieldPresence, hasCustomJsonRepresentation, isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { toLocal } from './extension.ts';
import type { JsonKeyword, JsonMember, JsonNode, JsonObject, JsonProblem, JsonString } from './jsonText.ts';
import { anyType, findField } from './lookup.ts';
import { exactInteger, expected, readMapKey, readScalar, type Reading } from './scalar.ts';
import type { Schema } from './schema.ts';
import { mostSimilar } from './similar.ts';
import { readDuration, readFieldMask, readTimestamp } from './wellKnown.ts';

export interface ReadResult {
  readonly message: Message;
  readonly problems: readonly JsonProblem[];
}

/** The message is only good when there are no problems. */
export function readMessage(schema: Schema, type: DescMessage, root: JsonNode): ReadResult {
  const reader = new Reader(schema);
  const message = reader.message(type, root);
  return { message: message.message, problems: reader.problems };
}

class Reader {
  readonly problems: JsonProblem[] = [];
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  message(type: DescMessage, node: JsonNode): ReflectMessage {
    const message = reflect(type);
    this.#into(message, node);
    return message;
  }

  #into(message: ReflectMessage, node: JsonNode): void {
    const type = message.desc;
    switch (type.typeName) {
      case 'google.protobuf.Any': { this.#any(message, node); return; }
      case 'google.protobuf.Struct': { this.#struct(message, node); return; }
      case 'google.protobuf.Value': { this.#anyValue(message, node); return; }
      case 'google.protobuf.ListValue': { this.#items(fieldNumbered(type, 1), message, node); return; }
      case 'google.protobuf.Timestamp': { this.#text(message, node, 'a time such as "2026-01-31T12:00:00Z"', readTimestamp); return; }
      case 'google.protobuf.Duration': { this.#text(message, node, 'a duration such as "1.5s"', readDuration); return; }
      case 'google.protobuf.FieldMask': { this.#fieldMask(message, node); return; }
    }
    if (isWrapperDesc(type)) { this.#singular(type.fields[0], node, (value) => message.set(type.fields[0], value)); return; }
    if (node.kind !== 'object') { this.#refuse(node, expected(`an object (${type.typeName})`, node)); return; }
    this.#members(message, node, node.members);
  }

  #members(message: ReflectMessage, node: JsonObject, members: readonly JsonMember[]): void {
    const seen = new Map<DescField | DescExtension, string>();
    const chosen = new Map<DescOneof, string>();
    for (const member of members) this.#member(message, member, seen, chosen);
    for (const field of message.fields) {
      if (field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED && !seen.has(field)) {
        this.#problem({ start: node.start, end: node.start + 1 }, `Required field "${field.jsonName}" is missing.`);
      }
    }
  }

  #member(message: ReflectMessage, member: JsonMember, seen: Map<DescField | DescExtension, string>, chosen: Map<DescOneof, string>): void {
    const { key, value } = member;
    const field = findField(this.#schema, message.desc, key.value);
    if (field === undefined) { this.#unknownField(message.desc, key); return; }
    const earlier = seen.get(field);
    if (earlier !== undefined) {
      const also = earlier === key.value ? '' : `, as "${earlier}"`;
      this.#problem(key, `Field "${key.value}" is set already${also}.`); return;
    }
    seen.set(field, key.value);
    if (value === undefined || (isNull(value) && !takesNull(field))) return;
    if (field.oneof !== undefined) {
      const other = chosen.get(field.oneof);
      if (other !== undefined) { this.#problem(key, `Only one field of oneof "${field.oneof.name}" can be set, and "${other}" is set already.`); return; }
      chosen.set(field.oneof, key.value);
    }
    if (field.kind === 'extension') this.#extension(message, field, value);
    else this.#field(message, field, value);
  }

  #unknownField(type: DescMessage, key: JsonString): void {
    const names = type.fields.map((field) => field.jsonName);
    const similar = mostSimilar(key.value, names);
    const help = similar !== undefined ? ` Did you mean "${similar}"?` : fieldList(names);
    this.#problem(key, `${type.typeName} has no field "${key.value}".${help}`);
  }

  #extension(message: ReflectMessage, extension: DescExtension, node: JsonNode): void {
    if (extension.fieldKind === 'list' && node.kind !== 'array') { this.#refuse(node, expected(`a list (${extension.name})`, node)); return; }
    const values: unknown[] = [];
    const items = extension.fieldKind === 'list' && node.kind === 'array' ? node.items : [node];
    for (const item of items) this.#singular(extension, item, (value) => values.push(toLocal(extension, value)));
    if (extension.fieldKind === 'list') setExtension(message.message, extension, values);
    else if (values.length > 0) setExtension(message.message, extension, values[0]);
  }

  #field(message: ReflectMessage, field: DescField, node: JsonNode): void {
    switch (field.fieldKind) {
      case 'list': { this.#items(field, message, node); return; }
      case 'map': { this.#entries(field, message, node); return; }
      default: { this.#singular(field, node, (value) => message.set(field, value)); return; }
    }
  }

  #items(field: DescField, message: ReflectMessage, node: JsonNode): void {
    if (node.kind !== 'array') { this.#refuse(node, expected(`a list (${field.name})`, node)); return; }
    const list = message.get(field) as ReflectList;
    for (const item of node.items) {
      if (isNull(item) && !takesNull(field)) this.#problem(item, 'A list cannot hold null.');
      else this.#singular(field, item, (value) => list.add(value));
    }
  }

  #entries(field: DescField & { fieldKind: 'map' }, message: ReflectMessage, node: JsonNode): void {
    if (node.kind !== 'object') { this.#refuse(node, expected(`an object of keys and values (${field.name})`, node)); return; }
    const map = message.get(field);
    for (const { key, value } of node.members) {
      const read = readMapKey(field.mapKey, key.value);
      if (read.kind === 'problem') this.#problem(key, read.message);
      else if (map.has(read.value)) this.#problem(key, `The key "${key.value}" is there already.`);
      else if (value !== undefined && isNull(value) && !takesNull(field)) this.#problem(value, 'A map cannot hold null.');
      else if (value !== undefined) this.#singular(field, value, (item) => map.set(read.value, item));
    }
  }

  /** One value of a field, an item of a list or a value of a map. */
  #singular(field: DescField | DescExtension, node: JsonNode, set: (value: unknown) => unknown): void {
    if (field.message !== undefined) {
      const before = this.problems.length;
      const message = this.message(field.message, node);
      if (this.problems.length === before) set(message);
      return;
    }
    if (node.kind === 'word') return;
    const read = field.enum !== undefined ? readEnum(field.enum, node) : readScalar(field.scalar, node);
    if (read.kind === 'problem') this.#refuse(node, read);
    else set(read.value);
  }

  #text(message: ReflectMessage, node: JsonNode, what: string, read: typeof readTimestamp): void {
    if (node.kind !== 'string') { this.#refuse(node, expected(what, node)); return; }
    const result = read(node.value);
    if (result.kind === 'problem') { this.#refuse(node, result); return; }
    message.set(fieldNumbered(message.desc, 1), result.value.seconds);
    message.set(fieldNumbered(message.desc, 2), result.value.nanos);
  }

  #fieldMask(message: ReflectMessage, node: JsonNode): void {
    if (node.kind !== 'string') { this.#refuse(node, expected('field paths such as "name,homeAddress.city"', node)); return; }
    const result = readFieldMask(node.value);
    if (result.kind === 'problem') { this.#refuse(node, result); return; }
    const paths = message.get(fieldNumbered(message.desc, 1)) as ReflectList;
    for (const path of result.value) paths.add(path);
  }

  #struct(message: ReflectMessage, node: JsonNode): void {
    if (node.kind !== 'object') { this.#refuse(node, expected('an object (google.protobuf.Struct)', node)); return; }
    const fields = fieldNumbered(message.desc, 1);
    if (fields.fieldKind === 'map') this.#entries(fields, message, node);
  }

  #anyValue(message: ReflectMessage, node: JsonNode): void {
    const set = (number: number, value: unknown): void => message.set(fieldNumbered(message.desc, number), value);
    const nested = (number: number): ReflectMessage => this.message(fieldNumbered(message.desc, number).message ?? message.desc, node);
    switch (node.kind) {
      case 'keyword': { set(node.value === null ? 1 : 4, node.value ?? 0); return; }
      case 'number':
      case 'string': {
        const number = node.kind === 'number' ? 2 : 3;
        this.#singular(fieldNumbered(message.desc, number), node, (value) => set(number, value)); return;
      }
      case 'object': { set(5, nested(5)); return; }
      case 'array': { set(6, nested(6)); return; }
      case 'word': return;
    }
  }

  /** `{"@type": url, …fields}`, or `{"@type": url, "value": …}` where the type has a JSON form of its own. */
  #any(message: ReflectMessage, node: JsonNode): void {
    if (node.kind !== 'object') { this.#refuse(node, expected('an object with "@type" (google.protobuf.Any)', node)); return; }
    if (node.members.length === 0) return;
    const urls = node.members.filter((member) => member.key.value === '@type');
    const url = urls[0]?.value;
    if (urls[1] !== undefined) this.#problem(urls[1].key, '"@type" is set already.');
    if (url?.kind !== 'string') {
      this.#problem(url ?? { start: node.start, end: node.start + 1 }, 'Expected "@type" with the type\'s URL, such as "type.googleapis.com/google.protobuf.Duration".'); return;
    }
    const type = anyType(this.#schema, url.value);
    if (type === undefined) { this.#unknownType(url); return; }
    const content = this.#anyContent(type, node);
    if (content === undefined) return;
    message.set(fieldNumbered(message.desc, 1), url.value);
    message.set(fieldNumbered(message.desc, 2), toBinary(type, content.message));
  }

  #anyContent(type: DescMessage, node: JsonObject): ReflectMessage | undefined {
    const before = this.problems.length;
    const members = node.members.filter((member) => member.key.value !== '@type');
    const content = reflect(type);
    if (!hasCustomJsonRepresentation(type)) this.#members(content, node, members);
    else {
      const [first, ...rest] = members.sort((a, b) => Number(b.key.value === 'value') - Number(a.key.value === 'value'));
      for (const member of first?.key.value === 'value' ? rest : members) this.#problem(member.key, `${type.typeName} is given as "value" beside "@type".`);
      if (first === undefined) this.#problem({ start: node.start, end: node.start + 1 }, `Expected "value" beside "@type", as ${type.typeName} has a JSON form of its own.`);
      else if (first.key.value === 'value' && first.value !== undefined) this.#into(content, first.value);
    }
    return this.problems.length === before ? content : undefined;
  }

  #unknownType(url: JsonString): void {
    const names = [...this.#schema.registry].filter((type) => type.kind === 'message').map((type) => type.typeName);
    const name = url.value.slice(url.value.lastIndexOf('/') + 1);
    if (name === url.value && this.#schema.registry.getMessage(name) !== undefined) {
      this.#problem(url, `A type's URL has a slash before its name: "type.googleapis.com/${name}".`); return;
    }
    const similar = mostSimilar(name, names);
    this.#problem(url, `The schema has no message "${name}".${similar === undefined ? '' : ` Did you mean "${similar}"?`}`);
  }

  #refuse(node: JsonNode, { message }: { readonly message: string }): void {
    // The scanner has complained about a bare word already.
    if (node.kind !== 'word') this.#problem(node, message);
  }

  #problem({ start, end }: { readonly start: number; readonly end: number }, message: string): void {
    this.problems.push({ start, end, message });
  }
}

function readEnum(type: DescEnum, node: JsonNode): Reading<number> {
  if (isNull(node) && type.typeName === 'google.protobuf.NullValue') return { kind: 'value', value: 0 };
  if (node.kind === 'string') {
    const known = type.values.find(({ name, jsonName }) => jsonName === node.value || name === node.value);
    if (known !== undefined) return { kind: 'value', value: known.number };
    const names = type.values.map(({ jsonName }) => jsonName);
    const similar = mostSimilar(node.value, names);
    const help = similar === undefined ? fieldList(names) : ` Did you mean "${similar}"?`;
    return { kind: 'problem', message: `${type.typeName} has no value "${node.value}".${help}` };
  }
  if (node.kind !== 'number') return expected(`a value of ${type.typeName}`, node);
  const read = readScalar(ScalarType.INT32, node);
  if (read.kind === 'problem' || type.open) return read as Reading<number>;
  const number = exactInteger(node.text);
  if (type.values.some((value) => BigInt(value.number) === number)) return read as Reading<number>;
  return { kind: 'problem', message: `${type.typeName} has no value ${node.text}, and takes no others.` };
}

/** A few names to choose from. */
function fieldList(names: readonly string[]): string {
  if (names.length === 0) return '';
  return ` There ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}.`;
}

function isNull(node: JsonNode): node is JsonKeyword {
  return node.kind === 'keyword' && node.value === null;
}

/** null is a value of these; everywhere else it says that nothing is set. */
function takesNull(field: DescField | DescExtension): boolean {
  return field.message?.typeName === 'google.protobuf.Value' || field.enum?.typeName === 'google.protobuf.NullValue';
}

function fieldNumbered(type: DescMessage, number: number): DescField {
  const field = type.fields.find((candidate) => candidate.number === number);
  if (field === undefined) throw new Error(`${type.typeName} has no field ${number}, so it is not protobuf's own.`);
  return field;
}
