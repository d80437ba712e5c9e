/** Reads the well-known types whose JSON form is not an object with their fields. */
import { toBinary, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { reflect, type ReflectList, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { hasCustomJsonRepresentation, isWrapperDesc } from '@bufbuild/protobuf/wkt';
import type { JsonMember, JsonNode, JsonObject, JsonProblem, JsonString } from './jsonText.ts';
import { anyType } from './lookup.ts';
import { expected, type Reading } from './scalar.ts';
import type { Schema } from './schema.ts';
import { mostSimilar } from '../base/similar.ts';
import { readDuration, readFieldMask, readTimestamp } from './wellKnown.ts';

/** A range of the text, as offsets in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The part of the message reader that we need for the fields of well-known types. */
export interface FieldReader {
  readonly schema: Schema;
  readonly problems: readonly JsonProblem[];
  into(message: ReflectMessage, node: JsonNode): void;
  members(message: ReflectMessage, node: JsonObject, members: readonly JsonMember[]): void;
  field(message: ReflectMessage, field: DescField, node: JsonNode): void;
  refuse(node: JsonNode, problem: { readonly message: string }): void;
  problem(place: Place, message: string): void;
}

/** Reads `node` into a message with a special JSON form. Returns false if the message's type has no such form. */
export function readWellKnown(reader: FieldReader, message: ReflectMessage, node: JsonNode): boolean {
  const type = message.desc;
  if (!hasCustomJsonRepresentation(type)) return false;
  if (isWrapperDesc(type)) reader.field(message, type.fields[0], node);
  switch (type.typeName) {
    case 'google.protobuf.Any':
      readAny(reader, message, node);
      break;
    case 'google.protobuf.Value':
      readValue(reader, message, node);
      break;
    case 'google.protobuf.Struct':
    case 'google.protobuf.ListValue':
      reader.field(message, numbered(type, 1), node);
      break;
    case 'google.protobuf.Timestamp':
      readMoment(reader, message, node, 'a time such as "2026-01-31T12:00:00Z"', readTimestamp);
      break;
    case 'google.protobuf.Duration':
      readMoment(reader, message, node, 'a duration such as "1.5s"', readDuration);
      break;
    case 'google.protobuf.FieldMask':
      readMask(reader, message, node);
  }
  return true;
}

function readMoment(
  reader: FieldReader,
  message: ReflectMessage,
  node: JsonNode,
  what: string,
  read: typeof readTimestamp,
): void {
  const result = readText(node, what, read);
  if (result.kind === 'problem') {
    reader.refuse(node, result);
    return;
  }
  message.set(numbered(message.desc, 1), result.value.seconds);
  message.set(numbered(message.desc, 2), result.value.nanos);
}

function readText<T>(node: JsonNode, what: string, read: (text: string) => Reading<T>): Reading<T> {
  if (node.kind !== 'string') return expected(what, node);
  return read(node.value);
}

function readMask(reader: FieldReader, message: ReflectMessage, node: JsonNode): void {
  const result = readText(node, 'field paths such as "name,homeAddress.city"', readFieldMask);
  if (result.kind === 'problem') {
    reader.refuse(node, result);
    return;
  }
  const paths = message.get(numbered(message.desc, 1)) as ReflectList;
  for (const path of result.value) paths.add(path);
}

/** The field numbers of `google.protobuf.Value`. */
const VALUE = { null: 1, number: 2, string: 3, bool: 4, struct: 5, list: 6 } as const;

function readValue(reader: FieldReader, message: ReflectMessage, node: JsonNode): void {
  const read = (number: number): void => reader.field(message, numbered(message.desc, number), node);
  switch (node.kind) {
    case 'keyword':
      read(node.value === null ? VALUE.null : VALUE.bool);
      break;
    case 'number':
      read(VALUE.number);
      break;
    case 'string':
      read(VALUE.string);
      break;
    case 'object':
      read(VALUE.struct);
      break;
    case 'array':
      read(VALUE.list);
      break;
    case 'word':
      break;
  }
}

/** Reads an Any: `{"@type": url, …fields}`, or `{"@type": url, "value": …}` if the type has a special JSON form. */
function readAny(reader: FieldReader, message: ReflectMessage, node: JsonNode): void {
  if (node.kind !== 'object') {
    reader.refuse(node, expected('an object with "@type" (google.protobuf.Any)', node));
    return;
  }
  if (node.members.length === 0) return;
  const url = typeUrl(reader, node);
  if (url === undefined) return;
  const type = anyType(reader.schema, url.value);
  if (type === undefined) {
    reader.problem(url, unknownType(reader.schema, url.value));
    return;
  }
  const before = reader.problems.length;
  const content = reflect(type);
  readContent(reader, content, node);
  if (reader.problems.length > before) return;
  message.set(numbered(message.desc, 1), url.value);
  message.set(numbered(message.desc, 2), toBinary(type, content.message));
}

function typeUrl(reader: FieldReader, node: JsonObject): JsonString | undefined {
  const [first, second] = node.members.filter(({ key }) => key.value === '@type');
  if (second !== undefined) reader.problem(second.key, '"@type" is set already.');
  if (first?.value?.kind === 'string') return first.value;
  const place = first?.value ?? { start: node.start, end: node.start + 1 };
  reader.problem(
    place,
    'Expected "@type" with the type\'s URL, such as "type.googleapis.com/google.protobuf.Duration".',
  );
  return undefined;
}

function readContent(reader: FieldReader, content: ReflectMessage, node: JsonObject): void {
  const members = node.members.filter(({ key }) => key.value !== '@type');
  if (!hasCustomJsonRepresentation(content.desc)) {
    reader.members(content, node, members);
    return;
  }
  const { typeName } = content.desc;
  const values = members.filter(({ key }) => key.value === 'value');
  for (const { key } of members)
    if (key.value !== 'value') reader.problem(key, `${typeName} is given as "value" next to "@type".`);
  for (const { key } of values.slice(1)) reader.problem(key, 'Field "value" is set already.');
  const [first] = values;
  if (first === undefined)
    reader.problem(
      { start: node.start, end: node.start + 1 },
      `Expected "value" next to "@type", because ${typeName} has its own JSON form.`,
    );
  else if (first.value !== undefined) reader.into(content, first.value);
}

function unknownType(schema: Schema, url: string): string {
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (name === url && schema.registry.getMessage(name) !== undefined)
    return `A type's URL has a slash before its name: "type.googleapis.com/${name}".`;
  const messages = [...schema.registry].filter((type) => type.kind === 'message');
  const similar = mostSimilar(
    name,
    messages.map((type) => type.typeName),
  );
  if (similar === undefined) return `The schema has no message "${name}".`;
  return `The schema has no message "${name}". Did you mean "${similar}"?`;
}

function numbered(type: DescMessage, number: number): DescField {
  const field = type.fields.find((candidate) => candidate.number === number);
  if (field === undefined) throw new Error(`${type.typeName} has no field ${number}, so it is not protobuf's own.`);
  return field;
}
