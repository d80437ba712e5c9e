/** Completes the JSON of a message: field names, enum values, keywords, and the type of an Any. */
import { defined } from '../base/defined.ts';
import { ScalarType, type DescEnum, type DescExtension, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { commentOf } from './comments.ts';
import { scanJson, type JsonMember, type JsonNode, type JsonObject, type JsonString } from './jsonText.ts';
import { anyType, findField } from './lookup.ts';
import { typeName } from './scalar.ts';
import type { Schema } from './schema.ts';

/** One completion that the editor offers. */
export interface JsonCompletion {
  readonly label: string;
  readonly kind: 'field' | 'enumValue' | 'keyword' | 'type';
  readonly detail?: string;
  readonly documentation?: string;
  /** The text that the editor inserts instead of the range from `from` to `to`. */
  readonly apply: string;
}

/**
 * The completions at the cursor. They replace the text from `from` to `to`, which are offsets in UTF-16 code units. The
 * cursor is inside this range or at its ends.
 */
export interface JsonCompletions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly JsonCompletion[];
}

/** The kind of value that the schema allows at a place of the text. */
type Shape =
  | { readonly kind: 'message'; readonly type: DescMessage }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | { readonly kind: 'enum'; readonly type: DescEnum }
  | { readonly kind: 'bool' }
  | { readonly kind: 'typeUrl' }
  | { readonly kind: 'other' };

/**
 * Returns the completions at `offset`, the place of the cursor, in the JSON of a message of `type`. If the user has
 * already typed an opening quote, the completions do not repeat it.
 */
export function completeJson(schema: Schema, type: DescMessage, text: string, offset: number): JsonCompletions {
  return (
    new Completer(schema, text, offset).value({ kind: 'message', type }, scanJson(text).root) ?? {
      from: offset,
      to: offset,
      items: [],
    }
  );
}

class Completer {
  readonly #schema: Schema;
  readonly #text: string;
  readonly #offset: number;

  constructor(schema: Schema, text: string, offset: number) {
    this.#schema = schema;
    this.#text = text;
    this.#offset = offset;
  }

