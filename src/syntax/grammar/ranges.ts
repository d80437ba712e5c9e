/** Parses `extensions` and `reserved` statements, which have ranges of numbers, and names. */
import type { Cursor } from './cursor.ts';
import { int32, MAX_INT32 } from './fields.ts';
import { isIdentifier } from '../lexing/characters.ts';
import { type Draft, identifierAt, takeNumber, takeString } from './make.ts';
import type { ExtensionsNode, IdentifierNode, NumberNode, RangeNode, ReservedNode, StringNode } from '../tree/nodes.ts';
import { integerValue, smallInteger } from '../lexing/numbers.ts';
import { optionList } from './options.ts';
import { utf8Text } from '../lexing/strings.ts';
import { KIND } from '../lexing/tokens.ts';

/** Reads an `extensions` statement. */
export function extensions(p: Cursor): ExtensionsNode {
  const ranges: RangeNode[] = [];
  const node: Draft<ExtensionsNode> = { kind: 'extensions', first: p.at, last: p.at, ranges, options: [] };
  p.at++;
  if (!extensionParts(p, node, ranges)) p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function extensionParts(p: Cursor, node: Draft<ExtensionsNode>, ranges: RangeNode[]): boolean {
  do {
    if (!range(p, ranges, 'Expected field number range.', fieldNumber)) return false;
  } while (p.accept(','));
  const { options, complete } = optionList(p);
  node.options = options;
  return complete && p.expect(';');
}

/** The words of protoc for the names and numbers of a statement, and the function that reads a number. */
interface Place {
  readonly name: string;
  readonly first: string;
  readonly next: string;
  readonly number: NumberReader;
}

const PLACES: Readonly<Record<'message' | 'enum', Place>> = {
  message: {
    name: 'field name',
    first: 'Expected field name or number range.',
    next: 'Expected field number range.',
    number: fieldNumber,
  },
  enum: {
    name: 'enum value',
    first: 'Expected enum value or number range.',
    next: 'Expected enum number range.',
    number: enumNumber,
  },
};

/** Reads a `reserved` statement. In an enum, the numbers may have signs. */
export function reserved(p: Cursor, kind: 'message' | 'enum'): ReservedNode {
  const ranges: RangeNode[] = [];
  const names: (StringNode | IdentifierNode)[] = [];
  const node: Draft<ReservedNode> = { kind: 'reserved', first: p.at, last: p.at, ranges, names };
  p.at++;
  if (!reservedParts(p, ranges, names, PLACES[kind])) p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function reservedParts(
  p: Cursor,
  ranges: RangeNode[],
  names: (StringNode | IdentifierNode)[],
  { name, first, next, number }: Place,
): boolean {
  const isName = p.isKind(KIND.string) || p.isKind(KIND.identifier);
  if (isName) return reservedNames(p, names, name) && p.expect(';');
  if (!range(p, ranges, first, number)) return false;
  while (p.accept(',')) if (!range(p, ranges, next, number)) return false;
  return p.expect(';');
}

function reservedNames(p: Cursor, names: (StringNode | IdentifierNode)[], what: string): boolean {
  const strings = p.isKind(KIND.string);
  if (strings && p.syntax === 'editions') {
    p.error('reserved-name-form', 'Reserved names must be identifiers in editions, not string literals.');
    return false;
  }
  if (!strings && p.syntax !== 'editions') {
    p.error('reserved-name-form', 'Reserved names must be string literals. (Only editions supports identifiers.)');
    return false;
  }
  if (!strings && p.isNextDeclaration()) {
    p.error('expected-token', 'Expected ";".', p.at + 1);
    return false;
  }
  do {
    const name = reservedName(p, what, strings);
    if (name === undefined) return false;
    names.push(name);
  } while (p.accept(','));
  return true;
}

function reservedName(p: Cursor, what: string, strings: boolean): StringNode | IdentifierNode | undefined {
  if (strings && p.isKind(KIND.string)) return reservedString(p);
  if (!strings && p.isKind(KIND.identifier)) return identifierAt(p, p.at++);
  p.error('expected-name', `Expected ${what} ${strings ? 'string literal' : 'identifier'}.`);
  return undefined;
}

function reservedString(p: Cursor): StringNode {
  const node = takeString(p);
  const name = utf8Text(node.bytes);
  if (!isIdentifier(name))
    p.warn('reserved-name-form', `Reserved name "${name}" is not a valid identifier.`, node.first);
  return node;
}

type NumberReader = (p: Cursor, message: string) => NumberNode | undefined;

function range(p: Cursor, ranges: RangeNode[], expected: string, read: NumberReader): boolean {
  const first = p.at;
  const start = read(p, expected);
  if (start === undefined) return false;
  const node: Draft<RangeNode> = { kind: 'range', first, last: p.at - 1, start };
  ranges.push(node);
  if (!p.accept('to')) return isInBounds(p, start, read);
  const end = p.is('max') ? identifierAt(p, p.at++) : read(p, 'Expected integer.');
  if (end !== undefined) node.end = end;
  node.last = p.at - 1;
  return end !== undefined && isInBounds(p, start, read) && (end.kind === 'identifier' || isInBounds(p, end, read));
}

function fieldNumber(p: Cursor, message: string): NumberNode | undefined {
  if (p.isKind(KIND.integer)) return int32(p);
  p.error('expected-integer', message);
  return undefined;
}

/**
 * Whether a range in a message does not include the largest int32. protoc stores the number after the last one, which
 * would not fit.
 */
function isInBounds(p: Cursor, number: NumberNode, read: NumberReader): boolean {
  if (read === enumNumber || smallInteger(number.text, MAX_INT32) !== MAX_INT32) return true;
  p.error('number-out-of-bounds', 'Field number out of bounds.', number.last + 1);
  return false;
}

/** Reads the number of an enum value, which is a signed int32. */
export function enumNumber(p: Cursor, message: string): NumberNode | undefined {
  const negative = p.accept('-');
  if (!p.isKind(KIND.integer)) {
    p.error('expected-integer', message);
    return undefined;
  }
  const value = integerValue(p.tokens.text(p.at));
  if (value === undefined || value > BigInt(MAX_INT32) + BigInt(negative))
    p.error('integer-out-of-range', 'Integer out of range.');
  return takeNumber(p, negative);
}
