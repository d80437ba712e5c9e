/** Third step of linking: interprets options field by field, as values of the options messages. */
import type { DiagnosticCode } from '../../text/diagnosticCodes.ts';
import type { Node, NumberNode, OptionNamePartNode, OptionNode, ValueNode } from '../../syntax/tree/nodes.ts';
import { integerValue } from '../../syntax/lexing/numbers.ts';
import { numberOf } from '../descriptors/build.ts';
import type { PendingOptions } from '../linking/declare.ts';
import {
  type EnumDescriptor,
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type MessageDescriptor,
  type Optioned,
} from '../descriptors/descriptor.ts';
import { editorOnly, type Linking, type Place } from '../linking/scope.ts';
import type { RelativeReferences } from '../linking/references.ts';
import { fieldNamed, valueNamed } from './members.ts';
import { missingRequired } from './required.ts';
import type { StandardOptions } from './standardOptions.ts';
import { parseTextFormat, type TextFormatNames } from './textFormat.ts';
import { fieldOf, isMessageValue, MessageBuilder, type MessageValue, type Value } from './value.ts';

/** The options message of each kind of declaration. */
const MESSAGE_OF = {
  file: 'FileOptions',
  message: 'MessageOptions',
  field: 'FieldOptions',
  oneof: 'OneofOptions',
  enum: 'EnumOptions',
  enumValue: 'EnumValueOptions',
  service: 'ServiceOptions',
  method: 'MethodOptions',
  extensionRange: 'ExtensionRangeOptions',
} as const satisfies Record<Optioned['kind'], string>;

/** The options of one declaration, while we read its option statements. */
export class OptionDraft {
  readonly on: Optioned;
  readonly type: MessageDescriptor;
  /** Whether the declaration has only one option statement. Then no field can be set twice. */
  readonly #single: boolean;
  readonly custom: MessageValue[] = [];
  known: MessageBuilder;
  /** The paths of the fields that are set. A path has field numbers and starts at the options message. */
  #set: Set<string> | undefined;
  #counts: Map<string, number> | undefined;

  constructor(on: Optioned, single: boolean, empty: MessageBuilder) {
    this.on = on;
    this.type = empty.type;
    this.#single = single;
    this.known = empty;
  }

  isSet(fields: readonly FieldDescriptor[]): boolean {
    return this.#set?.has(pathOf(fields).join('.')) === true;
  }

