/**
 * Reads text format in options, `{ … }`, from the file's own tokens and the fields of a message. The errors have the
 * words of protobuf's text-format parser.
 */
import { isIdentifier } from '../../syntax/lexing/characters.ts';
import { floatValue, integerValue } from '../../syntax/lexing/numbers.ts';
import { unescapeLiteral } from '../../syntax/lexing/strings.ts';
import { behindTextComments } from '../../syntax/lexing/textComments.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import {
  type Entity,
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type MessageDescriptor,
  type OneofDescriptor,
} from '../descriptors/descriptor.ts';
import { fieldNamed, isReservedName, valueNamed, valueNumbered } from './members.ts';
import { missingRequired } from './required.ts';
import { encodeValue, MessageBuilder, type MessageValue, type Value } from './value.ts';

/** Resolves the names in text format, and records which tokens refer to which declaration. */
export interface TextFormatNames {
  extension(type: MessageDescriptor, name: string): NamedExtension | undefined;
  anyType(prefix: string, name: string): MessageDescriptor | undefined;
  used(named: Entity, firstToken: number, lastToken: number): void;
}

/**
 * An extension, and the declaration that the name in brackets refers to. In a MessageSet, the name may refer to the
 * type of the item.
 */
export interface NamedExtension {
  readonly field: FieldDescriptor;
  readonly named: FieldDescriptor | MessageDescriptor;
}

/** The maximum depth of nested messages. protobuf's parser has no limit here; ours prevents a stack overflow. */
const MAX_DEPTH = 1000;

class TextFormatError extends Error {
  /** The wrong token. If it is undefined, the next token is wrong. */
  readonly token: number | undefined;

  constructor(message: string, token: number | undefined) {
    super(message);
    this.token = token;
  }
}

/** An error in the words of protobuf's parser, and the wrong token. */
export interface TextFormatComplaint {
  readonly kind: 'complaint';
  readonly message: string;
  readonly token: number;
}

/** Reads the fields between the tokens `first` and `end` into a message. If the text is wrong, it returns the error. */
export function parseTextFormat(
  tree: SyntaxTree,
  first: number,
  end: number,
  type: MessageDescriptor,
  names: TextFormatNames,
): MessageValue | TextFormatComplaint {
  const reader = new TextFormatReader(tree, first, end, names);
  try {
    return reader.message(type);
  } catch (error) {
    if (!(error instanceof TextFormatError)) throw error;
    return { kind: 'complaint', message: error.message, token: error.token ?? reader.at };
  }
}

/** A name in brackets, and its tokens. */
interface Bracketed {
  readonly text: string;
  readonly first: number;
  /** The first token after the URL prefix. If there is no prefix, it is the same as `first`. */
  readonly name: number;
  readonly last: number;
}

class TextFormatReader {
  readonly #tree: SyntaxTree;
  readonly #end: number;
  readonly #names: TextFormatNames;
  /** The index of the next token, which is never a comment. */
  #at: number;
  /** The index of the last token that was read. */
  #read: number;
  #depth = 0;

  constructor(tree: SyntaxTree, first: number, end: number, names: TextFormatNames) {
    this.#tree = tree;
    this.#end = end;
    this.#names = names;
    this.#read = first - 1;
    this.#at = this.#behindComments(first);
  }

  /** The index of the next token. */
  get at(): number {
    return this.#at;
  }

  message(type: MessageDescriptor): MessageValue {
    const message = new MessageBuilder(type);
    while (this.#text !== '') this.#field(message);
    const missing = missingRequired([message]);
    if (missing !== undefined) fail(`Message missing required fields: ${missing.join(', ')}`);
    return message;
  }

  #take(): void {
    this.#read = this.#at;
    this.#at = this.#behindComments(this.#at + 1);
  }

  #behindComments(at: number): number {
    const { text, tokens } = this.#tree;
    return behindTextComments(text, tokens, at, this.#end);
  }

  get #text(): string {
    if (this.#at < this.#end) return this.#tree.tokens.text(this.#at);
    return '';
  }

  get #kind(): string {
    if (this.#at < this.#end) return this.#tree.tokens.kind(this.#at);
    return 'end';
  }

