/** Parses fields, map fields and groups. */
import { behindOptional } from './beginnings.ts';
import { block } from './block.ts';
import type { Cursor } from './cursor.ts';
import {
  type Draft,
  identifierAt,
  isScalarName,
  replacedScalar,
  takeDottedName,
  takeIdentifier,
  takeNumber,
  takeString,
} from './make.ts';
import type { FieldNode, MapTypeNode, MessageItem, OptionNode, TypeNameNode } from '../tree/nodes.ts';
import { integerValue, smallInteger } from '../lexing/numbers.ts';
import { optionList } from './options.ts';
import { KIND } from '../lexing/tokens.ts';

/** The largest int32, 2^31 - 1. */
export const MAX_INT32 = 0x7fffffff;

/** The kind of block that a field is in: a message, a oneof, or an `extend` block. */
export type FieldPlace = 'message' | 'oneof' | 'extend';

/**
 * Reads one statement in a group's body. It is a parameter, because messages contain fields and fields contain
 * messages.
 */
export type GroupBody = (p: Cursor, items: MessageItem[]) => void;

/** Reads a field, a map field or a group. `statement` reads the statements in a group's body. */
export function field(p: Cursor, place: FieldPlace, statement: GroupBody): FieldNode {
  const node: Draft<FieldNode> = { kind: 'field', first: p.at, last: p.at, options: [] };
  label(p, node, place);
  if (!fieldParts(p, node, place, statement)) p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function label(p: Cursor, node: Draft<FieldNode>, place: FieldPlace): void {
  const word = p.anyOf('optional', 'repeated', 'required');
  if (word === undefined) return;
  if (place === 'oneof') {
    p.error('label-in-oneof', 'Fields in oneofs must not have labels (required / optional / repeated).');
  } else if (p.syntax === 'editions' && word === 'optional') {
    p.error(
      'label-in-editions',
      'Label "optional" is not supported in editions. By default, all singular fields have presence unless features.field_presence is set.',
    );
  } else if (p.syntax === 'editions' && word === 'required') {
    p.error(
      'label-in-editions',
      'Label "required" is not supported in editions, use features.field_presence = LEGACY_REQUIRED.',
    );
  }
  node.label = word;
  p.at++;
}

function fieldParts(p: Cursor, node: Draft<FieldNode>, place: FieldPlace, statement: GroupBody): boolean {
  const typed = fieldType(p, node, place);
  if (!typed) return false;
  const name = takeIdentifier(p, 'Expected field name.', 'Missing field number.');
  if (name === undefined) return false;
  node.name = name;
  if (!p.expect('=', 'Missing field number.')) return false;
  if (!fieldNumber(p, node)) return false;
  const { options, complete } = optionList(p, (option, earlier) => pseudoOption(p, node, option, earlier));
  node.options = options;
  if (!complete) return false;
  if (isGroup(p, node)) return groupBody(p, node, statement);
  return p.expect(';');
}

function fieldType(p: Cursor, node: Draft<FieldNode>, place: FieldPlace): boolean {
  const first = p.at;
  if (p.is('map') && p.tokens.is(first + 1, '<')) {
    p.at++;
    return mapType(p, node, place, first);
  }
  if (node.label === undefined && place !== 'oneof' && p.syntax === 'proto2') {
    // protoc takes the word `map` before it checks for a `<`, so it reports the token after the word.
    const token = behindOptional(p.tokens, p.at, 'map');
    p.error('missing-label', 'Expected "required", "optional", or "repeated".', token);
  }
  const { type, complete } = anyTypeName(p);
  if (type !== undefined) node.type = type;
  return complete;
}

const MAP_LABEL = 'Field labels (required/optional/repeated) are not allowed on map fields.';

function mapType(p: Cursor, node: Draft<FieldNode>, place: FieldPlace, first: number): boolean {
  if (place === 'oneof') p.error('map-in-oneof', 'Map fields are not allowed in oneofs.');
  else if (node.label !== undefined) p.error('label-on-map', MAP_LABEL);
  else if (place === 'extend') p.error('map-extension', 'Map fields are not allowed to be extensions.');
  const type: Draft<MapTypeNode> = { kind: 'mapType', first, last: first };
  const complete = mapParts(p, type);
  type.last = p.at - 1;
  node.type = type;
  return complete;
}

function mapParts(p: Cursor, type: Draft<MapTypeNode>): boolean {
  p.accept('<');
  const key = anyTypeName(p);
  if (key.type !== undefined) type.key = key.type;
  if (!key.complete || !p.expect(',')) return false;
  const value = anyTypeName(p);
  if (value.type !== undefined) type.value = value.type;
  return value.complete && p.expect('>');
}

interface ReadType {
  readonly type: TypeNameNode | undefined;
  readonly complete: boolean;
}

/** Reads the type of a field, or of a key or value in a map: a scalar, a message or an enum. */
function anyTypeName(p: Cursor): ReadType {
  const text = wordHere(p);
  if (!isScalarName(text, p.edition)) return declaredTypeName(p);
  const replacement = replacedScalar(text, p.edition);
  if (replacement !== undefined)
    p.error('obsolete-type', `Type '${text}' is obsolete in unstable editions, use '${replacement}' instead.`);
  else if (text === 'group' && p.syntax === 'editions') p.error('group-in-editions', GROUP_IN_EDITIONS);
  return takeScalarName(p, text);
}

/** Reads the type of an rpc or the extended message. Scalars are errors here in all editions. */
export function messageTypeName(p: Cursor): ReadType {
  const text = wordHere(p);
  if (!isScalarName(text, 0)) return declaredTypeName(p);
  p.error('expected-message-type', 'Expected message type.');
  return takeScalarName(p, text);
}

function wordHere(p: Cursor): string {
  if (p.isKind(KIND.identifier)) return p.tokens.name(p.at);
  return '';
}

function takeScalarName(p: Cursor, text: string): ReadType {
  const first = p.at++;
  return { type: { kind: 'typeName', first, last: first, text }, complete: true };
}

function declaredTypeName(p: Cursor): ReadType {
  const { node, complete } = takeDottedName(p, 'Expected type name.');
  return { type: node, complete };
}

const GROUP_IN_EDITIONS =
  'Group syntax is no longer supported in editions. To get group behavior you can specify features.message_encoding = DELIMITED on a message field.';

function fieldNumber(p: Cursor, node: Draft<FieldNode>): boolean {
  if (!p.isKind(KIND.integer)) {
    p.error('expected-integer', 'Expected field number.');
    return false;
  }
  node.number = int32(p);
  return true;
}

/** Reads an integer that must fit into an int32. */
export function int32(p: Cursor): ReturnType<typeof takeNumber> {
  const text = p.tokens.name(p.at);
  if (smallInteger(text, MAX_INT32) === undefined) p.error('integer-out-of-range', 'Integer out of range.');
  return takeNumber(p, false, text);
}

function isGroup(p: Cursor, node: FieldNode): boolean {
  return node.type?.kind === 'typeName' && node.type.text === 'group' && p.tokens.is(node.type.first, 'group');
}

function groupBody(p: Cursor, node: Draft<FieldNode>, statement: GroupBody): boolean {
  const name = node.name;
  if (name !== undefined && !/^[A-Z]/.test(name.text)) {
    p.error('group-name', 'Group names must start with a capital letter.', name.first);
  }
  if (!p.is('{')) {
    p.error('missing-group-body', 'Missing group body.');
    return false;
  }
  // We skip this group without an error, because the linker reports groups that are nested too deeply.
  if (p.groupDepth <= 1) return false;
  delete node.type;
  p.at++;
  p.groupDepth--;
  const items: MessageItem[] = [];
  block(p, 'message', node.first, 'message definition', () => statement(p, items));
  p.groupDepth++;
  node.group = items;
  return true;
}

/**
 * Reads `default = …` or `json_name = …`. These are parts of the field, although the text has them among its options.
 */
function pseudoOption(
  p: Cursor,
  node: FieldNode,
  option: Draft<OptionNode>,
  earlier: readonly OptionNode[],
): boolean | undefined {
  if (!p.is('default') && !p.is('json_name')) return undefined;
  const first = p.at;
  const word = p.tokens.text(first);
  if (earlier.some((other) => isNamed(other, word))) p.error('option-set-twice', `Already set option "${word}".`);
  p.at++;
  option.name = {
    kind: 'optionName',
    first,
    last: first,
    parts: [
      {
        kind: 'optionNamePart',
        first,
        last: first,
        extension: false,
        name: { kind: 'typeName', first, last: first, text: word },
      },
    ],
  };
  if (!p.expect('=')) return false;
  if (word === 'default') return defaultValue(p, node, option);
  return jsonName(p, option);
}

function isNamed(option: OptionNode, word: string): boolean {
  const part = option.name?.parts[0];
  return option.name?.parts.length === 1 && part?.extension === false && part.name?.text === word;
}

function jsonName(p: Cursor, option: Draft<OptionNode>): boolean {
  if (!p.isKind(KIND.string)) {
    p.error('expected-string', 'Expected string for JSON name.');
    return false;
  }
  option.value = takeString(p);
  return true;
}

const SIGNED: ReadonlyMap<string, bigint> = new Map([
  ['int32', 0x7fffffffn],
  ['sint32', 0x7fffffffn],
  ['sfixed32', 0x7fffffffn],
  ['int64', 0x7fffffffffffffffn],
  ['sint64', 0x7fffffffffffffffn],
  ['sfixed64', 0x7fffffffffffffffn],
]);
const UNSIGNED: ReadonlyMap<string, bigint> = new Map([
  ['uint32', 0xffffffffn],
  ['fixed32', 0xffffffffn],
  ['uint64', 0xffffffffffffffffn],
  ['fixed64', 0xffffffffffffffffn],
]);

function defaultValue(p: Cursor, node: FieldNode, option: Draft<OptionNode>): boolean {
  const type = node.type?.kind === 'typeName' ? node.type.text : '';
  const signed = SIGNED.get(type);
  const unsigned = UNSIGNED.get(type);
  if (signed !== undefined || unsigned !== undefined) return integerDefault(p, option, signed, unsigned);
  switch (type) {
    case 'float':
    case 'double':
      return floatDefault(p, option);
    case 'bool':
      if (p.is('true') || p.is('false')) return nameDefault(p, option);
      p.error('expected-bool', 'Expected "true" or "false".');
      return false;
    case 'string':
      return stringDefault(p, option, 'Expected string for field default value.');
    case 'bytes':
      return stringDefault(p, option, 'Expected string.');
    case 'group':
      p.error('message-default', "Messages can't have default values.");
      return false;
    default:
      return unknownDefault(p, option);
  }
}

function stringDefault(p: Cursor, option: Draft<OptionNode>, expected: string): boolean {
  if (!p.isKind(KIND.string)) {
    p.error('expected-string', expected);
    return false;
  }
  option.value = takeString(p);
  return true;
}

function integerDefault(
  p: Cursor,
  option: Draft<OptionNode>,
  signed: bigint | undefined,
  unsigned: bigint | undefined,
): boolean {
  const negative = p.is('-');
  if (negative) {
    p.at++;
    if (unsigned !== undefined) p.error('negative-unsigned', "Unsigned field can't have negative default value.");
  }
  if (!p.isKind(KIND.integer)) {
    p.error('expected-integer', 'Expected integer for field default value.');
    return false;
  }
  const max = unsigned ?? (signed ?? 0n) + BigInt(negative);
  const value = integerValue(p.tokens.text(p.at));
  if (value === undefined || value > max) p.error('integer-out-of-range', 'Integer out of range.');
  option.value = takeNumber(p, negative);
  return true;
}

function floatDefault(p: Cursor, option: Draft<OptionNode>): boolean {
  const first = p.at;
  const negative = p.accept('-');
  if (p.isKind(KIND.integer) || p.isKind(KIND.float)) {
    const text = p.tokens.text(p.at);
    if (p.isKind(KIND.integer) && text.startsWith('0') && integerValue(text) === undefined) {
      p.error('integer-out-of-range', 'Integer out of range.');
    }
    option.value = takeNumber(p, negative);
    return true;
  }
  if (p.is('inf') || p.is('nan')) return nameDefault(p, option, negative, first);
  p.error('expected-number', 'Expected number.');
  return false;
}

function nameDefault(p: Cursor, option: Draft<OptionNode>, negative = false, first = p.at): boolean {
  option.value = { kind: 'nameValue', first, last: p.at, negative, text: identifierAt(p, p.at).text };
  p.at++;
  return true;
}

/** Reads the default of a field whose type may be an enum. It takes one token of any kind. */
function unknownDefault(p: Cursor, option: Draft<OptionNode>): boolean {
  if (p.atEnd || p.isNextDeclaration()) {
    p.error('expected-token', 'Expected "]".', Math.min(p.at + 1, p.tokens.count));
    return false;
  }
  if (p.isKind(KIND.identifier)) return nameDefault(p, option);
  if (p.isKind(KIND.integer) || p.isKind(KIND.float)) option.value = takeNumber(p, false);
  else if (p.isKind(KIND.string)) option.value = takeString(p);
  else return nameDefault(p, option);
  return true;
}
