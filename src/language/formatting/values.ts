/** Writes option lists and the values of options: strings, numbers, message literals and lists. */
import type {
  AggregateFieldNode,
  AggregateNode,
  ListNode,
  OptionNode,
  StringNode,
  ValueNode,
} from '../../syntax/tree/nodes.ts';
import { MARK } from './marks.ts';
import type { Before, Behind, TokenPrinter } from './tokenPrinter.ts';

/** Writes a dotted name, up to its last token. The name may have parts in parentheses. */
export function printName(p: TokenPrinter, before: Before, last: number): void {
  let next = before;
  while (p.at <= last) {
    const opens = p.is('(');
    p.put(p.is(')') ? 'tight' : next, opens ? 'inside' : 'inline');
    next = opens ? 'inside' : 'none';
  }
}

/** Writes an option list: `[a = 1]`, or one option per line between the brackets. */
export function printOptionList(p: TokenPrinter, options: readonly OptionNode[]): void {
  const only = options.length === 1 ? options[0] : undefined;
  if (only !== undefined && !p.gaps.hasComments(p.at, only.first)) {
    p.put('space', 'inline');
    printOption(p, only, 'none', ALONE_IN_LIST);
    p.put('tight', 'inline');
    return;
  }
  p.put('space');
  p.writer.depth++;
  for (const [at, option] of options.entries()) {
    p.begin(at === 0 ? 'never' : 'asWritten');
    printOption(p, option, 'none', ON_OWN_LINE);
    if (p.is(',')) p.put('tight');
  }
  closeBlock(p, 'list', true, 'line');
}

/** What happens to line comments after the `=` and after the value of an option. */
interface OptionComments {
  readonly behindEquals: Behind;
  readonly behindValue: Behind;
}

/** The treatment of line comments in an `option` statement. */
export const IN_STATEMENT: OptionComments = { behindEquals: 'line', behindValue: 'inline' };
const ALONE_IN_LIST: OptionComments = { behindEquals: 'inline', behindValue: 'inline' };
const ON_OWN_LINE: OptionComments = { behindEquals: 'line', behindValue: 'line' };

/** Writes an option such as `a = 1`, without the keyword and the semicolon of an `option` statement. */
export function printOption(p: TokenPrinter, option: OptionNode, before: Before, comments: OptionComments): void {
  if (option.name !== undefined) printName(p, before, option.name.last);
  p.put('space', comments.behindEquals);
  if (option.value !== undefined) printValue(p, option.value, 'space', comments.behindValue);
}

/** Writes a value. `behind` says what happens to a line comment after it. */
function printValue(p: TokenPrinter, value: ValueNode, before: Before, behind: Behind): void {
  switch (value.kind) {
    case 'aggregate':
      printAggregate(p, value, before, behind);
      return;
    case 'list':
      printList(p, value, before, behind);
      return;
    case 'string':
      if (isOneLiteral(value)) p.put(before, behind);
      else printLiterals(p, value, 1, behind);
      return;
    case 'number':
    case 'nameValue':
      printSigned(p, value.last, before, behind);
  }
}

/** Writes a number or a name with its sign, which is a separate token. */
export function printSigned(p: TokenPrinter, last: number, before: Before, behind: Behind): void {
  let next = before;
  for (; p.at <= last; next = 'sign') p.put(next, behind);
}

/** Writes the literals of one string, each on its own line. */
export function printLiterals(p: TokenPrinter, { first, last }: StringNode, levels: number, behind: Behind): void {
  p.writer.depth += levels;
  while (p.at <= last) {
    p.begin('never', p.at === first ? 'leading' : 'all');
    p.put('none', p.at < last ? 'later' : behind);
  }
  p.writer.depth -= levels;
}

function isOneLiteral({ first, last }: StringNode): boolean {
  return first === last;
}

