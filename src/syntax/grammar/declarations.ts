/**
 * The productions of a file. Each one is a function with the name that the protobuf language specification gives it.
 */
import { block, openBlock } from './block.ts';
import type { Cursor } from './cursor.ts';
import { EDITIONS } from '../tree/editions.ts';
import { enumChecks, messageChecks } from './declarationChecks.ts';
import { field, type FieldPlace, messageTypeName } from './fields.ts';
import { type Draft, identifierAt, takeIdentifier, takeString } from './make.ts';
import type {
  EmptyNode,
  EnumItem,
  EnumNode,
  EnumValueNode,
  ErrorNode,
  ExtendNode,
  FieldNode,
  FileItem,
  FileNode,
  ImportNode,
  MessageItem,
  MessageNode,
  MethodNode,
  OneofItem,
  OneofNode,
  OptionNode,
  PackageNode,
  RpcTypeNode,
  ServiceItem,
  ServiceNode,
  SyntaxNode,
} from '../tree/nodes.ts';
import { optionList, optionStatement } from './options.ts';
import { enumNumber, extensions, reserved } from './ranges.ts';
import { utf8Text } from '../lexing/strings.ts';
import { KIND } from '../lexing/tokens.ts';

/** The items of a file that the parser has read so far. */
export interface FileProgress {
  readonly items: FileItem[];
  /** For each item, the number of errors in the file up to its end. */
  readonly errorEnds: number[];
}

/** Reads items from the cursor on, to the end of the text or until `known` returns true. */
export function file(
  p: Cursor,
  { items, errorEnds }: FileProgress = { items: [], errorEnds: [] },
  known: () => boolean = () => false,
): FileNode {
  const add = (item: FileItem): void => {
    if (p.isSilent && isJoined(items, item)) return;
    items.push(item);
    errorEnds.push(p.errors.length);
  };
  if (p.at === 0 && (p.is('syntax') || p.is('edition'))) add(syntax(p));
  while (!p.atEnd && !known()) {
    const before = p.at;
    const errorsBefore = p.errors.length;
    add(fileItem(p));
    if (p.is('}') && (p.errors.length > errorsBefore || p.at === before)) {
      p.error('unmatched-brace', 'Unmatched "}".');
      const first = p.at++;
      while (p.isSilent && p.is('}')) p.at++;
      add({ kind: 'error', first, last: p.at - 1 });
    } else if (p.at === before) p.at++;
  }
  return { kind: 'file', first: 0, last: p.tokens.count - 1, items };
}

/** Merges two error nodes in a row into one, because there may be millions of them. Returns whether it did. */
function isJoined(items: FileItem[], item: FileItem): boolean {
  const before = items.at(-1);
  if (before?.kind !== 'error' || item.kind !== 'error') return false;
  items[items.length - 1] = { ...before, last: item.last };
  return true;
}

function syntax(p: Cursor): SyntaxNode {
  const keyword = p.is('syntax') ? 'syntax' : 'edition';
  const node: Draft<SyntaxNode> = { kind: 'syntax', first: p.at, last: p.at, keyword };
  p.at++;
  const errorsBefore = p.errors.length;
  const complete = syntaxValue(p, node);
  if (!complete) p.skipStatement();
  node.last = p.at - 1;
  if (node.value !== undefined) applySyntax(p, node, utf8Text(node.value.bytes), complete);
  // If protoc does not support the syntax or edition, it stops reading, so we report nothing more.
  if (p.errors.length > errorsBefore) p.stopComplaining();
  return node;
}

function syntaxValue(p: Cursor, node: Draft<SyntaxNode>): boolean {
  if (!p.expect('=')) return false;
  if (!p.isKind(KIND.string)) {
    p.error('expected-string', 'Expected syntax identifier.');
    return false;
  }
  node.value = takeString(p);
  return p.expect(';');
}

