/** Creates small nodes that many productions need. */
import type { Cursor } from './cursor.ts';
import type { IdentifierNode, NumberNode, StringNode, TypeNameNode } from '../tree/nodes.ts';
import { unescapeLiteral } from '../lexing/strings.ts';
import { KIND } from '../lexing/tokens.ts';

/** A node that the parser has not finished. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Returns the node of a single identifier token. */
export function identifierAt(p: Cursor, index: number): IdentifierNode {
  return { kind: 'identifier', first: index, last: index, text: p.tokens.name(index) };
}

/** Takes an identifier, or reports an error. It does not take a token at which the next declaration begins. */
export function takeIdentifier(p: Cursor, message: string, whatFollows: string): IdentifierNode | undefined {
  if (!p.isKind(KIND.identifier)) {
    p.error('expected-identifier', message);
    return undefined;
  }
  // protoc takes the keyword of the next declaration as the name, and reports the token after the keyword.
  if (p.isNextDeclaration()) {
    p.error('expected-token', whatFollows, p.at + 1);
    return undefined;
  }
  p.at++;
  return identifierAt(p, p.at - 1);
}

const SCALARS = new Set([
  'double',
  'float',
  'uint64',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'group',
  'bytes',
  'uint32',
  'sfixed32',
  'int32',
  'int64',
  'sfixed64',
  'sint32',
  'sint64',
]);

/** The scalar types of edition UNSTABLE that replace other integer types. */
const UNSTABLE_SCALARS = new Set(['varint32', 'varint64', 'uvarint32', 'uvarint64', 'zigzag32', 'zigzag64']);

const OBSOLETE_SCALARS: ReadonlyMap<string, string> = new Map([
  ['fixed32', 'uint32'],
  ['fixed64', 'uint64'],
  ['sfixed32', 'int32'],
  ['sfixed64', 'int64'],
  ['sint32', 'zigzag32'],
  ['sint64', 'zigzag64'],
]);

const EDITION_UNSTABLE = 9999;

/** Whether a name is the name of a scalar type. Edition UNSTABLE has more scalar types. */
export function isScalarName(name: string, edition = 0): boolean {
  return SCALARS.has(name) || (edition === EDITION_UNSTABLE && UNSTABLE_SCALARS.has(name));
}

/** Returns the scalar type that replaces this one in edition UNSTABLE; undefined if the edition accepts this one. */
export function replacedScalar(name: string, edition: number): string | undefined {
  if (edition === EDITION_UNSTABLE) return OBSOLETE_SCALARS.get(name);
  return undefined;
}

/**
 * Takes a dotted name: `a.b.C` or `.a.b.C`. After an error, `complete` is false, and `node` has the part that was read.
 */
export function takeDottedName(p: Cursor, message: string): { node: TypeNameNode | undefined; complete: boolean } {
  const first = p.at;
  const dot = p.accept('.');
  if (!p.isKind(KIND.identifier)) {
    p.error('expected-identifier', message);
    if (!dot) return { node: undefined, complete: false };
    return { node: { kind: 'typeName', first, last: first, text: '.' }, complete: false };
  }
  p.at++;
  let complete = true;
  while (complete && p.accept('.')) {
    if (p.isKind(KIND.identifier)) p.at++;
    else {
      p.error('expected-identifier', 'Expected identifier.');
      complete = false;
    }
  }
  return { node: { kind: 'typeName', first, last: p.at - 1, text: dottedText(p, first, p.at - 1) }, complete };
}

function dottedText({ tokens }: Cursor, first: number, last: number): string {
  for (let at = first; at < last; at++) {
    if (tokens.end(at) === tokens.start(at + 1)) continue;
    // Whitespace or comments separate the parts of this name.
    const parts: string[] = [];
    for (let part = first; part <= last; part++) parts.push(tokens.name(part));
    return parts.join('');
  }
  return tokens.name(first, last);
}

/** Takes one or more adjacent string literals as one string. */
export function takeString(p: Cursor): StringNode {
  const first = p.at;
  let bytes = unescapeLiteral(p.tokens.text(p.at++));
  while (p.isKind(KIND.string) && !isBroken(p, p.at - 1)) bytes += unescapeLiteral(p.tokens.text(p.at++));
  return { kind: 'string', first, last: p.at - 1, bytes };
}

/**
 * Whether a literal lacks its closing quote at the end of its line. The string ends there, because the next line is
 * separate.
 */
function isBroken(p: Cursor, index: number): boolean {
  const end = p.tokens.end(index);
  const next = p.tokens.source.charCodeAt(end);
  return next === 10 && p.tokens.source.charCodeAt(end - 1) !== p.tokens.source.charCodeAt(p.tokens.start(index));
}

/**
 * Takes a number token. If `negative` is set, the token before it is its sign. A caller may pass the `text` if it has
 * it.
 */
export function takeNumber(p: Cursor, negative: boolean, text = p.tokens.name(p.at)): NumberNode {
  const float = p.isKind(KIND.float);
  p.at++;
  return { kind: 'number', first: negative ? p.at - 2 : p.at - 1, last: p.at - 1, negative, float, text };
}
