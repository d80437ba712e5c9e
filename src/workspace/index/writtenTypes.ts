/**
 * Records where a text uses the names of types, and which names it declares. A search can then find the uses of a type
 * in a closed file without parsing or linking the file. It has to link the file only for a name in an option or in a
 * broken text; we call such a name a doubt. We keep only hashes of names, in one array for each file.
 */
import { SCALAR_TYPES } from '../../schema/descriptors/build.ts';
import { mapEntryName } from '../../schema/descriptors/names.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type {
  EnumNode,
  ExtendNode,
  FieldNode,
  FileItem,
  IdentifierNode,
  ImportNode,
  MessageItem,
  ServiceNode,
  TypeNameNode,
} from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const NUMBERS_PER_PLACE = 3;
/**
 * The largest offset of a part inside its name, which takes 12 bits, and the largest number of a message, which takes
 * 19.
 */
const MOST_OFFSET = 0xfff;
const MOST_SCOPE = 0x7ffff;

/** One part of a name in the text: `Outer` or `Inner` in `Outer.Inner`. */
export interface WrittenPart {
  /** The offset of the part, and the offset of the whole name. */
  readonly start: number;
  readonly nameStart: number;
  /**
   * The number of the innermost message that contains the name. Messages count from 1 in the order of the text; 0 means
   * that the name is outside all messages.
   */
  readonly scope: number;
  /** Whether the linker considers only messages and enums when it resolves the name. */
  readonly typesOnly: boolean;
}

/** The type names that one text uses and declares. */
export class WrittenTypes {
  /** The import paths in the file's `import public` statements. */
  readonly publicImports: readonly string[];
  /**
   * Whether the file needs no linking: it has no syntax error, no group, no `import option`, and no two declarations
   * with the same name.
   */
  readonly isPlain: boolean;
  /**
   * The places of names, then the hashes of doubts, types, hidden types and other names. All hashes are sorted, but the
   * places are in the order of the text.
   */
  readonly #numbers: Uint32Array;
  readonly #doubts: number;
  readonly #types: number;
  readonly #hidden: number;
  readonly #others: number;

  constructor({ places, doubts, types, hidden, others, publicImports, isPlain }: Collected) {
    this.publicImports = publicImports;
    this.isPlain = isPlain;
    this.#doubts = places.length;
    this.#types = this.#doubts + doubts.size;
    this.#hidden = this.#types + types.size;
    this.#others = this.#hidden + hidden.size;
    this.#numbers = new Uint32Array(this.#others + others.size);
    this.#numbers.set(places);
    this.#fill(this.#doubts, doubts);
    this.#fill(this.#types, types);
    this.#fill(this.#hidden, hidden);
    this.#fill(this.#others, others);
  }

  /** Whether the text may use a name. */
  mayUse(hash: number): boolean {
    return this.isDoubtful(hash) || this.#firstPlace(hash, 0) >= 0;
  }

  /** Whether the text contains a name at a place where only linking can tell what the name means. */
  isDoubtful(hash: number): boolean {
    return this.#has(this.#doubts, this.#types, hash);
  }

  /** Whether the text declares a message, an enum or a service with this simple name. */
  declaresType(hash: number): boolean {
    return this.#has(this.#types, this.#hidden, hash);
  }

  /**
   * Whether the text declares a message with this name that the summary leaves out: a group, or the entry type of a
   * map.
   */
  hidesType(hash: number): boolean {
    return this.#has(this.#hidden, this.#others, hash);
  }

  /** Whether a method has this name, or an enum value or an extension that is declared outside messages. */
  declaresOther(hash: number): boolean {
    return this.#has(this.#others, this.#numbers.length, hash);
  }

  /** Whether the text declares this name, so that another declaration with the name may cause a conflict. */
  declares(hash: number): boolean {
    return this.declaresType(hash) || this.hidesType(hash) || this.declaresOther(hash);
  }

  /** Yields the uses of a name by its hash, in the order of the text. */
  *parts(hash: number): Generator<WrittenPart, void> {
    for (let at = this.#firstPlace(hash, 0); at >= 0; at = this.#firstPlace(hash, at + NUMBERS_PER_PLACE)) {
      const start = this.#numbers[at + 1] ?? 0;
      const packed = this.#numbers[at + 2] ?? 0;
      const nameStart = start - ((packed >>> 1) & MOST_OFFSET);
      yield { start, nameStart, scope: packed >>> 13, typesOnly: (packed & 1) === 0 };
    }
  }

