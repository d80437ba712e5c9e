/**
 * Builds SourceCodeInfo: the place of each part of a descriptor in the text, with its comments. The locations are in
 * the order in which protoc's parser adds them.
 */
import { commentsBefore, type GapComments } from '../../syntax/comments.ts';
import type {
  EnumItem,
  EnumNode,
  EnumValueNode,
  ExtendNode,
  ExtensionsNode,
  FieldNode,
  MessageItem,
  MessageNode,
  MethodNode,
  Node,
  OneofNode,
  OptionNode,
  RangeNode,
  ReservedNode,
  RpcTypeNode,
  ServiceNode,
} from '../../syntax/tree/nodes.ts';
import { defined } from '../../base/defined.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { isPseudoOption } from '../descriptors/build.ts';
import type { FileInterface, LinkedFile } from '../descriptors/model.ts';
import { strippedPaths } from './strippedPaths.ts';
import { type LocationComments, SourceLocations } from './sourceLocations.ts';
import { type TokenPositions, tokenPositions } from './tokenPositions.ts';
import { type NumberRun, WireWriter } from '../descriptors/wire.ts';

/** Whether SourceCodeInfo has everything, or only comments without places. Comments do not change when lines move. */
export type SourceInfoContent = 'all' | 'comments';

/**
 * Keeps the SourceCodeInfo of files. We encode it while a file has its tree, and need it later to write the
 * descriptors.
 */
export class SourceInfos {
  readonly #retainOptions: boolean;
  readonly #content: SourceInfoContent;
  readonly #encoded = new Map<FileInterface, Uint8Array>();

  /** `retainOptions` decides whether source-only options have locations too. */
  constructor(retainOptions: boolean, content: SourceInfoContent = 'all') {
    this.#retainOptions = retainOptions;
    this.#content = content;
  }

  record(file: LinkedFile): void {
    const writer = new WireWriter();
    const isKept = filterOf(file, this.#retainOptions);
    new Recorder(file.tree, file.optionPaths).record().each((path, span, comments) => {
      const isWanted = this.#content === 'all' || hasComment(comments);
      if (!isWanted || !isKept(path)) return;
      const shownSpan = this.#content === 'all' ? span : NO_PLACE;
      writer.messageField(1, () => writeLocation(writer, path, shownSpan, comments));
    });
    this.#encoded.set(file.interface, writer.finish());
  }

  of(file: FileInterface): Uint8Array | undefined {
    return this.#encoded.get(file);
  }
}

/** Says which locations stay: all but those of removed options. */
function filterOf({ descriptor }: LinkedFile, retainOptions: boolean): (path: NumberRun) => boolean {
  const removed: ReadonlySet<string> = retainOptions ? new Set() : strippedPaths(descriptor);
  if (removed.size === 0) return () => true;
  return ({ values, start, end }) => {
    const path = Array.from({ length: end - start }, (_, at) => values[start + at]);
    return !path.some((_, at) => removed.has(path.slice(0, at + 1).join('.')));
  };
}

function hasComment({ leading, trailing, detached = [] }: LocationComments): boolean {
  return leading !== undefined || trailing !== undefined || detached.length > 0;
}

const NO_PLACE: NumberRun = { values: [], start: 0, end: 0 };

function writeLocation(
  writer: WireWriter,
  path: NumberRun,
  span: NumberRun,
  { leading, trailing, detached = [] }: LocationComments,
): void {
  writer.packedVarints(1, path);
  writer.packedVarints(2, span);
  if (leading !== undefined) writer.stringField(3, leading);
  if (trailing !== undefined) writer.stringField(4, trailing);
  for (const comment of detached) writer.stringField(6, comment);
}

/** Counts the declarations of each kind in a message or file. The counts are the indexes in paths. */
class Counts {
  messages = 0;
  enums = 0;
  fields = 0;
  extensions = 0;
  extensionRanges = 0;
  reservedRanges = 0;
  reservedNames = 0;
  oneofs = 0;
}

/** The field numbers in descriptor.proto that differ between messages and files. */
interface ScopeNumbers {
  readonly message: number;
  readonly enum: number;
  readonly extension: number;
}

const IN_FILE: ScopeNumbers = { message: 4, enum: 5, extension: 7 };
const IN_MESSAGE: ScopeNumbers = { message: 3, enum: 4, extension: 6 };

class Recorder {
  readonly #tree: SyntaxTree;
  readonly #optionPaths: ReadonlyMap<OptionNode, readonly number[]>;
  readonly #positions: TokenPositions;
  readonly #locations = new SourceLocations();
  /** The comments that we have read before the next declaration. */
  #leading = '';
  #detached: readonly string[] = [];