  /**
   * Records that a field is set. It also records the messages that contain the field, and the fields inside its value.
   */
  markSet(fields: readonly FieldDescriptor[], value: Value): void {
    if (this.#single) return;
    this.#set ??= new Set();
    let path = '';
    for (const { number } of fields) {
      path = path === '' ? String(number) : `${path}.${number}`;
      this.#set.add(path);
    }
    if (isMessageValue(value)) markInside(this.#set, path, value);
  }

  /** Returns the number of values that a repeated field already has, and adds one to it. */
  count(fields: readonly FieldDescriptor[]): number {
    if (this.#single) return 0;
    this.#counts ??= new Map();
    const key = pathOf(fields).join('.');
    const index = this.#counts.get(key) ?? 0;
    this.#counts.set(key, index + 1);
    return index;
  }
}

/**
 * The meaning of a statement that sets a custom option. A statement with the same text has the same meaning if the name
 * of its option resolves to the same extension.
 */
interface Interpreted {
  readonly fields: readonly FieldDescriptor[];
  readonly value: Value;
  /** The options message with only this option. */
  readonly message: MessageValue;
  readonly references: RelativeReferences;
}

/** We remember the meaning of statements up to this length. Longer ones are almost never repeated. */
const MAX_REMEMBERED = 200;
/** We remember at most this many statements. Statements that repeat do so often, so they are among the first ones. */
const MOST_REMEMBERED = 10_000;

/** Interprets the option statements of one file, and stores the options that each declaration sets. */
export class OptionInterpreter {
  readonly drafts = new Map<Optioned, OptionDraft>();
  /** For each statement, the path of the field that it sets, in field numbers from the options message on. */
  readonly paths = new Map<OptionNode, readonly number[]>();
  readonly #link: Linking;
  readonly #standard: StandardOptions;
  readonly #empty = new Map<Optioned['kind'], MessageBuilder>();
  readonly #interpreted = new Map<string, Interpreted>();
  #pending: PendingOptions | undefined;
  /** The first statement for each option that the declaration sets field by field. */
  readonly #inPieces = new Map<FieldDescriptor, OptionNode>();

  constructor(link: Linking, standard: StandardOptions) {
    this.#link = link;
    this.#standard = standard;
  }

  draftOf(on: Optioned, statements = 0): OptionDraft | undefined {
    const known = this.drafts.get(on);
    if (known !== undefined) return known;
    const empty = this.empty(on.kind);
    if (empty === undefined) return undefined;
    const made = new OptionDraft(on, statements === 1, empty);
    this.drafts.set(on, made);
    return made;
  }

  /**
   * Returns the empty options of a declaration. All declarations of a kind share them until they set an option of
   * descriptor.proto.
   */
  empty(kind: Optioned['kind']): MessageBuilder | undefined {
    const known = this.#empty.get(kind);
    if (known !== undefined) return known;
    const type = this.#standard.message(`google.protobuf.${MESSAGE_OF[kind]}`);
    if (type === undefined) return undefined;
    const made = new MessageBuilder(type);
    this.#empty.set(kind, made);
    return made;
  }

  /**
   * Interprets either the options that descriptor.proto declares or the custom options of a declaration. It stops at
   * the first error.
   */
  interpret(pending: PendingOptions, custom: boolean): void {
    if (!pending.nodes.some((node) => node.name?.parts[0]?.extension === custom)) return;
    const draft = this.draftOf(pending.on, pending.nodes.length);
    if (draft === undefined) return;
    this.#pending = pending;
    this.#inPieces.clear();
    for (const node of pending.nodes) {
      const first = node.name?.parts[0];
      if (first?.name === undefined || node.value === undefined || first.extension !== custom) continue;
      if (!this.#option(draft, node, node.name?.parts ?? [], node.value)) return;
    }
    for (const [field, node] of this.#inPieces) this.#checkWhole(draft, field, node);
  }

  /**
   * Checks that an option that is set field by field has all required fields. That is known only after its last
   * statement. A value in braces is checked when it is read.
   */
  #checkWhole(draft: OptionDraft, field: FieldDescriptor, node: OptionNode): void {
    const parts = draft.custom.flatMap(({ fields }) => fields.find((one) => one.field === field)?.values ?? []);
    const missing = missingRequired(parts.filter(isMessageValue));
    if (missing === undefined) return;
    const text = `Error while parsing option value for "${field.name}": Message missing required fields: ${missing.join(', ')}`;
    this.#link.error('option-value', text, this.#place(node.name));
  }

  /**
   * The place of a node in an option statement. Each range of an `extensions` statement has the options of the
   * statement, but protoc reports their place only for the first range.
   */
  #place(node: Node | undefined): Place | undefined {
    const span = this.#link.span(node);
    if (this.#pending?.placeless === true) return editorOnly(span);
    return span;
  }

  /** The place of an error inside a value. protoc reports the whole value; the editor shows the wrong token. */
  #placeWithin(value: ValueNode, token: number): Place {
    const { tokens } = this.#link.tree;
    const wrong = Math.min(token, value.last);
    const protoc = this.#pending?.placeless === true ? undefined : this.#link.span(value);
    return { protoc, editor: { start: tokens.start(wrong), end: tokens.end(wrong) } };
  }

  #nameError(node: OptionNode, message: string, code: DiagnosticCode = 'unknown-option'): false {
    this.#link.error(code, message, this.#place(node.name));
    return false;
  }

  #valueError(value: ValueNode, message: string): false {
    this.#link.error('option-value', message, this.#place(value));
    return false;
  }

  #option(draft: OptionDraft, node: OptionNode, parts: readonly OptionNamePartNode[], value: ValueNode): boolean {
    if (parts[0]?.name?.text === 'uninterpreted_option') {
      return this.#nameError(node, 'Option must not use reserved name "uninterpreted_option".');
    }
    this.#link.used.add(draft.type.file);
    const custom = parts[0]?.extension === true;
    const text = custom ? this.#repeatableText(node, parts) : undefined;
    const before = text === undefined ? undefined : this.#interpretedBefore(draft, node, parts, text);
    const from = this.#link.references.count;
    const fields = before?.fields ?? this.#fields(draft, node, parts);
    const field = fields?.[fields.length - 1];
    if (fields === undefined || field === undefined) return false;
    if (field.label !== LABEL.repeated && draft.isSet(fields)) {
      return this.#nameError(node, `Option "${optionName(parts)}" was already set.`, 'option-set-twice');
    }
    const read = before === undefined ? this.#value(field, value) : before.value;
    if (read === undefined) return false;
    this.#recordPath(draft, node, fields, field);
    draft.markSet(fields, read);
    if (!custom) {
      if (draft.known === this.#empty.get(draft.on.kind)) draft.known = new MessageBuilder(draft.type);
      store(draft.known, fields, read);
      return true;
    }
    const message = before?.message ?? messageWith(draft.type, fields, read);
    draft.custom.push(message);
    this.#notePiece(fields, node);
    if (text !== undefined && before === undefined && this.#interpreted.size < MOST_REMEMBERED) {
      this.#interpreted.set(text, {
        fields,
        value: read,
        message,
        references: this.#link.references.since(from, node.first),
      });
    }
    return true;
  }

  #notePiece([option, ...inner]: readonly FieldDescriptor[], node: OptionNode): void {
    if (option === undefined || inner.length === 0 || this.#inPieces.has(option)) return;
    this.#inPieces.set(option, node);
  }

  /**
   * Returns the text of a statement if the same text can mean the same elsewhere. The scope may affect only the first
   * name, so the other names must not be extensions.
   */
  #repeatableText(node: OptionNode, parts: readonly OptionNamePartNode[]): string | undefined {
    const { tokens, text } = this.#link.tree;
    const [start, end] = [tokens.start(node.first), tokens.end(node.last)];
    if (end - start > MAX_REMEMBERED || parts.some((part, i) => i > 0 && part.extension)) return undefined;
    return text.slice(start, end);
  }

  #interpretedBefore(
    draft: OptionDraft,
    node: OptionNode,
    parts: readonly OptionNamePartNode[],
    text: string,
  ): Interpreted | undefined {
    const before = this.#interpreted.get(text);
    const first = before?.fields[0];
    if (
      before === undefined ||
      first?.container !== draft.type ||
      this.#extension(parts[0]?.name?.text ?? '') !== first
    )
      return undefined;
    this.#link.references.repeat(before.references, node.first);
    return before;
  }

  #recordPath(draft: OptionDraft, node: OptionNode, fields: readonly FieldDescriptor[], field: FieldDescriptor): void {
    const path = pathOf(fields);
    if (field.label === LABEL.repeated) path.push(draft.count(fields));
    this.paths.set(node, path);
  }

  /** The fields that the parts of an option's name refer to. */
  #fields(draft: OptionDraft, node: OptionNode, parts: readonly OptionNamePartNode[]): FieldDescriptor[] | undefined {
    const fields: FieldDescriptor[] = [];
    let type: MessageDescriptor | undefined = draft.type;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (type === undefined || part?.name === undefined) return undefined;
      const name = part.name.text;
      const written = (): string => optionName(parts.slice(0, index + 1));
      const field: FieldDescriptor | undefined = part.extension ? this.#extension(name) : fieldNamed(type, name);
      if (field === undefined) {
        this.#unknown(node, written(), part.extension ? name : undefined);
        return undefined;
      }
      if (field.container !== type) {
        this.#nameError(node, `Option field "${written()}" is not a field or extension of message "${type.name}".`);
        return undefined;
      }
      this.#referTo(part, field);
      if (!this.#checkUse(node, parts, index, field, written)) return undefined;
      fields.push(field);
      type = field.message;
    }
    return fields;
  }

  #checkUse(
    node: OptionNode,
    parts: readonly OptionNamePartNode[],
    index: number,
    field: FieldDescriptor,
    written: () => string,
  ): boolean {
    if (field.file === this.#link.file && parts[0]?.extension === false && parts[0].name?.text === 'features') {
      return this.#nameError(
        node,
        `Feature "${written()}" can't be used in the same file it's defined in.`,
        'feature-in-own-file',
      );
    }
    if (index === parts.length - 1) return true;
    if (!isMessageField(field)) return this.#nameError(node, `Option "${written()}" is an atomic type, not a message.`);
    if (field.label === LABEL.repeated) {
      return this.#nameError(
        node,
        `Option field "${written()}" is a repeated message. Repeated message options must be initialized using an aggregate value.`,
      );
    }
    return true;
  }

  #referTo(part: OptionNamePartNode, field: FieldDescriptor): void {
    if (part.name !== undefined) this.#link.refer(part.name, field);
  }

  #extension(name: string): FieldDescriptor | undefined {
    const found = this.#link.lookup(name, this.#pending?.scope ?? '');
    if (found !== undefined && found !== 'package' && found.kind === 'field') return found;
    return undefined;
  }

  #unknown(node: OptionNode, written: string, extension: string | undefined): false {
    const resolvedTo =
      extension === undefined ? undefined : this.#link.whyNotFound(extension, this.#pending?.scope ?? '').resolvedTo;
    if (resolvedTo !== undefined) {
      return this.#nameError(
        node,
        `Option "${written}" is resolved to "(${resolvedTo})", which is not defined. The innermost scope is searched first in name resolution. Consider using a leading '.'(i.e., "(.${written.slice(1)}") to start from the outermost scope.`,
      );
    }
    return this.#nameError(
      node,
      `Option "${written}" unknown. Ensure that your proto definition file imports the proto which defines the option (i.e. via import option after edition 2024).`,
    );
  }

  #value(field: FieldDescriptor, value: ValueNode): Value | undefined {
    switch (field.type) {
      case FIELD_TYPE.int32:
      case FIELD_TYPE.sint32:
      case FIELD_TYPE.sfixed32:
        return this.#integer(field, value, 'int32', -0x80000000n, 0x7fffffffn, Number);
      case FIELD_TYPE.int64:
      case FIELD_TYPE.sint64:
      case FIELD_TYPE.sfixed64:
        return this.#integer(field, value, 'int64', -0x8000000000000000n, 0x7fffffffffffffffn);
      case FIELD_TYPE.uint32:
      case FIELD_TYPE.fixed32:
        return this.#integer(field, value, 'uint32', 0n, 0xffffffffn, Number);
      case FIELD_TYPE.uint64:
      case FIELD_TYPE.fixed64:
        return this.#integer(field, value, 'uint64', 0n, 0xffffffffffffffffn);
      case FIELD_TYPE.float:
      case FIELD_TYPE.double:
        return this.#float(field, value);
      case FIELD_TYPE.bool:
        return this.#bool(field, value);
      case FIELD_TYPE.enum:
        return this.#enum(field, value);
      case FIELD_TYPE.message:
      case FIELD_TYPE.group:
        return this.#aggregate(field, value);
      case FIELD_TYPE.unresolved:
        return undefined;
      default:
        if (value.kind === 'string') return value.bytes;
        this.#valueError(value, `Value must be quoted string for string option "${field.fullName}".`);
        return undefined;
    }
  }

  #integer(
    field: FieldDescriptor,
    value: ValueNode,
    type: string,
    min: bigint,
    max: bigint,
    convert: (value: bigint) => Value = (same) => same,
  ): Value | undefined {
    const number = value.kind === 'number' ? wholeNumber(value) : undefined;
    // If the option is unsigned, protoc says that a negative value is not an integer.
    if (number === undefined || (min === 0n && value.kind === 'number' && value.negative)) {
      this.#valueError(value, `Value must be integer, from ${min} to ${max}, for ${type} option "${field.fullName}".`);
      return undefined;
    }
    if (number >= min && number <= max) return convert(number);
    this.#valueError(value, `Value out of range, ${min} to ${max}, for ${type} option "${field.fullName}".`);
    return undefined;
  }

  #float(field: FieldDescriptor, value: ValueNode): Value | undefined {
    const type = field.type === FIELD_TYPE.float ? 'float' : 'double';
    if (value.kind === 'number') return numberOf(value);
    if (value.kind === 'nameValue' && value.text === 'inf') {
      if (value.negative) return Number.NEGATIVE_INFINITY;
      return Number.POSITIVE_INFINITY;
    }
    if (value.kind === 'nameValue' && value.text === 'nan') return Number.NaN;
    this.#valueError(value, `Value must be number for ${type} option "${field.fullName}".`);
    return undefined;
  }

  #bool(field: FieldDescriptor, value: ValueNode): Value | undefined {
    if (value.kind !== 'nameValue' || value.negative) {
      this.#valueError(value, `Value must be identifier for boolean option "${field.fullName}".`);
      return undefined;
    }
    if (value.text === 'true') return true;
    if (value.text === 'false') return false;
    this.#valueError(value, `Value must be "true" or "false" for boolean option "${field.fullName}".`);
    return undefined;
  }

  #enum(field: FieldDescriptor, value: ValueNode): Value | undefined {
    const type = field.enum;
    if (type === undefined) return undefined;
    if (value.kind !== 'nameValue' || value.negative) {
      this.#valueError(value, `Value must be identifier for enum-valued option "${field.fullName}".`);
      return undefined;
    }
    const found = valueNamed(type, value.text);
    if (found !== undefined) {
      this.#link.refer(value, found);
      return found.number;
    }
    const sibling = this.#isSiblingValue(type, value.text) ? ' This appears to be a value from a sibling type.' : '';
    this.#valueError(
      value,
      `Enum type "${type.fullName}" has no value named "${value.text}" for option "${field.fullName}".${sibling}`,
    );
    return undefined;
  }

  #isSiblingValue(type: EnumDescriptor, name: string): boolean {
    const scope = type.fullName.slice(0, type.fullName.length - type.name.length);
    const found = this.#link.find(scope + name);
    return found !== undefined && found !== 'package' && found.kind === 'enumValue';
  }

  #aggregate(field: FieldDescriptor, value: ValueNode): Value | undefined {
    if (value.kind !== 'aggregate') {
      this.#valueError(
        value,
        `Option "${field.fullName}" is a message. To set the entire message, use syntax like "${field.name} = { <proto text format> }". To set fields within it, use syntax like "${field.name}.foo = value".`,
      );
      return undefined;
    }
    if (field.message === undefined) return undefined;
    const read = parseTextFormat(this.#link.tree, value.first + 1, value.last, field.message, this.#names());
    if (!('kind' in read)) return read;
    const { message, token } = read;
    const text = `Error while parsing option value for "${field.name}": ${message}`;
    this.#link.error('option-value', text, this.#placeWithin(value, token));
    return undefined;
  }

  /** Whether a message is a MessageSet. If the message is in this file, its options are still in a draft. */
  #isMessageSet(type: MessageDescriptor): boolean {
    return fieldOf(this.drafts.get(type)?.known ?? type.options?.known, 'message_set_wire_format') === true;
  }

  #names(): TextFormatNames {
    const link = this.#link;
    return {
      extension: (type, name) => {
        const found = link.lookup(name, type.fullName);
        if (found === undefined || found === 'package') return undefined;
        if (found.kind === 'field') return { field: found, named: found };
        // The text may name an item of a MessageSet by the type of the item.
        if (found.kind !== 'message' || !this.#isMessageSet(type)) return undefined;
        const item = found.extensions.find((one) => one.container === type && one.message === found);
        return item && { field: item, named: found };
      },
      anyType: (prefix, name) => {
        if (prefix !== 'type.googleapis.com/' && prefix !== 'type.googleprod.com/') return undefined;
        const found = link.find(name);
        if (found === undefined || found === 'package' || found.kind !== 'message') return undefined;
        if (found.file === link.file) link.readsOwnMessages = true;
        return found;
      },
      used: (named, first, last) => link.references.add(first, last, named),
    };
  }
}

