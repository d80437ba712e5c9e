/** Writes the statements of a file, with one function per rule of the grammar. */
import type {
  EnumItem,
  EnumValueNode,
  ExtendNode,
  ExtensionsNode,
  FieldNode,
  FileItem,
  ImportNode,
  MapTypeNode,
  MessageItem,
  MethodNode,
  OneofItem,
  OptionNode,
  PackageNode,
  ReservedNode,
  RpcTypeNode,
  ServiceItem,
  StringNode,
  SyntaxNode,
} from '../../syntax/tree/nodes.ts';
import { type FileGroup, groupOf } from './order.ts';
import type { EmptyLine, TokenPrinter } from './tokenPrinter.ts';
import { IN_STATEMENT, printLiterals, printName, printOption, printOptionList, printSigned } from './values.ts';

/** A statement that ends with a semicolon or a block. */
export type Statement = Exclude<
  FileItem | MessageItem | EnumItem | ServiceItem | OneofItem,
  { kind: 'empty' | 'error' }
>;

type Item = FileItem | MessageItem | EnumItem | ServiceItem | OneofItem;

/** Writes the statements in the given order, which may differ from the order of the text. */
export function printFile(p: TokenPrinter, items: readonly FileItem[], isSorted: boolean): void {
  let before: FileGroup | undefined;
  for (const item of items) {
    if (!isStatement(item)) continue;
    p.at = item.first;
    const group = groupOf(item);
    p.begin(isSorted ? emptyLineBetween(before, group) : 'asWritten');
    printStatement(p, item);
    before = group;
  }
  p.at = p.tree.tokens.count;
  // `buf format` begins a file that has only comments with an empty line.
  const isCommentsOnly = p.written.length === 0 && p.gaps.before(p.at).leading.length > 0;
  if (isCommentsOnly) p.writer.emptyLine();
  p.beginClose(isCommentsOnly ? 'never' : 'asWritten', 'leading', true);
}

/**
 * Whether an empty line comes between two statements of sorted text. Before a declaration, the original text decides,
 * but directly after `syntax`, there is always an empty line.
 */
function emptyLineBetween(before: FileGroup | undefined, group: FileGroup): EmptyLine {
  if (group === 'package' || before === undefined) return 'asWritten';
  if (group === 'declaration') return before === 'syntax' ? 'always' : 'asWritten';
  return before === group ? 'never' : 'always';
}

/** Writes one statement, starting at the printer's next token. Its line has already begun. */
export function printStatement(p: TokenPrinter, item: Statement): void {
  switch (item.kind) {
    case 'syntax':
      syntax(p, item);
      return;
    case 'package':
      packageStatement(p, item);
      return;
    case 'import':
      importStatement(p, item);
      return;
    case 'option':
      option(p, item);
      return;
    case 'message':
    case 'enum':
    case 'service':
    case 'oneof':
      named(p, item);
      return;
    case 'extend':
      extend(p, item);
      return;
    case 'field':
      field(p, item);
      return;
    case 'extensions':
      extensions(p, item);
      return;
    case 'reserved':
      reserved(p, item);
      return;
    case 'enumValue':
      enumValue(p, item);
      return;
    case 'method':
      method(p, item);
      return;
  }
}

function isStatement(item: Item): item is Statement {
  return item.kind !== 'empty' && item.kind !== 'error';
}

function syntax(p: TokenPrinter, { value }: SyntaxNode): void {
  p.put('none');
  p.put('space');
  if (value !== undefined) string(p, value);
  p.put('tight');
}

function packageStatement(p: TokenPrinter, { name }: PackageNode): void {
  p.put('none');
  if (name !== undefined) printName(p, 'space', name.last);
  p.put('tight');
}

function importStatement(p: TokenPrinter, { modifier, path }: ImportNode): void {
  p.put('none');
  if (modifier !== undefined) p.put('space');
  if (path !== undefined) string(p, path);
  p.put('tight');
}

/** Writes a string that is not the value of an option. */
function string(p: TokenPrinter, value: StringNode): void {
  if (value.first === value.last) p.put('space');
  else printLiterals(p, value, 0, 'line');
}

function option(p: TokenPrinter, node: OptionNode): void {
  p.put('none');
  printOption(p, node, 'space', IN_STATEMENT);
  p.put('tight');
}

function named(p: TokenPrinter, node: Extract<Statement, { kind: 'message' | 'enum' | 'service' | 'oneof' }>): void {
  p.put('none');
  while (node.name !== undefined && p.at < node.name.first) p.put('space');
  p.put('space', 'inline');
  body(p, node.items ?? []);
}