function applySyntax(p: Cursor, node: SyntaxNode, value: string, complete: boolean): void {
  const token = node.value?.first ?? node.first;
  if (node.keyword === 'edition') {
    const edition = EDITIONS.get(value);
    p.syntax = 'editions';
    p.edition = edition ?? 0;
    if (edition === undefined && complete) p.error('unknown-edition', `Unknown edition "${value}".`, token);
  } else if (value === 'proto2' || value === 'proto3') {
    p.syntax = value;
  } else if (complete) {
    p.error(
      'unknown-syntax',
      `Unrecognized syntax identifier "${value}".  This parser only recognizes "proto2" and "proto3".`,
      token,
    );
  }
}

function fileItem(p: Cursor): FileItem {
  if (p.is(';')) return empty(p);
  const first = p.at;
  const modifier = visibility(p);
  if (modifier === 'misplaced') return broken(p, first);
  if (p.is('message')) return message(p, first, modifier);
  if (p.is('enum')) return enumeration(p, first, modifier);
  if (p.is('service')) return service(p);
  if (p.is('extend')) return extend(p);
  if (p.is('import')) return importStatement(p);
  if (p.is('package')) return packageStatement(p);
  if (p.is('option')) return optionStatement(p);
  p.error('expected-declaration', 'Expected top-level statement (e.g. "message").');
  return broken(p, first);
}

/** Reads all semicolons in a row into one node. There may be millions, and a node for each would use all memory. */
function empty(p: Cursor): EmptyNode {
  const first = p.at;
  while (p.is(';')) p.at++;
  return { kind: 'empty', first, last: p.at - 1 };
}

/** Skips to the end of an invalid statement. */
function broken(p: Cursor, first: number): ErrorNode {
  if (p.at === first && p.isNextDeclaration()) p.at++;
  p.skipStatement();
  if (p.at === first && !p.is('}')) p.at++;
  return { kind: 'error', first, last: p.at - 1 };
}

const EDITION_2024 = 1001;

function visibility(p: Cursor): 'export' | 'local' | 'misplaced' | undefined {
  const word = p.anyOf('export', 'local');
  if (word === undefined || p.edition < EDITION_2024) return undefined;
  p.at++;
  if (p.is('message') || p.is('enum')) return word;
  p.error('misplaced-visibility', "'local' and 'export' visibility modifiers are valid only on 'message' and 'enum'");
  return 'misplaced';
}

