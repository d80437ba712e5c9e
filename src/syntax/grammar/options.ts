/** Parses options and their values, including text format in braces. */
import type { Cursor } from './cursor.ts';
import { textFields } from './textFormat.ts';
import { type Draft, takeDottedName, takeNumber, takeString } from './make.ts';
import type { OptionNameNode, OptionNamePartNode, OptionNode, ValueNode } from '../tree/nodes.ts';
import { behindOptional } from './beginnings.ts';
import { integerValue } from '../lexing/numbers.ts';
import { KIND } from '../lexing/tokens.ts';

/** Reads the statement `option name = value;`. */
export function optionStatement(p: Cursor): OptionNode {
  const option = begin(p);
  p.accept('option');
  const complete = nameAndValue(p, option, ';') && p.expect(';');
  if (!complete) p.skipStatement();
  return end(p, option);
}

/**
 * Reads an entry of an option list that is not an option: `default` or `json_name`. Returns whether it was complete;
 * undefined if the entry is an option.
 */
export type PseudoOption = (option: Draft<OptionNode>, earlier: readonly OptionNode[]) => boolean | undefined;

/** Reads an option list `[ a = 1, b = 2 ]`. `special` reads the entries `default` and `json_name` of a field. */
export function optionList(p: Cursor, special?: PseudoOption): { options: OptionNode[]; complete: boolean } {
  const options: OptionNode[] = [];
  if (!p.accept('[')) return { options, complete: true };
  do {
    const option = begin(p);
    const complete = special?.(option, options) ?? nameAndValue(p, option, ']');
    options.push(end(p, option));
    if (!complete) return { options, complete };
  } while (p.accept(','));
  return { options, complete: p.expect(']') };
}

function begin(p: Cursor): Draft<OptionNode> {
  return { kind: 'option', first: p.at, last: p.at };
}

function end(p: Cursor, option: Draft<OptionNode>): OptionNode {
  option.last = p.at - 1;
  return option;
}

/**
 * Reads the name and the value of an option. `closer` is the token that protoc expects after the value if no other
 * option follows.
 */
function nameAndValue(p: Cursor, option: Draft<OptionNode>, closer: string): boolean {
  if (p.isNextDeclaration() && p.isKind(KIND.identifier)) {
    complainOfNext(p);
    return false;
  }
  const named = optionName(p, option);
  if (!named || !p.expect('=')) return false;
  const { value, complete } = optionValue(p, closer);
  if (value !== undefined) option.value = value;
  return complete;
}

/** Reports the error that protoc finds when it reads the next declaration as an option. */
function complainOfNext(p: Cursor): void {
  if (!p.tokens.is(p.at + 1, '=')) {
    p.error('expected-token', 'Expected "=".', p.at + 1);
    return;
  }
  const value = behindOptional(p.tokens, p.at + 2, '-');
  p.error('expected-token', 'Expected "]".', Math.min(value + 1, p.tokens.count));
}

function optionName(p: Cursor, option: Draft<OptionNode>): boolean {
  const parts: OptionNamePartNode[] = [];
  const name: Draft<OptionNameNode> = { kind: 'optionName', first: p.at, last: p.at, parts };
  let complete = true;
  do {
    complete = optionNamePart(p, parts);
  } while (complete && p.accept('.'));
  if (p.at > name.first) {
    name.last = p.at - 1;
    option.name = name;
  }
  return complete;
}

function optionNamePart(p: Cursor, parts: OptionNamePartNode[]): boolean {
  const first = p.at;
  if (!p.accept('(')) {
    if (!p.isKind(KIND.identifier)) {
      p.error('expected-identifier', 'Expected identifier.');
      return false;
    }
    const text = p.tokens.name(p.at++);
    parts.push({
      kind: 'optionNamePart',
      first,
      last: first,
      extension: false,
      name: { kind: 'typeName', first, last: first, text },
    });
    return true;
  }
  const { node, complete } = extensionName(p);
  const closed = complete && p.expect(')');
  parts.push({ kind: 'optionNamePart', first, last: p.at - 1, extension: true, ...(node && { name: node }) });
  return closed;
}

/** Reads the name of an extension. protoc accepts an empty name here, and reports it only when it looks up the name. */
function extensionName(p: Cursor): ReturnType<typeof takeDottedName> {
  if (p.is(')')) return { node: undefined, complete: true };
  if (!p.is('.') && !p.isKind(KIND.identifier)) {
    p.error('expected-token', 'Expected ")".');
    return { node: undefined, complete: false };
  }
  return takeDottedName(p, 'Expected identifier.');
}

function optionValue(p: Cursor, closer: string): { value?: ValueNode; complete: boolean } {
  const first = p.at;
  if (p.isKind(KIND.identifier) && p.isNextDeclaration()) {
    p.error('expected-token', `Expected "${closer}".`, p.at + 1);
    return { complete: false };
  }
  const negative = p.accept('-');
  if (p.atEnd) {
    p.error('expected-value', 'Unexpected end of stream while parsing option value.');
    return { complete: false };
  }
  switch (p.tokens.code(p.at)) {
    case KIND.identifier:
      return nameValue(p, first, negative);
    case KIND.integer:
    case KIND.float:
      if (isTooLarge(p)) p.error('integer-out-of-range', 'Integer out of range.');
      return { value: takeNumber(p, negative), complete: true };
    case KIND.string:
      if (negative) p.error('expected-value', "Invalid '-' symbol before string.");
      return { value: takeString(p), complete: !negative };
    default:
      if (p.is('{')) return aggregateValue(p);
      p.error('expected-value', 'Expected option value.');
      return { complete: false };
  }
}

/**
 * Whether a hexadecimal or octal number does not fit into 64 bits. A decimal number that is too large becomes a float.
 */
function isTooLarge(p: Cursor): boolean {
  if (!p.isKind(KIND.integer)) return false;
  const text = p.tokens.text(p.at);
  return text.startsWith('0') && integerValue(text) === undefined;
}

function nameValue(p: Cursor, first: number, negative: boolean): { value?: ValueNode; complete: boolean } {
  const text = p.tokens.name(p.at++);
  const value: ValueNode = { kind: 'nameValue', first, last: p.at - 1, negative, text };
  if (!negative || text === 'inf' || text === 'nan') return { value, complete: true };
  p.error('expected-value', "Identifier after '-' symbol must be inf or nan.");
  return { value, complete: false };
}

function aggregateValue(p: Cursor): { value: ValueNode; complete: boolean } {
  const first = p.at;
  const { limit, closed } = aggregateEnd(p);
  p.at++;
  const fields = textFields(p, limit);
  p.at = limit;
  if (closed) p.at++;
  else {
    p.endedInsideBlock = true;
    p.error('missing-brace', 'Unexpected end of stream while parsing aggregate value.', p.tokens.count);
  }
  return { value: { kind: 'aggregate', first, last: p.at - 1, fields }, complete: closed };
}

/**
 * Finds the closing brace of a value in text format. As in protoc, only braces decide; other brackets do not matter.
 */
function aggregateEnd(p: Cursor): { limit: number; closed: boolean } {
  let depth = 0;
  for (let at = p.at; at < p.tokens.count; at++) {
    if (p.tokens.is(at, '{')) depth++;
    else if (p.tokens.is(at, '}') && --depth === 0) return { limit: at, closed: true };
    else if (p.byIndentation && p.isNextDeclaration(at)) return { limit: at, closed: false };
  }
  return { limit: p.tokens.count, closed: false };
}