  constructor(tree: SyntaxTree, optionPaths: ReadonlyMap<OptionNode, readonly number[]>) {
    this.#tree = tree;
    this.#optionPaths = optionPaths;
    this.#positions = tokenPositions(tree.text, tree.tokens);
  }

  record(): SourceLocations {
    const { root, tokens } = this.#tree;
    const start = commentsBefore(this.#tree, 0);
    this.#leading = start.leading;
    this.#detached = start.detached;
    this.#add([], 0, Math.max(0, tokens.count - 1));
    const counts = new Counts();
    const imports = { plain: 0, public: 0, weak: 0, option: 0 };
    let services = 0;
    for (const item of root.items) {
      switch (item.kind) {
        case 'syntax':
          this.#ended(this.#add([12], item.first, item.last), item.last);
          break;
        case 'package':
          this.#ended(this.#add([2], item.first, item.last), item.last);
          break;
        case 'import':
          this.#import(item, imports);
          break;
        case 'option':
          this.#option(item, [8], true);
          break;
        case 'message':
          this.#message(item, [4, counts.messages++]);
          break;
        case 'enum':
          this.#enum(item, [5, counts.enums++]);
          break;
        case 'service':
          this.#service(item, [6, services++]);
          break;
        case 'extend':
          this.#extend(item, [], counts, IN_FILE);
          break;
        case 'empty':
          this.#separators(item);
          break;
        case 'error':
          break;
      }
    }
    return this.#locations;
  }

  #add(path: readonly number[], first: number, last: number): number {
    const { lines, columns, endColumns } = this.#positions;
    const [line = 0, column = 0, endLine = 0, endColumn = 0] = [
      lines[first],
      columns[first],
      lines[last],
      endColumns[last],
    ];
    const span = line === endLine ? [line, column, endColumn] : [line, column, endLine, endColumn];
    return this.#locations.add(path, span);
  }

  #addNode(path: readonly number[], node: Node | undefined): void {
    if (node !== undefined) this.#add(path, node.first, node.last);
  }