function packageStatement(p: Cursor): PackageNode {
  const node: Draft<PackageNode> = { kind: 'package', first: p.at, last: p.at };
  if (p.hasPackage) p.error('several-packages', 'Multiple package definitions.');
  p.hasPackage = true;
  p.at++;
  if (!packageName(p, node) || !p.expect(';')) p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function packageName(p: Cursor, node: Draft<PackageNode>): boolean {
  const first = p.at;
  let text = '';
  do {
    const part = takeIdentifier(p, 'Expected identifier.', 'Expected ";".');
    if (part === undefined) break;
    text += text === '' ? part.text : `.${part.text}`;
  } while (p.accept('.'));
  if (text !== '') node.name = { kind: 'typeName', first, last: p.at - 1, text };
  return text !== '' && !p.tokens.is(p.at - 1, '.');
}

function importStatement(p: Cursor): ImportNode {
  const node: Draft<ImportNode> = { kind: 'import', first: p.at, last: p.at };
  p.at++;
  importModifier(p, node);
  if (p.isKind(KIND.string)) {
    node.path = takeString(p);
    if (!p.expect(';')) p.skipStatement();
  } else {
    p.error('expected-string', 'Expected a string naming the file to import.');
    p.skipStatement();
  }
  node.last = p.at - 1;
  return node;
}

function importModifier(p: Cursor, node: Draft<ImportNode>): void {
  const word = p.anyOf('public', 'weak', 'option');
  if (word === 'option') {
    if (p.edition < EDITION_2024) p.error('option-import', 'option import is not supported before edition 2024.');
    if (p.isNextDeclaration()) return;
    p.hasOptionImport = true;
  } else if (p.hasOptionImport) {
    p.error('import-order', 'imports should precede any option imports to ensure proto files can roundtrip.');
  }
  if (word === 'weak' && p.edition >= EDITION_2024) {
    p.error(
      'weak-import',
      'weak import is not supported in edition 2024 and above. Consider using option import instead.',
    );
  }
  if (word === undefined) return;
  node.modifier = word;
  p.at++;
}

function message(p: Cursor, first: number, modifier: 'export' | 'local' | undefined): MessageNode {
  const node: Draft<MessageNode> = { kind: 'message', first, last: first, ...(modifier && { visibility: modifier }) };
  if (p.depth <= 1) {
    p.error('nesting', 'Reached maximum recursion limit for nested messages.');
    p.at++;
    if (p.isKind(KIND.identifier)) node.name = identifierAt(p, p.at);
    p.skipStatement();
    return { ...node, last: p.at - 1 };
  }
  p.depth--;
  p.at++;
  const name = takeIdentifier(p, 'Expected message name.', 'Expected "{".');
  if (name !== undefined) node.name = name;
  if (name !== undefined && openBlock(p)) {
    const items: MessageItem[] = [];
    block(p, 'message', first, 'message definition', () => messageItem(p, items));
    node.items = items;
    messageChecks(p, items);
  } else p.skipStatement();
  p.depth++;
  node.last = p.at - 1;
  return node;
}

function messageItem(p: Cursor, items: MessageItem[]): void {
  items.push(messageStatement(p));
}

function messageStatement(p: Cursor): MessageItem {
  if (p.is(';')) return empty(p);
  const first = p.at;
  const modifier = visibility(p);
  if (modifier === 'misplaced') return broken(p, first);
  if (p.is('message')) return message(p, first, modifier);
  if (p.is('enum')) return enumeration(p, first, modifier);
  if (p.is('extensions')) return extensions(p);
  if (p.is('reserved')) return reserved(p, 'message');
  if (p.is('extend')) return extend(p);
  if (p.is('option')) return optionStatement(p);
  if (p.is('oneof')) return oneof(p);
  return fieldOrError(p, 'message');
}

/** Reads a field. If it has no type, label or group, it becomes an error node. */
function fieldOrError(p: Cursor, place: FieldPlace): FieldNode | ErrorNode {
  const node = field(p, place, messageItem);
  if (node.type !== undefined || node.label !== undefined || node.group !== undefined) return node;
  return { kind: 'error', first: node.first, last: node.last };
}

function oneof(p: Cursor): OneofNode {
  const first = p.at;
  const node: Draft<OneofNode> = { kind: 'oneof', first, last: first };
  p.at++;
  const name = takeIdentifier(p, 'Expected oneof name.', 'Expected "{".');
  if (name !== undefined) node.name = name;
  if (name !== undefined && openBlock(p)) {
    const items: OneofItem[] = [];
    block(
      p,
      'oneof',
      first,
      'oneof definition',
      () => items.push(p.is('option') ? optionStatement(p) : fieldOrError(p, 'oneof')),
      true,
    );
    node.items = items;
  } else p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function extend(p: Cursor): ExtendNode {
  const first = p.at;
  const node: Draft<ExtendNode> = { kind: 'extend', first, last: first };
  p.at++;
  if (extendee(p, node) && openBlock(p)) {
    const items: (FieldNode | ErrorNode)[] = [];
    block(p, 'extend', first, 'extend definition', () => items.push(fieldOrError(p, 'extend')), true);
    node.items = items;
  } else p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function extendee(p: Cursor, node: Draft<ExtendNode>): boolean {
  if (p.isNextDeclaration() && p.isKind(KIND.identifier)) {
    p.error('expected-token', 'Expected "{".', p.at + 1);
    return false;
  }
  const { type, complete } = messageTypeName(p);
  if (type !== undefined) node.extendee = type;
  return complete;
}

function enumeration(p: Cursor, first: number, modifier: 'export' | 'local' | undefined): EnumNode {
  const node: Draft<EnumNode> = { kind: 'enum', first, last: first, ...(modifier && { visibility: modifier }) };
  p.at++;
  const name = takeIdentifier(p, 'Expected enum name.', 'Expected "{".');
  if (name !== undefined) node.name = name;
  if (name !== undefined && openBlock(p)) {
    const items: EnumItem[] = [];
    block(p, 'enum', first, 'enum definition', () => items.push(enumStatement(p)));
    node.items = items;
    enumChecks(p, name.text, items);
  } else p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function enumStatement(p: Cursor): EnumItem {
  if (p.is(';')) return empty(p);
  if (p.is('option')) return optionStatement(p);
  if (p.is('reserved')) return reserved(p, 'enum');
  return enumValue(p);
}

function enumValue(p: Cursor): EnumValueNode | ErrorNode {
  const first = p.at;
  if (!p.isKind(KIND.identifier)) {
    p.error('expected-identifier', 'Expected enum constant name.');
    return broken(p, first);
  }
  const node: Draft<EnumValueNode> = {
    kind: 'enumValue',
    first,
    last: first,
    name: identifierAt(p, first),
    options: [],
  };
  p.at++;
  if (!enumValueParts(p, node)) p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function enumValueParts(p: Cursor, node: Draft<EnumValueNode>): boolean {
  if (!p.expect('=', 'Missing numeric value for enum constant.')) return false;
  const number = enumNumber(p, 'Expected integer.');
  if (number === undefined) return false;
  node.number = number;
  const { options, complete } = optionList(p);
  node.options = options;
  return complete && p.expect(';');
}

function service(p: Cursor): ServiceNode {
  const first = p.at;
  const node: Draft<ServiceNode> = { kind: 'service', first, last: first };
  p.at++;
  const name = takeIdentifier(p, 'Expected service name.', 'Expected "{".');
  if (name !== undefined) node.name = name;
  if (name !== undefined && openBlock(p)) {
    const items: ServiceItem[] = [];
    block(p, 'service', first, 'service definition', () => items.push(serviceStatement(p)));
    node.items = items;
  } else p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function serviceStatement(p: Cursor): ServiceItem {
  if (p.is(';')) return empty(p);
  if (p.is('option')) return optionStatement(p);
  if (p.is('rpc')) return method(p);
  p.error('expected-token', 'Expected "rpc".');
  return broken(p, p.at);
}

function method(p: Cursor): MethodNode {
  const first = p.at;
  const node: Draft<MethodNode> = { kind: 'method', first, last: first };
  p.at++;
  const complete = methodSignature(p, node) && methodEnd(p, node);
  if (!complete) p.skipStatement();
  node.last = p.at - 1;
  return node;
}

function methodSignature(p: Cursor, node: Draft<MethodNode>): boolean {
  const name = takeIdentifier(p, 'Expected method name.', 'Expected "(".');
  if (name === undefined) return false;
  node.name = name;
  const input = rpcType(p);
  if (input.type !== undefined) node.input = input.type;
  if (!input.complete || !p.expect('returns')) return false;
  const output = rpcType(p);
  if (output.type !== undefined) node.output = output.type;
  return output.complete;
}

/** Reads `(stream Type)`. */
function rpcType(p: Cursor): { type?: RpcTypeNode; complete: boolean } {
  const first = p.at;
  if (!p.expect('(')) return { complete: false };
  const stream = p.accept('stream');
  const node: Draft<RpcTypeNode> = { kind: 'rpcType', first, last: first, stream };
  const complete = rpcTypeName(p, node) && p.expect(')');
  node.last = p.at - 1;
  return { type: node, complete };
}

function rpcTypeName(p: Cursor, node: Draft<RpcTypeNode>): boolean {
  if (p.isNextDeclaration() && p.isKind(KIND.identifier)) {
    p.error('expected-token', 'Expected ")".', p.at + 1);
    return false;
  }
  const { type, complete } = messageTypeName(p);
  if (type !== undefined) node.type = type;
  return complete;
}

function methodEnd(p: Cursor, node: Draft<MethodNode>): boolean {
  if (!p.is('{')) return p.expect(';');
  p.at++;
  const items: (OptionNode | EmptyNode | ErrorNode)[] = [];
  block(p, 'method', node.first, 'method options', () => items.push(methodStatement(p)));
  node.items = items;
  return true;
}

function methodStatement(p: Cursor): OptionNode | EmptyNode | ErrorNode {
  if (p.is(';')) return empty(p);
  if (p.is('option')) return optionStatement(p);
  p.error('expected-token', 'Expected "option".');
  return broken(p, p.at);
}