function extend(p: TokenPrinter, { extendee, items }: ExtendNode): void {
  p.put('none');
  if (extendee !== undefined) printName(p, 'space', extendee.last);
  body(p, items ?? []);
}

function field(p: TokenPrinter, node: FieldNode): void {
  if (node.label !== undefined) p.put('none');
  fieldType(p, node);
  p.put('space', 'inline');
  p.put('space');
  p.put('space');
  if (p.is('[')) printOptionList(p, node.options);
  if (node.group === undefined) p.put('tight');
  else body(p, node.group);
}

function fieldType(p: TokenPrinter, { label, type }: FieldNode): void {
  const before = label === undefined ? 'none' : 'space';
  if (type === undefined) p.put(before);
  else if (type.kind === 'mapType') mapType(p, type, before);
  else printName(p, before, type.last);
}

function mapType(p: TokenPrinter, { key, value }: MapTypeNode, before: 'none' | 'space'): void {
  p.put(before, 'inline');
  p.put('none');
  if (key !== undefined) printName(p, 'none', key.last);
  p.put('tight');
  if (value !== undefined) printName(p, 'space', value.last);
  p.put('tight');
}

function extensions(p: TokenPrinter, { ranges, options, last }: ExtensionsNode): void {
  p.put('none');
  const end = ranges.at(-1)?.last ?? last;
  while (p.at <= end) rangeToken(p);
  if (p.is('[')) printOptionList(p, options);
  p.put('tight');
}

function reserved(p: TokenPrinter, { names, last }: ReservedNode): void {
  p.put('none');
  const strings = new Map(names.map((name) => [name.first, name]));
  while (p.at < last) {
    const name = strings.get(p.at);
    if (name?.kind === 'string') string(p, name);
    else if (name === undefined) rangeToken(p);
    else p.put('space', 'inline');
  }
  p.put('tight');
}

/** Writes one token of a list of ranges: a number, `to`, `max` or a comma. */
function rangeToken(p: TokenPrinter): void {
  if (p.is(',')) p.put('tight');
  else if (p.is('-')) printSigned(p, p.at + 1, 'space', 'line');
  else p.put('space', p.is('max') ? 'inline' : 'line');
}

function enumValue(p: TokenPrinter, { number, options }: EnumValueNode): void {
  p.put('none', 'inline');
  p.put('space');
  if (number !== undefined) printSigned(p, number.last, 'space', 'line');
  if (p.is('[')) printOptionList(p, options);
  p.put('tight');
}

function method(p: TokenPrinter, { input, output, items }: MethodNode): void {
  p.put('none');
  p.put('space', 'inline');
  if (input !== undefined) rpcType(p, input, 'none');
  p.put('space');
  if (output !== undefined) rpcType(p, output, 'space');
  if (items === undefined) p.put('tight');
  else body(p, items);
}

/**
 * Writes the request or response of an rpc in parentheses. A line comment after the parenthesis or after `stream` ends
 * the line there.
 */
function rpcType(p: TokenPrinter, { first, stream, type }: RpcTypeNode, before: 'none' | 'space'): void {
  const isBroken = stream && p.gaps.before(first + 2).trailing.some(({ isLine }) => isLine);
  p.put(before, 'later');
  p.writer.depth++;
  p.putTrailing('line');
  if (isBroken) p.writer.endLine();
  if (stream) p.put('none');
  if (type !== undefined) printName(p, stream ? 'space' : 'none', type.last);
  p.writer.depth--;
  if (isBroken) p.writer.endLine();
  p.put('tight');
}

/** Writes a block, `{ … }`, with each item on its own lines. */
function body(p: TokenPrinter, all: readonly Item[]): void {
  const items = all.filter(isStatement);
  if (items.length === 0) {
    emptyBody(p);
    return;
  }
  p.put('space');
  p.writer.depth++;
  for (const [at, item] of items.entries()) {
    p.begin(at === 0 ? 'never' : 'asWritten');
    printStatement(p, item);
  }
  p.beginClose('asWritten', 'leading', false);
  p.writer.depth--;
  p.put('none');
}

/** Writes a block without items. Its comments get their own lines. */
function emptyBody(p: TokenPrinter): void {
  const open = p.at;
  const hasComments = p.gaps.hasComments(open, p.gaps.kept(open + 1));
  p.put('space', 'later');
  if (hasComments) {
    p.writer.depth++;
    p.beginClose('never', 'all', false);
    p.writer.depth--;
  }
  p.put('none');
}