  /** Attaches the comments before and after a declaration. `token` is its `;` or `{`. */
  #ended(location: number, token: number): void {
    const next = this.#commentsBehind(token);
    const leading = this.#leading === '' ? undefined : this.#leading;
    const trailing = next.trailing === '' ? undefined : next.trailing;
    const detached = this.#detached.length === 0 ? undefined : this.#detached;
    if (leading !== undefined || trailing !== undefined || detached !== undefined)
      this.#locations.comment(location, defined({ leading, trailing, detached }));
    this.#leading = next.leading;
    this.#detached = next.detached;
  }

  /** Keeps the comments for the next declaration when a `;` stands alone. */
  #separators({ first, last }: { readonly first: number; readonly last: number }): void {
    const detached = [...this.#detached];
    for (let token = first; token <= last; token++) {
      const next = this.#commentsBehind(token);
      this.#leading = next.leading;
      for (const comment of next.detached) detached.push(comment);
    }
    this.#detached = detached;
  }

  /** Drops the comments that we have read when a block ends with a brace. */
  #closed(token: number): void {
    const next = this.#commentsBehind(token);
    this.#leading = next.leading;
    this.#detached = next.detached;
  }

  #commentsBehind(token: number): GapComments {
    return commentsBefore(this.#tree, token + 1);
  }

  /** Returns the index of the `{` of a block, which is the first one after the token `from`. */
  #brace(from: number, last: number): number {
    let at = from;
    while (at < last && !this.#tree.tokens.text(at).startsWith('{')) at++;
    return at;
  }

  #import(
    node: Node & { kind: 'import' },
    counts: { plain: number; public: number; weak: number; option: number },
  ): void {
    const path = node.modifier === 'option' ? [15, counts.option++] : [3, counts.plain++];
    const location = this.#add(path, node.first, node.last);
    if (node.modifier === 'public') this.#add([10, counts.public++], node.first + 1, node.first + 1);
    if (node.modifier === 'weak') this.#add([11, counts.weak++], node.first + 1, node.first + 1);
    this.#ended(location, node.last);
  }

  /**
   * Adds the location of an option. For a statement, it is the span of `option … ;`, and the options message has a
   * location with the same span.
   */
  #option(node: OptionNode, optionsPath: readonly number[], statement: boolean): void {
    if (statement) this.#add(optionsPath, node.first, node.last);
    const path = this.#optionPaths.get(node);
    if (path === undefined) {
      if (statement) this.#separators({ first: node.last, last: node.last });
      return;
    }
    const location = this.#add([...optionsPath, ...path], node.first, node.last);
    if (statement) this.#ended(location, node.last);
  }

  #message(node: MessageNode, path: readonly number[]): void {
    const location = this.#add(path, keyword(node), node.last);
    this.#addNode([...path, 1], node.name);
    this.#messageBlock(node, node.items ?? [], path, location, node.name?.last ?? node.first);
  }

  #messageBlock(
    node: Node,
    items: readonly MessageItem[],
    path: readonly number[],
    location: number,
    before: number,
  ): void {
    this.#ended(location, this.#brace(before + 1, node.last));
    const counts = new Counts();
    for (const item of items) this.#messageItem(item, path, counts);
    this.#closed(node.last);
  }

  #messageItem(item: MessageItem, path: readonly number[], counts: Counts): void {
    switch (item.kind) {
      case 'field':
        this.#field(item, [...path, 2, counts.fields++], path, counts, IN_MESSAGE);
        break;
      case 'oneof':
        this.#oneof(item, path, counts);
        break;
      case 'message':
        this.#message(item, [...path, 3, counts.messages++]);
        break;
      case 'enum':
        this.#enum(item, [...path, 4, counts.enums++]);
        break;
      case 'extend':
        this.#extend(item, path, counts, IN_MESSAGE);
        break;
      case 'extensions':
        this.#extensions(item, path, counts);
        break;
      case 'reserved':
        this.#reserved(item, path, counts, { range: 9, name: 10 });
        break;
      case 'option':
        this.#option(item, [...path, 7], true);
        break;
      case 'empty':
        this.#separators(item);
        break;
      case 'error':
        break;
    }
  }

  /**
   * Adds the locations of a field or an extension. `scope` is the message or file that counts its group or map entry.
   */
  #field(
    node: FieldNode,
    path: readonly number[],
    scope: readonly number[],
    counts: Counts,
    numbers: ScopeNumbers,
    extendee?: Node,
  ): void {
    const location = this.#add(path, node.first, node.last);
    if (extendee !== undefined) this.#addNode([...path, 2], extendee);
    const labelled = node.label !== undefined;
    if (labelled) this.#add([...path, 4], node.first, node.first);
    this.#fieldType(node, path);
    this.#addNode([...path, 1], node.name);
    this.#addNode([...path, 3], node.number);
    this.#fieldOptions(node, path);
    if (node.group !== undefined && node.name !== undefined) {
      const group = this.#add([...scope, numbers.message, counts.messages], node.first, node.last);
      this.#addNode([...scope, numbers.message, counts.messages, 1], node.name);
      this.#addNode([...path, 6], node.name);
      this.#messageBlock(
        node,
        node.group,
        [...scope, numbers.message, counts.messages++],
        group,
        node.options.at(-1)?.last ?? node.number?.last ?? node.first,
      );
      return;
    }
    this.#ended(location, node.last);
    if (node.type?.kind === 'mapType') counts.messages++;
  }

  #fieldType(node: FieldNode, path: readonly number[]): void {
    if (node.type === undefined) {
      const token = node.label === undefined ? node.first : node.first + 1;
      this.#add([...path, 5], token, token);
      return;
    }
    const scalar = node.type.kind === 'typeName' && this.#isScalar(node.type.text);
    this.#addNode([...path, scalar ? 5 : 6], node.type);
  }

  #isScalar(name: string): boolean {
    return SCALARS.test(name);
  }

  #fieldOptions(node: FieldNode, path: readonly number[]): void {
    if (node.number === undefined || node.options.length === 0) return;
    this.#optionList(node.options, [...path, 8], (option) => this.#pseudoOption(option, path));
  }

  /** Adds the locations of an option list `[ … ]`, including the brackets. */
  #optionList(
    options: readonly OptionNode[],
    path: readonly number[],
    special?: (option: OptionNode) => boolean,
  ): void {
    const first = options[0];
    const last = options[options.length - 1];
    if (first === undefined || last === undefined) return;
    this.#add(path, first.first - 1, last.last + 1);
    for (const option of options) if (special?.(option) !== true) this.#option(option, path, false);
  }

  #pseudoOption(option: OptionNode, path: readonly number[]): boolean {
    if (isPseudoOption(option, 'default')) {
      this.#addNode([...path, 7], option.value);
      return true;
    }
    if (!isPseudoOption(option, 'json_name')) return false;
    this.#add([...path, 10], option.first, option.last);
    this.#addNode([...path, 10], option.value);
    return true;
  }

  #oneof(node: OneofNode, path: readonly number[], counts: Counts): void {
    const here = [...path, 8, counts.oneofs++];
    const location = this.#add(here, node.first, node.last);
    this.#addNode([...here, 1], node.name);
    this.#ended(location, this.#brace((node.name?.last ?? node.first) + 1, node.last));
    for (const item of node.items ?? []) {
      if (item.kind === 'option') this.#option(item, [...here, 2], true);
      else if (item.kind === 'field') this.#field(item, [...path, 2, counts.fields++], path, counts, IN_MESSAGE);
    }
    this.#closed(node.last);
  }

  #extend(node: ExtendNode, path: readonly number[], counts: Counts, numbers: ScopeNumbers): void {
    const location = this.#add([...path, numbers.extension], node.first, node.last);
    this.#ended(location, this.#brace((node.extendee?.last ?? node.first) + 1, node.last));
    for (const item of node.items ?? []) {
      if (item.kind === 'field')
        this.#field(item, [...path, numbers.extension, counts.extensions++], path, counts, numbers, node.extendee);
    }
    this.#closed(node.last);
  }

  #extensions(node: ExtensionsNode, path: readonly number[], counts: Counts): void {
    const location = this.#add([...path, 5], node.first, node.last);
    const firstRange = counts.extensionRanges;
    for (const range of node.ranges) this.#range(range, [...path, 5, counts.extensionRanges++]);
    for (let i = firstRange; i < counts.extensionRanges; i++) this.#optionList(node.options, [...path, 5, i, 3]);
    this.#ended(location, node.last);
  }

  #range(node: RangeNode, path: readonly number[]): void {
    this.#add(path, node.first, node.last);
    this.#addNode([...path, 1], node.start);
    this.#addNode([...path, 2], node.end ?? (node.start && lastToken(node.start)));
  }

  #reserved(
    node: ReservedNode,
    path: readonly number[],
    counts: Counts,
    numbers: { range: number; name: number },
  ): void {
    const names = node.names.length > 0;
    const location = this.#add([...path, names ? numbers.name : numbers.range], node.first, node.last);
    for (const range of node.ranges) this.#range(range, [...path, numbers.range, counts.reservedRanges++]);
    for (const name of node.names) this.#addNode([...path, numbers.name, counts.reservedNames++], name);
    this.#ended(location, node.last);
  }

  #enum(node: EnumNode, path: readonly number[]): void {
    const location = this.#add(path, keyword(node), node.last);
    this.#addNode([...path, 1], node.name);
    this.#ended(location, this.#brace((node.name?.last ?? node.first) + 1, node.last));
    const counts = new Counts();
    let values = 0;
    for (const item of node.items ?? []) values = this.#enumItem(item, path, counts, values);
    this.#closed(node.last);
  }

  #enumItem(item: EnumItem, path: readonly number[], counts: Counts, values: number): number {
    if (item.kind === 'enumValue') this.#enumValue(item, [...path, 2, values]);
    else if (item.kind === 'option') this.#option(item, [...path, 3], true);
    else if (item.kind === 'reserved') this.#reserved(item, path, counts, { range: 4, name: 5 });
    else if (item.kind === 'empty') this.#separators(item);
    if (item.kind === 'enumValue') return values + 1;
    return values;
  }

  #enumValue(node: EnumValueNode, path: readonly number[]): void {
    const location = this.#add(path, node.first, node.last);
    this.#addNode([...path, 1], node.name);
    this.#addNode([...path, 2], node.number);
    this.#optionList(node.options, [...path, 3]);
    this.#ended(location, node.last);
  }

  #service(node: ServiceNode, path: readonly number[]): void {
    const location = this.#add(path, node.first, node.last);
    this.#addNode([...path, 1], node.name);
    this.#ended(location, this.#brace((node.name?.last ?? node.first) + 1, node.last));
    let methods = 0;
    for (const item of node.items ?? []) {
      if (item.kind === 'method') this.#method(item, [...path, 2, methods++]);
      else if (item.kind === 'option') this.#option(item, [...path, 3], true);
      else if (item.kind === 'empty') this.#separators(item);
    }
    this.#closed(node.last);
  }

  #method(node: MethodNode, path: readonly number[]): void {
    const location = this.#add(path, node.first, node.last);
    this.#addNode([...path, 1], node.name);
    this.#rpcType(node.input, [...path, 5], [...path, 2]);
    this.#rpcType(node.output, [...path, 6], [...path, 3]);
    if (node.items === undefined) {
      this.#ended(location, node.last);
      return;
    }
    this.#ended(location, this.#brace((node.output?.last ?? node.first) + 1, node.last));
    for (const item of node.items) {
      if (item.kind === 'option') this.#option(item, [...path, 4], true);
      else if (item.kind === 'empty') this.#separators(item);
    }
    this.#closed(node.last);
  }

  #rpcType(node: RpcTypeNode | undefined, streamPath: readonly number[], typePath: readonly number[]): void {
    if (node === undefined) return;
    if (node.stream) this.#add(streamPath, node.first + 1, node.first + 1);
    this.#addNode(typePath, node.type);
  }
}

const SCALARS = /^(double|float|u?int(32|64)|sint(32|64)|s?fixed(32|64)|bool|string|bytes)$/;

/** Returns the index of the keyword `message` or `enum`. protoc leaves out the visibility before it. */
function keyword(node: MessageNode | EnumNode): number {
  if (node.visibility === undefined) return node.first;
  return node.first + 1;
}

/**
 * Returns the first token of a node. If a range is a single number, protoc records this token as its end. For a
 * negative number, it is the sign.
 */
function lastToken(node: Node): Node {
  return { kind: 'empty', first: node.first, last: node.first };
}