  /** Returns the completions inside a value of `shape`; undefined if the cursor is outside the value. */
  value(shape: Shape, node: JsonNode | undefined): JsonCompletions | undefined {
    if (node?.kind === 'object' && this.#inside(node)) return this.#object(shape, node);
    if (node?.kind === 'array' && this.#inside(node)) {
      const item = node.items.find((candidate) => this.#touches(candidate));
      if (shape.kind === 'list') return this.value(shape.of, item);
      return undefined;
    }
    if (node?.kind === 'object' || node?.kind === 'array') return undefined;
    if (node !== undefined && !this.#touches(node)) return undefined;
    return this.#replacing(node, values(this.#schema, shape));
  }

  #object(shape: Shape, node: JsonObject): JsonCompletions | undefined {
    for (const member of node.members) {
      if (this.#touches(member.key)) {
        if (shape.kind === 'message') return this.#keys(shape.type, node, member);
        return undefined;
      }
      if (this.#inValue(member)) return this.value(this.#memberShape(shape, node, member.key.value), member.value);
    }
    const before = this.#text.slice(node.start, this.#offset).trimEnd();
    const startsMember = before.endsWith('{') || before.endsWith(',');
    if (startsMember && shape.kind === 'message') return this.#keys(shape.type, node, undefined);
    return undefined;
  }

  #keys(type: DescMessage, node: JsonObject, at: JsonMember | undefined): JsonCompletions {
    const own = type.typeName === 'google.protobuf.Any' ? this.#anyType(node) : fieldsOf(type);
    const others = node.members.filter((member) => member !== at).map((member) => member.key.value);
    const taken = new Set<unknown>(others.map((name) => (own && findField(this.#schema, own, name)) ?? name));
    const chosen = new Set([...taken].filter(isField).map((field) => field.oneof));
    const fields = (own?.fields ?? []).filter(
      (field) => !taken.has(field) && (field.oneof === undefined || !chosen.has(field.oneof)),
    );
    const items = fields.map(fieldItem);
    if (type.typeName === 'google.protobuf.Any' && !taken.has('@type')) {
      items.unshift({ label: '@type', kind: 'field', detail: 'the type in this Any', text: '@type', quoted: true });
    }
    return this.#replacing(at?.key, items, at?.colon === undefined ? ': ' : '');
  }

  #memberShape(shape: Shape, node: JsonObject, key: string): Shape {
    if (shape.kind === 'map') return shape.of;
    if (shape.kind !== 'message') return { kind: 'other' };
    if (shape.type.typeName !== 'google.protobuf.Any') return shapeOf(findField(this.#schema, shape.type, key));
    if (key === '@type') return { kind: 'typeUrl' };
    const content = this.#anyType(node);
    if (content === undefined) return { kind: 'other' };
    if (fieldsOf(content) === undefined) return { kind: 'message', type: content };
    return shapeOf(findField(this.#schema, content, key));
  }

  #anyType(node: JsonObject): DescMessage | undefined {
    const url = node.members.find((member) => member.key.value === '@type')?.value;
    if (url?.kind === 'string') return anyType(this.#schema, url.value);
    return undefined;
  }

  #replacing(node: JsonNode | undefined, items: readonly Item[], after = ''): JsonCompletions {
    if (node?.kind === 'string' && node.opened) return this.#insideQuotes(node, items, after);
    return {
      from: node?.start ?? this.#offset,
      to: node?.end ?? this.#offset,
      items: items.map(({ text, quoted, ...item }) => ({ ...item, apply: `${quote('"', text, quoted)}${after}` })),
    };
  }

  /** Replaces only the text after the opening quote, because the editor compares this text with what the user types. */
  #insideQuotes(string: JsonString, items: readonly Item[], after: string): JsonCompletions {
    const from = this.#insideQuote(string, items);
    const typed = from - string.start - 1;
    return {
      from,
      to: string.closed ? string.end : this.#offset,
      items: items
        .filter((item) => item.quoted)
        .map(({ text, quoted, ...item }) => ({ ...item, apply: `${quote('', text.slice(typed), quoted)}${after}` })),
    };
  }

  /**
   * Returns where the replaced text starts. In a type URL, it is the offset after the slash, because the editor
   * compares what the user types with the name of the type.
   */
  #insideQuote(string: JsonString, items: readonly Item[]): number {
    const typed = this.#text.slice(string.start + 1, this.#offset);
    const isUrl = items[0]?.kind === 'type' && typed.slice(0, typed.lastIndexOf('/') + 1) === URL_PREFIX;
    if (isUrl) return string.start + 1 + URL_PREFIX.length;
    return string.start + 1;
  }

  #inside(node: JsonNode): boolean {
    const closed = '}]'.includes(this.#text[node.end - 1] ?? ' ') && node.end - node.start > 1;
    return node.start < this.#offset && (this.#offset < node.end || (!closed && this.#offset <= node.end));
  }

  #touches(node: JsonNode): boolean {
    return node.start <= this.#offset && this.#offset <= node.end;
  }

  #inValue(member: JsonMember): boolean {
    if (member.colon === undefined || this.#offset <= member.colon) return false;
    if (member.value !== undefined) return this.#offset <= member.value.end;
    return this.#text.slice(member.colon + 1, this.#offset).trim() === '';
  }
}

const URL_PREFIX = 'type.googleapis.com/';

/** A completion before we know which text it replaces. */
interface Item {
  readonly label: string;
  readonly kind: JsonCompletion['kind'];
  readonly detail?: string;
  readonly documentation?: string;
  readonly text: string;
  /** Whether the completion is a JSON string and needs quotes. */
  readonly quoted: boolean;
}

function quote(opening: '"' | '', text: string, quoted: boolean): string {
  if (quoted) return `${opening}${text}"`;
  return text;
}

/** Returns the type if its JSON is an object with its fields; undefined for a type with a special JSON form. */
function fieldsOf(type: DescMessage): DescMessage | undefined {
  if (type.typeName.startsWith('google.protobuf.') && SPECIAL.has(type.name)) return undefined;
  return type;
}

const SPECIAL: ReadonlySet<string> = new Set([
  'Any',
  'Struct',
  'Value',
  'ListValue',
  'Timestamp',
  'Duration',
  'FieldMask',
  ...['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'].map((name) => `${name}Value`),
]);

function shapeOf(field: DescField | DescExtension | undefined): Shape {
  if (field === undefined) return { kind: 'other' };
  if (field.fieldKind === 'list') return { kind: 'list', of: singularShape(field) };
  if (field.fieldKind === 'map') return { kind: 'map', of: singularShape(field) };
  return singularShape(field);
}

function singularShape(field: DescField | DescExtension): Shape {
  if (field.enum !== undefined) return { kind: 'enum', type: field.enum };
  if (field.message === undefined) {
    if (field.scalar === ScalarType.BOOL) return { kind: 'bool' };
    return { kind: 'other' };
  }
  const { message } = field;
  if (isWrapperDesc(message)) {
    if (message.fields[0].scalar === ScalarType.BOOL) return { kind: 'bool' };
    return { kind: 'other' };
  }
  return { kind: 'message', type: message };
}

function values(schema: Schema, shape: Shape): readonly Item[] {
  switch (shape.kind) {
    case 'bool':
      return [keyword('true'), keyword('false')];
    case 'enum':
      return enumItems(shape.type);
    case 'list':
      return [keyword('[]', 'a list')];
    case 'map':
      return [keyword('{}', 'a map')];
    case 'message':
      return messageValues(shape.type);
    case 'typeUrl':
      return typeItems(schema);
    case 'other':
      return [];
  }
}

function messageValues(type: DescMessage): readonly Item[] {
  if (fieldsOf(type) !== undefined) return [keyword('{}', type.typeName)];
  switch (type.name) {
    case 'Timestamp':
      return [
        {
          label: '2026-01-31T12:00:00Z',
          kind: 'keyword',
          detail: 'a time',
          text: '2026-01-31T12:00:00Z',
          quoted: true,
        },
      ];
    case 'Duration':
      return [{ label: '30s', kind: 'keyword', detail: 'a duration', text: '30s', quoted: true }];
    case 'Value':
      return ['null', 'true', 'false', '{}', '[]'].map((word) => keyword(word));
    case 'ListValue':
      return [keyword('[]', 'a list')];
    case 'FieldMask':
      return [];
    default:
      return [keyword('{}', type.typeName)];
  }
}

function keyword(text: string, detail?: string): Item {
  return defined({ label: text, kind: 'keyword', text, quoted: false, detail });
}

function enumItems(type: DescEnum): readonly Item[] {
  if (type.typeName === 'google.protobuf.NullValue') return [keyword('null')];
  return type.values.map((value) => ({
    label: value.jsonName,
    kind: 'enumValue',
    detail: String(value.number),
    text: value.jsonName,
    quoted: true,
    ...documentation(commentOf(value)),
  }));
}

function typeItems(schema: Schema): readonly Item[] {
  const messages = [...schema.registry].filter((type) => type.kind === 'message');
  return messages.map((type) => ({
    label: type.typeName,
    kind: 'type',
    text: `${URL_PREFIX}${type.typeName}`,
    quoted: true,
    ...documentation(commentOf(type)),
  }));
}

function fieldItem(field: DescField): Item {
  return {
    label: field.jsonName,
    kind: 'field',
    detail: fieldType(field),
    text: field.jsonName,
    quoted: true,
    ...documentation(commentOf(field)),
  };
}

/** Returns a field's type as the proto writes it, such as `repeated string` or `map<string, Address>`. */
function fieldType(field: DescField): string {
  const one = field.message?.typeName ?? field.enum?.typeName ?? typeName(field.scalar ?? ScalarType.STRING);
  if (field.fieldKind === 'map') return `map<${typeName(field.mapKey)}, ${one}>`;
  if (field.fieldKind === 'list') return `repeated ${one}`;
  return one;
}

function isField(value: unknown): value is DescField {
  return typeof value === 'object' && value !== null && 'oneof' in value;
}

function documentation(text: string | undefined): { readonly documentation?: string } {
  if (text === undefined) return {};
  return { documentation: text };
}