  #firstPlace(hash: number, from: number): number {
    const end = this.#doubts;
    for (let at = from; at < end; at += NUMBERS_PER_PLACE) if (this.#numbers[at] === hash) return at;
    return -1;
  }

  #fill(start: number, hashes: ReadonlySet<number>): void {
    if (hashes.size === 0) return;
    let at = start;
    for (const hash of hashes) this.#numbers[at++] = hash;
    this.#numbers.subarray(start, at).sort();
  }

  #has(start: number, end: number, hash: number): boolean {
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    return low < end && this.#numbers[low] === hash;
  }
}

interface Collected {
  readonly places: readonly number[];
  readonly doubts: ReadonlySet<number>;
  readonly types: ReadonlySet<number>;
  readonly hidden: ReadonlySet<number>;
  readonly others: ReadonlySet<number>;
  readonly publicImports: readonly string[];
  readonly isPlain: boolean;
}

/** Records the names in a syntax tree. The tree may have syntax errors. */
export function writtenTypesIn(tree: SyntaxTree): WrittenTypes {
  const collector = new Collector(tree);
  collector.items(tree.root.items, 0);
  collector.doubtTheRest();
  return new WrittenTypes(collector);
}

/** Returns the hash of a name. It depends on letter case, unlike the hashes in mentions.ts. */
export function hashOfWritten(name: string): number {
  return hashOf(name, 0, name.length);
}

/** Computes FNV-1a over the code units, as an unsigned 32-bit number. */
function hashOf(text: string, start: number, end: number): number {
  let hash = OFFSET_BASIS;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash >>> 0;
}

/**
 * Returns the names of types that another declaration in the same list also has. The linker accepts only one of these
 * declarations.
 */
function typesThatShareTheirName(items: readonly (FileItem | MessageItem)[]): readonly string[] {
  const types = new Set<string>();
  const shared: string[] = [];
  for (const item of items) {
    const isType = item.kind === 'message' || item.kind === 'enum' || item.kind === 'service';
    if (!isType || item.name === undefined) continue;
    if (types.has(item.name.text)) shared.push(item.name.text);
    types.add(item.name.text);
  }
  if (types.size === 0) return shared;
  for (const item of items) for (const name of otherNamesIn(item)) if (types.has(name)) shared.push(name);
  return shared;
}

/** Yields the names that an item declares in the scope that contains the item. It leaves out the names of types. */
function* otherNamesIn(item: FileItem | MessageItem): Generator<string, void> {
  if ((item.kind === 'field' || item.kind === 'oneof') && item.name !== undefined) yield item.name.text;
  const inside = item.kind === 'oneof' || item.kind === 'extend' || item.kind === 'enum' ? (item.items ?? []) : [];
  for (const one of inside)
    if ((one.kind === 'field' || one.kind === 'enumValue') && one.name !== undefined) yield one.name.text;
}