  #accept(text: string): boolean {
    if (this.#text !== text || this.#kind === 'string') return false;
    this.#take();
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) fail(`Expected "${text}", found "${this.#text}".`);
  }

  #field(message: MessageBuilder): void {
    if (this.#text === '[' && isAny(message.type)) this.#any(message);
    else if (this.#text === '[') this.#extension(message);
    else this.#plainField(message);
    if (!this.#accept(';')) this.#accept(',');
  }

  #plainField(message: MessageBuilder): void {
    const token = this.#at;
    if (this.#kind !== 'identifier') fail(`Expected identifier, got: ${this.#text}`);
    const name = this.#text;
    this.#take();
    const field = findField(message.type, name);
    if (field !== undefined) {
      this.#names.used(field, token, token);
      this.#value(message, field, name);
    } else if (isReservedName(message.type, name)) this.#skipValue();
    else fail(`Message type "${message.type.fullName}" has no field named "${name}".`, token);
  }

  #extension(message: MessageBuilder): void {
    const { text, first, last } = this.#bracketed();
    const { prefix, name } = splitName(text, first);
    if (prefix !== '') fail('Extension name contains "/"', first);
    const found = this.#names.extension(message.type, name);
    if (found?.field.container !== message.type) {
      fail(`Extension "${name}" is not defined or is not an extension of "${message.type.fullName}".`, first);
    }
    this.#names.used(found.named, first, last);
    this.#value(message, found.field, name);
  }

  /** Reads a name in brackets, without whitespace. */
  #bracketed(): Bracketed {
    this.#take();
    const first = this.#at;
    let [text, name, last] = ['', first, first];
    while (this.#at < this.#end && this.#text !== ']') {
      if (this.#kind === 'string') fail(`Expected "]", found "${this.#text.charAt(0)}".`);
      if (/[^\w.~!$&()*+,;=%/-]/.test(this.#text)) break;
      text += this.#text;
      const isSlash = this.#text === '/';
      this.#take();
      last = this.#read;
      if (isSlash) name = this.#at;
    }
    this.#expect(']');
    return { text, first, name, last };
  }

  #any(message: MessageBuilder): void {
    const { text: url, first: token, name: nameToken, last } = this.#bracketed();
    const { prefix, name } = splitName(url, token);
    if (prefix === '') fail('Type URL prefix is missing', token);
    this.#accept(':');
    const type = this.#names.anyType(prefix, name);
    if (type === undefined) fail(`Could not find type "${url}" stored in google.protobuf.Any.`, token);
    this.#names.used(type, nameToken, last);
    const inner = this.#nested(type);
    const missing = missingRequired([inner]);
    if (missing !== undefined) {
      fail(
        `Value of type "${type.fullName}" stored in google.protobuf.Any has missing required fields: ${missing.join(', ')}`,
        token,
      );
    }
    const [urlField, valueField] = [findField(message.type, 'type_url'), findField(message.type, 'value')];
    if (urlField === undefined || valueField === undefined) return;
    if (message.get(urlField) !== undefined || message.get(valueField) !== undefined)
      fail('Non-repeated Any specified multiple times.', token);
    message.set(urlField, [url]);
    message.set(valueField, [byteString(encodeValue(inner))]);
  }

  #value(message: MessageBuilder, field: FieldDescriptor, name: string): void {
    this.#checkUnset(message, field, name, this.#read);
    const isMessage = field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group;
    if (isMessage) this.#accept(':');
    else this.#expect(':');
    if (field.label === LABEL.repeated && this.#accept('[')) {
      this.#list(message, field);
      return;
    }
    this.#add(message, field, this.#single(field));
  }

  #list(message: MessageBuilder, field: FieldDescriptor): void {
    if (this.#accept(']')) return;
    for (;;) {
      this.#add(message, field, this.#single(field));
      if (this.#accept(']')) return;
      this.#expect(',');
    }
  }

  #add(message: MessageBuilder, field: FieldDescriptor, value: Value): void {
    const isThere =
      field.label === LABEL.repeated || hasPresence(field) || !isZero(value) || message.get(field) !== undefined;
    if (isThere) message.add(field, value);
  }

  #checkUnset(message: MessageBuilder, field: FieldDescriptor, name: string, token: number): void {
    if (field.label === LABEL.repeated) return;
    if (message.get(field) !== undefined) fail(`Non-repeated field "${name}" is specified multiple times.`, token);
    const { oneof } = field;
    const other = oneof && setMember(oneof, message);
    if (oneof !== undefined && other !== undefined) {
      fail(
        `Field "${name}" is specified along with field "${other.name}", another member of oneof "${oneof.name}".`,
        token,
      );
    }
  }

  #single(field: FieldDescriptor): Value {
    if (field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group) {
      if (field.message === undefined) fail('Expected identifier, got: ');
      return this.#nested(field.message);
    }
    return this.#scalar(field);
  }

  /** Reads an opening bracket. Returns the bracket that closes it. */
  #openBracket(): '>' | '}' {
    if (this.#accept('<')) return '>';
    this.#expect('{');
    return '}';
  }

  #nested(type: MessageDescriptor): MessageValue {
    const close = this.#openBracket();
    this.#enter();
    const message = new MessageBuilder(type);
    while (this.#text !== '>' && this.#text !== '}') this.#field(message);
    this.#expect(close);
    this.#depth--;
    return message;
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH)
      fail(`Message is too deep, the parser exceeded the configured recursion limit of ${MAX_DEPTH}.`);
  }

  #scalar(field: FieldDescriptor): Value {
    switch (field.type) {
      case FIELD_TYPE.int32:
      case FIELD_TYPE.sint32:
      case FIELD_TYPE.sfixed32:
        return Number(this.#signed(0x7fffffffn));
      case FIELD_TYPE.uint32:
      case FIELD_TYPE.fixed32:
        return Number(this.#unsigned(0xffffffffn));
      case FIELD_TYPE.int64:
      case FIELD_TYPE.sint64:
      case FIELD_TYPE.sfixed64:
        return this.#signed(0x7fffffffffffffffn);
      case FIELD_TYPE.uint64:
      case FIELD_TYPE.fixed64:
        return this.#unsigned(0xffffffffffffffffn);
      case FIELD_TYPE.float:
        return Math.fround(this.#double());
      case FIELD_TYPE.double:
        return this.#double();
      case FIELD_TYPE.bool:
        return this.#bool(field);
      case FIELD_TYPE.enum:
        return this.#enum(field);
      default:
        return this.#string();
    }
  }

  #unsigned(max: bigint): bigint {
    if (this.#kind !== 'integer') fail(`Expected integer, got: ${this.#text}`);
    const value = integerValue(this.#text);
    if (value === undefined || value > max) fail(`Integer out of range (${this.#text})`);
    this.#take();
    return value;
  }

  #signed(max: bigint): bigint {
    const negative = this.#accept('-');
    const value = this.#unsigned(negative ? max + 1n : max);
    if (negative) return -value;
    return value;
  }

  #double(): number {
    const negative = this.#accept('-');
    const text = this.#text;
    let value: number;
    if (this.#kind === 'integer') {
      if (/^0[xX0-7]/.test(text)) fail(`Expect a decimal number, got: ${text}`);
      value = Number(text);
    } else if (this.#kind === 'float') value = floatValue(text);
    else if (this.#kind === 'identifier' && /^(inf|infinity)$/i.test(text)) value = Number.POSITIVE_INFINITY;
    else if (this.#kind === 'identifier' && /^nan$/i.test(text)) value = Number.NaN;
    else fail(`Expected double, got: ${this.#kind === 'identifier' ? text.toLowerCase() : text}`);
    this.#take();
    if (negative) return -value;
    return value;
  }

  #bool(field: FieldDescriptor): boolean {
    if (this.#kind === 'integer') return this.#unsigned(1n) === 1n;
    const text = this.#text;
    if (this.#kind !== 'identifier') fail(`Expected identifier, got: ${text}`);
    this.#take();
    if (text === 'true' || text === 'True' || text === 't') return true;
    if (text === 'false' || text === 'False' || text === 'f') return false;
    fail(`Invalid value for boolean field "${field.name}". Value: "${text}".`, this.#read);
  }

  #enum(field: FieldDescriptor): number {
    const text = this.#text;
    if (this.#kind === 'identifier') {
      this.#take();
      const value = field.enum && valueNamed(field.enum, text);
      if (value === undefined) fail(`Unknown enumeration value of "${text}" for field "${field.name}".`, this.#read);
      this.#names.used(value, this.#read, this.#read);
      return value.number;
    }
    if (text !== '-' && this.#kind !== 'integer') fail(`Expected integer or identifier, got: ${text}`);
    const number = Number(this.#signed(0x7fffffffn));
    const known = field.enum !== undefined && valueNumbered(field.enum, number) !== undefined;
    if (!known && field.enum?.features.enum_type === 'CLOSED')
      fail(`Unknown enumeration value of "${number}" for field "${field.name}".`, this.#read);
    return number;
  }

  #string(): string {
    if (!this.#isString()) fail(`Expected string, got: ${this.#text}`);
    let bytes = '';
    while (this.#isString()) {
      bytes += unescapeLiteral(this.#text);
      this.#take();
    }
    return bytes;
  }

  #isString(): boolean {
    return this.#kind === 'string';
  }

  /** Skips the value of a field whose name is reserved. */
  #skipValue(): void {
    const colon = this.#accept(':');
    if (this.#text === '{' || this.#text === '<') this.#skipMessage();
    else if (!colon) fail(`Expected "{", found "${this.#text}".`);
    else if (this.#accept('[')) this.#skipList();
    else this.#skipScalar();
  }

  #skipList(): void {
    while (!this.#accept(']')) {
      if (this.#text === '{' || this.#text === '<') this.#skipMessage();
      else this.#skipScalar();
      if (this.#text !== ']') this.#expect(',');
    }
  }

  #skipScalar(): void {
    if (this.#kind === 'string') {
      this.#string();
      return;
    }
    const negative = this.#accept('-');
    if (this.#kind !== 'integer' && this.#kind !== 'float' && this.#kind !== 'identifier') {
      fail(`Cannot skip field value, unexpected token: ${this.#text}`);
    }
    if (negative && this.#kind === 'identifier' && !/^(inf|infinity|nan)$/i.test(this.#text))
      fail(`Invalid float number: ${this.#text.toLowerCase()}`);
    this.#take();
  }

  #skipMessage(): void {
    const close = this.#openBracket();
    this.#enter();
    while (this.#text !== '>' && this.#text !== '}') this.#skipField();
    this.#expect(close);
    this.#depth--;
  }

  #skipField(): void {
    if (this.#text === '[') splitName(this.#bracketed().text, this.#at);
    else if (this.#kind !== 'identifier') fail(`Expected identifier, got: ${this.#text}`);
    else this.#take();
    this.#skipValue();
    if (!this.#accept(';')) this.#accept(',');
  }
}

/** Splits the text in brackets into an optional URL prefix and the name of a type or an extension. */
function splitName(text: string, token: number): { readonly prefix: string; readonly name: string } {
  const slash = text.lastIndexOf('/') + 1;
  const [prefix, name] = [text.slice(0, slash), text.slice(slash)];
  if (prefix === '/') fail('Type URL prefix is empty', token);
  if (prefix.startsWith('/')) fail('Type URL starts with "/"', token);
  const percent = /%(?![0-9a-fA-F]{2})/.exec(prefix);
  if (percent !== null) fail(`Invalid percent encode, got: "${prefix.slice(percent.index, percent.index + 3)}"`, token);
  const wrong = name.split('.').find((part) => !isIdentifier(part));
  if (wrong !== undefined) fail(`Invalid identifier in type name, got: "${wrong}"`, token);
  return { prefix, name };
}

function fail(message: string, token?: number): never {
  throw new TextFormatError(message, token);
}

/** Finds a field by its name. It finds a group also by the name of its type. */
export function findField(type: MessageDescriptor, name: string): FieldDescriptor | undefined {
  const field = fieldNamed(type, name);
  if (field !== undefined) return field;
  const group = fieldNamed(type, name.toLowerCase());
  if (group?.message?.name === name && isGroupLike(group)) return group;
  return undefined;
}

/**
 * Returns the member of a oneof that the message sets. The oneof or the message may have many fields, so we search the
 * shorter list.
 */
function setMember(oneof: OneofDescriptor, message: MessageBuilder): FieldDescriptor | undefined {
  if (oneof.fields.length <= message.fields.length) return oneof.fields.find((one) => message.get(one) !== undefined);
  return message.fields.find(({ field }) => field.oneof === oneof)?.field;
}

function isGroupLike(field: FieldDescriptor): boolean {
  if (field.type === FIELD_TYPE.group) return true;
  return (
    field.features.message_encoding === 'DELIMITED' &&
    field.message?.parent === field.parent &&
    field.message?.file === field.file
  );
}

function isAny(type: MessageDescriptor): boolean {
  return type.fullName === 'google.protobuf.Any';
}

/** Whether a singular field tracks presence. If it does, a zero value is different from an unset field. */
export function hasPresence(field: FieldDescriptor): boolean {
  if (field.label === LABEL.repeated) return false;
  if (field.isExtension || field.oneof !== undefined) return true;
  if (field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group) return true;
  return field.features.field_presence !== 'IMPLICIT';
}

function isZero(value: Value): boolean {
  return value === '' || value === false || value === 0n || Object.is(value, 0);
}

function byteString(bytes: Uint8Array): string {
  let result = '';
  for (const byte of bytes) result += String.fromCharCode(byte);
  return result;
}
