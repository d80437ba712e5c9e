/**
 * Notes that an editor shows between the words of a text: inherited features, default values, and numbers of fields.
 */
import { type Entity, type FieldDescriptor, LABEL } from '../../schema/descriptors/descriptor.ts';
import { defaultFeatures } from '../../schema/descriptors/features.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { resolvedNames } from '../../schema/relink.ts';
import type { EnumNode, FieldNode, IdentifierNode, MessageNode, Node } from '../../syntax/tree/nodes.ts';
import { firstTokenFrom } from '../../syntax/tree/tokenAt.ts';
import { children } from '../../syntax/tree/walk.ts';
import type { Span } from '../../text/span.ts';
import { setFeatures } from './facts.ts';

/** One note. The editor shows it at `offset`, in UTF-16 code units, after a blank. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
}

/** The kinds of notes that the user wants. */
export interface WantedHints {
  /** The features that a declaration inherits and that differ from the defaults of the edition. */
  readonly features: boolean;
  /** The value of an enum field that is not set. */
  readonly defaults: boolean;
  /** The numbers of extensions in option names, and of fields in option values. */
  readonly numbers: boolean;
}

/** The most notes for one request. Most editors ask only for the visible lines, but some may ask for the whole file. */
const MOST_HINTS = 5000;

/** The notes in a part of a file, in the order of the text. */
export function inlayHints(file: LinkedFile, within: Span, wanted: WantedHints): readonly InlayHint[] {
  const finder = new HintFinder(file, within);
  if (wanted.features || wanted.defaults) finder.addDeclarations(wanted);
  if (wanted.numbers) finder.addNumbers();
  return finder.found();
}

class HintFinder {
  readonly #file: LinkedFile;
  /** The index of the first token in the part; `#end` is the index of the first token after it. */
  readonly #first: number;
  readonly #end: number;
  readonly #hints: InlayHint[] = [];

  constructor(file: LinkedFile, within: Span) {
    const { tokens } = file.tree;
    this.#file = file;
    this.#first = firstTokenFrom(tokens, within.start);
    this.#end = firstTokenFrom(tokens, within.end);
  }

  found(): readonly InlayHint[] {
    return this.#hints.sort((a, b) => a.offset - b.offset).slice(0, MOST_HINTS);
  }

  addDeclarations(wanted: WantedHints): void {
    const { tree, descriptor } = this.#file;
    const waiting: { readonly node: Node; readonly scope: string }[] = [{ node: tree.root, scope: descriptor.package }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, scope } = next;
      if (!this.#isTouched(node)) continue;
      this.#addOf(node, scope, wanted);
      const inner = innerScope(node, scope);
      for (const child of children(node)) waiting.push({ node: child, scope: inner });
    }
  }

  addNumbers(): void {
    const names = resolvedNames(this.#file);
    const { each } = names.kind === 'all' ? names : names.all();
    const { tokens } = this.#file.tree;
    each((first, last, target) => {
      if (last < this.#first || first >= this.#end || target.kind !== 'field' || !isOfUser(target)) return;
      this.#hints.push({ offset: tokens.end(last), label: `= ${target.number}` });
    });
  }

  #isTouched({ first, last }: Node): boolean {
    return last >= this.#first && first < this.#end;
  }

  #addOf(node: Node, scope: string, wanted: WantedHints): void {
    if (!isDeclaring(node) || node.name === undefined) return;
    const entity = this.#declaredBy(node, node.name, scope);
    if (entity === undefined) return;
    const notes: string[] = [];
    if (wanted.defaults && entity.kind === 'field') notes.push(...defaultNotes(entity));
    if (wanted.features) notes.push(...featureNotes(entity));
    if (notes.length > 0) this.#hints.push({ offset: this.#endOf(node, node.name), label: `[${notes.join(', ')}]` });
  }

  #declaredBy(node: Declaring, { text, first }: IdentifierNode, scope: string): Entity | undefined {
    const isGroup = node.kind === 'field' && node.group !== undefined;
    const name = isGroup ? text.toLowerCase() : text;
    const found = this.#file.interface.scope.get(join(scope, name));
    // Two declarations may have the same name by mistake; we add the note only to the declaration that was linked.
    if (found?.nameStart !== this.#file.tree.tokens.start(first)) return undefined;
    return found;
  }

  /** The offset of a note: after the number and the options of a field, or after the name of a message or enum. */
  #endOf(node: Declaring, name: IdentifierNode): number {
    const { tokens } = this.#file.tree;
    if (node.kind !== 'field' || node.group !== undefined) return tokens.end(name.last);
    const option = node.options.at(-1);
    if (option !== undefined && tokens.text(option.last + 1) === ']') return tokens.end(option.last + 1);
    return tokens.end((option ?? node.number ?? name).last);
  }
}

type Declaring = MessageNode | EnumNode | FieldNode;

function isDeclaring(node: Node): node is Declaring {
  return node.kind === 'message' || node.kind === 'enum' || node.kind === 'field';
}

/**
 * Whether a field is declared outside of descriptor.proto. Users know the options of descriptor.proto without their
 * numbers.
 */
function isOfUser({ file }: FieldDescriptor): boolean {
  return file.package !== 'google.protobuf';
}

/** The scope of the declarations in a node. The fields of an `extend` block or a oneof belong to the outer scope. */
function innerScope(node: Node, scope: string): string {
  const isScope = node.kind === 'message' || (node.kind === 'field' && node.group !== undefined);
  if (isScope && node.name !== undefined) return join(scope, node.name.text);
  return scope;
}

function join(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${name}`;
}

/**
 * The note about a field's default value. The members of a oneof get none, because a oneof shows which member is set.
 */
function defaultNotes(field: FieldDescriptor): readonly string[] {
  const first = field.enum?.values[0];
  const isPlain = field.label === LABEL.optional && (field.oneof === undefined || field.oneof.synthetic);
  if (first === undefined || !isPlain || field.defaultValue !== undefined) return [];
  return [`default = ${first.name}`];
}

function featureNotes(entity: Entity): readonly string[] {
  const usual = defaultFeatures(entity.file.edition);
  return setFeatures(entity)
    .filter(({ name, value, source }) => source !== entity && value !== usual[name])
    .map(({ name, value }) => `${name} = ${value}`);
}