class Collector implements Collected {
  readonly places: number[] = [];
  readonly doubts = new Set<number>();
  readonly types = new Set<number>();
  readonly hidden = new Set<number>();
  readonly others = new Set<number>();
  readonly publicImports: string[] = [];
  isPlain: boolean;
  readonly #tree: SyntaxTree;
  /** Has a 1 for each token whose meaning we know. */
  readonly #known: Uint8Array;
  #messages = 0;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
    this.#known = new Uint8Array(tree.tokens.count);
    this.isPlain = !tree.diagnostics.some(({ severity }) => severity === 'error');
  }

  items(items: readonly (FileItem | MessageItem)[], scope: number): void {
    for (const item of items) this.#item(item, scope);
    for (const name of typesThatShareTheirName(items)) {
      this.isPlain = false;
      this.hidden.add(hashOfWritten(name));
    }
  }

  #item(item: FileItem | MessageItem, scope: number): void {
    switch (item.kind) {
      case 'package':
        if (item.name) this.#know(item.name.first, item.name.last);
        return;
      case 'import':
        this.#import(item);
        return;
      case 'message':
        this.#declare(item.name, this.types);
        this.items(item.items ?? [], ++this.#messages);
        return;
      case 'enum':
        this.#enum(item, scope);
        return;
      case 'service':
        this.#service(item);
        return;
      case 'extend':
        this.#extend(item, scope);
        return;
      case 'oneof':
        this.#declare(item.name);
        for (const field of item.items ?? []) if (field.kind === 'field') this.#field(field, scope);
        return;
      case 'field':
        this.#field(item, scope);
        return;
      default:
        return;
    }
  }

  /**
   * Adds all other identifiers to the doubts. They are in options, or in text with syntax errors. Some are keywords,
   * which has no effect.
   */
  doubtTheRest(): void {
    const { tokens, text } = this.#tree;
    for (let at = 0; at < tokens.count; at++) {
      if (this.#known[at] === 1 || tokens.kind(at) !== 'identifier') continue;
      this.doubts.add(hashOf(text, tokens.start(at), tokens.end(at)));
    }
  }

  #import({ modifier, path }: ImportNode): void {
    if (modifier === 'option') this.isPlain = false;
    if (modifier === 'public' && path !== undefined) this.publicImports.push(stringText(path));
  }

  #enum({ name, items }: EnumNode, scope: number): void {
    this.#declare(name, this.types);
    for (const value of items ?? []) {
      if (value.kind === 'enumValue') this.#declare(value.name, scope === 0 ? this.others : undefined);
    }
  }

  #service({ name, items }: ServiceNode): void {
    this.#declare(name, this.types);
    for (const method of items ?? []) {
      if (method.kind !== 'method') continue;
      this.#declare(method.name, this.others);
      this.#type(method.input?.type, 0, false);
      this.#type(method.output?.type, 0, false);
    }
  }

  /**
   * Records the names in an `extend` block. If the block is in a message, a field of the message may have the same name
   * as the extendee, so the extendee is a doubt. The linker does not resolve the extendee of an empty block. It
   * resolves the types of extensions only if it finds the extendee.
   */
  #extend({ extendee, items }: ExtendNode, scope: number): void {
    const isUsed = items?.some(({ kind }) => kind === 'field') === true;
    if (scope === 0 && isUsed) this.#type(extendee, scope, false);
    for (const field of items ?? []) {
      if (field.kind !== 'field') continue;
      if (field.group !== undefined) this.#group(field, scope);
      else this.#declare(field.name, scope === 0 ? this.others : undefined);
    }
  }

  #group({ name, group }: FieldNode, scope: number): void {
    this.isPlain = false;
    this.#declare(name, this.hidden);
    this.items(group ?? [], scope);
  }

  #field(field: FieldNode, scope: number): void {
    const { type, name, group } = field;
    if (group !== undefined) {
      this.#group(field, scope);
      return;
    }
    this.#declare(name);
    if (type?.kind === 'typeName') this.#type(type, scope, true);
    if (type?.kind !== 'mapType') return;
    this.#type(type.value, scope, true);
    if (name !== undefined) this.hidden.add(hashOfWritten(mapEntryName(name.text)));
  }

  #declare(name: IdentifierNode | undefined, among?: Set<number>): void {
    if (name === undefined) return;
    this.#know(name.first, name.last);
    among?.add(hashOfWritten(name.text));
  }

  #type(name: TypeNameNode | undefined, scope: number, typesOnly: boolean): void {
    if (name === undefined) return;
    const { tokens, text } = this.#tree;
    if (name.first === name.last && SCALAR_TYPES.has(name.text)) {
      this.#know(name.first, name.last);
      return;
    }
    const start = tokens.start(name.first);
    const isWhole = tokens.end(name.last) - start === name.text.length;
    // Comments inside a name change the offsets of its parts, so we do not record such a name.
    if (!isWhole || name.text.length > MOST_OFFSET || scope > MOST_SCOPE) return;
    const packed = (scope << 13) | (typesOnly ? 0 : 1);
    for (let at = name.first; at <= name.last; at++) {
      if (tokens.kind(at) !== 'identifier') continue;
      const partStart = tokens.start(at);
      this.places.push(hashOf(text, partStart, tokens.end(at)), partStart, packed | ((partStart - start) << 1));
    }
    this.#know(name.first, name.last);
  }

  #know(first: number, last: number): void {
    // We do not use `fill`, because it is slower for one token, and most names have one token.
    for (let at = first; at <= last; at++) this.#known[at] = 1;
  }
}