function printAggregate(p: TokenPrinter, node: AggregateNode, before: Before, behind: Behind): void {
  if (node.fields.length < 2 && node.fields.every(isShort) && !p.gaps.hasComments(node.first, node.last)) {
    p.put(before);
    for (const field of node.fields) printField(p, field);
    p.put('tight', behind);
    return;
  }
  p.put(before, 'later');
  p.writer.depth++;
  for (const [at, field] of node.fields.entries()) {
    p.begin(at === 0 ? 'never' : 'asWritten', at === 0 ? 'all' : 'leading');
    printField(p, field);
  }
  closeBlock(p, 'message', node.fields.length > 0, behind);
}

/** Whether a message literal with only this field fits on one line. */
function isShort({ value }: AggregateFieldNode): boolean {
  if (value?.kind === 'string') return isOneLiteral(value);
  return value?.kind !== 'aggregate' && value?.kind !== 'list';
}

function printField(p: TokenPrinter, { first, value }: AggregateFieldNode): void {
  if (value === undefined) return;
  const isComposite = value.kind === 'aggregate' || value.kind === 'list';
  printFieldName(p, first, value.first);
  if (p.at < value.first) printColon(p, isComposite ? 'inline' : 'line');
  else if (((p.marks[value.first] ?? 0) & MARK.colonBefore) !== 0) addColon(p);
  printValue(p, value, 'space', isComposite ? 'inline' : 'line');
}

function printFieldName(p: TokenPrinter, first: number, value: number): void {
  if (!p.is('[')) {
    p.put('none', 'inline');
    return;
  }
  const close = bracketEnd(p, first, value);
  const isBroken = p.gaps.hasComments(first, close);
  p.put('none', isBroken ? 'line' : 'inline');
  p.writer.depth++;
  if (isBroken) p.begin('never');
  printName(p, 'none', close - 1);
  p.writer.depth--;
  if (isBroken) closeName(p);
  p.put('tight');
}

function bracketEnd({ tree, gaps }: TokenPrinter, first: number, value: number): number {
  let at = first + 1;
  while (at < value && (gaps.kept(at) !== at || tree.tokens.text(at) !== ']')) at++;
  return at;
}

/** Writes the comments before the closing bracket of a field's name. */
function closeName(p: TokenPrinter): void {
  p.writer.depth++;
  p.beginClose('asWritten', 'leading', true);
  p.writer.depth--;
}

/**
 * Writes the colon that the original text lacks. Comments that trail the field's name are before the colon, and
 * comments that lead to the value are after it.
 */
function addColon(p: TokenPrinter): void {
  if (p.gaps.before(p.at).trailing.length > 0) p.writer.space();
  p.writer.write(':');
}

function printColon(p: TokenPrinter, behind: Behind): void {
  const hasComments = p.gaps.hasComments(p.at - 1, p.at);
  p.put(hasComments ? 'space' : 'none', behind);
}

function printList(p: TokenPrinter, node: ListNode, before: Before, behind: Behind): void {
  if (node.values.length < 2 && node.values.every(isScalar) && !p.gaps.hasComments(node.first, node.last)) {
    p.put(before);
    for (const value of node.values) printValue(p, value, 'none', 'line');
    p.put('tight', behind);
    return;
  }
  p.put(before, node.values.length === 0 ? 'later' : 'line');
  p.writer.depth++;
  for (const [at, value] of node.values.entries()) {
    p.begin(at === 0 ? 'never' : 'asWritten');
    printElement(p, value);
    if (p.is(',')) p.put('tight');
  }
  closeBlock(p, 'list', node.values.length > 0, behind);
}

function printElement(p: TokenPrinter, value: ValueNode): void {
  if (value.kind === 'string' && !isOneLiteral(value)) printLiterals(p, value, 0, 'line');
  else printValue(p, value, 'none', 'line');
}

function isScalar(value: ValueNode): boolean {
  if (value.kind === 'string') return isOneLiteral(value);
  return value.kind !== 'aggregate' && value.kind !== 'list';
}

/** Writes the token that ends a list or a message literal, on its own line. */
function closeBlock(p: TokenPrinter, kind: 'list' | 'message', hasItems: boolean, behind: Behind): void {
  p.beginClose(hasItems ? 'asWritten' : 'never', hasItems ? 'leading' : 'all', kind === 'list');
  p.writer.depth--;
  p.put('none', behind);
}