function isMessageField(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group;
}

function optionName(parts: readonly OptionNamePartNode[]): string {
  return parts.map((part) => (part.extension ? `(${part.name?.text ?? ''})` : (part.name?.text ?? ''))).join('.');
}

/**
 * Returns the value of an integer. An integer that does not fit into 64 bits is a float, which no integer option
 * accepts.
 */
function wholeNumber(node: NumberNode): bigint | undefined {
  if (node.float) return undefined;
  const value = integerValue(node.text);
  if (value === undefined) return undefined;
  if (node.negative) {
    if (value > 0x8000000000000000n) return undefined;
    return -value;
  }
  return value;
}

function pathOf(fields: readonly FieldDescriptor[]): number[] {
  return fields.map(({ number }) => number);
}

function messageWith(type: MessageDescriptor, fields: readonly FieldDescriptor[], value: Value): MessageValue {
  const message = new MessageBuilder(type, true);
  store(message, fields, value);
  return message;
}

function store(root: MessageBuilder, fields: readonly FieldDescriptor[], value: Value): void {
  let message = root;
  for (const field of fields.slice(0, -1)) {
    const inner = message.get(field)?.[0];
    if (inner instanceof MessageBuilder) {
      message = inner;
      continue;
    }
    if (field.message === undefined) return;
    const made = new MessageBuilder(field.message, root.unpacked);
    message.set(field, [made]);
    message = made;
  }
  const leaf = fields[fields.length - 1];
  if (leaf !== undefined) message.add(leaf, value);
}

function markInside(set: Set<string>, path: string, message: MessageValue): void {
  for (const { field, values } of message.fields) {
    const inner = `${path}.${field.number}`;
    set.add(inner);
    for (const value of values) if (typeof value === 'object') markInside(set, inner, value);
  }
}
