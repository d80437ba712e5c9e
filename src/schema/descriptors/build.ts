/**
 * Turns a syntax tree into descriptors: everything that we know about a file without reading another file. A
 * declaration that the user has not finished typing has a symbol, but no descriptor.
 */
import type {
  EnumNode,
  EnumValueNode,
  ExtendNode,
  FieldNode,
  MapTypeNode,
  MessageItem,
  MessageNode,
  MethodNode,
  Node,
  NumberNode,
  OneofNode,
  OptionNode,
  RangeNode,
  ReservedNode,
  ServiceNode,
  TypeNameNode,
} from '../../syntax/tree/nodes.ts';
import { LongNames } from '../../base/longNames.ts';
import { floatValue, integerValue, plainNumber } from '../../syntax/lexing/numbers.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { Declarations } from './declarations.ts';
import { escapeBytes, formatDouble, formatFloat } from './defaults.ts';
import {
  type Draft,
  draft,
  type EnumDescriptor,
  type EnumValueDescriptor,
  type ExtensionRange,
  type FieldDescriptor,
  FIELD_TYPE,
  type FileDescriptor,
  LABEL,
  type MessageDescriptor,
  type MethodDescriptor,
  type OneofDescriptor,
  type ReservedRange,
  type ServiceDescriptor,
} from './descriptor.ts';
import { defaultFeatures, EDITION, type Features } from './features.ts';
import { mapEntryName, toJsonName } from './names.ts';

/** The largest field number, 2^29 - 1 (protobuf language specification, "Assigning Field Numbers"). */
export const MAX_FIELD_NUMBER = 0x1fffffff;
const MAX_INT32 = 0x7fffffff;

/** Scalar types by name. `group` is a scalar in the grammar only. */
export const SCALAR_TYPES: ReadonlyMap<string, number> = new Map([
  ['double', FIELD_TYPE.double],
  ['float', FIELD_TYPE.float],
  ['int64', FIELD_TYPE.int64],
  ['uint64', FIELD_TYPE.uint64],
  ['int32', FIELD_TYPE.int32],
  ['fixed64', FIELD_TYPE.fixed64],
  ['fixed32', FIELD_TYPE.fixed32],
  ['bool', FIELD_TYPE.bool],
  ['string', FIELD_TYPE.string],
  ['bytes', FIELD_TYPE.bytes],
  ['uint32', FIELD_TYPE.uint32],
  ['sfixed32', FIELD_TYPE.sfixed32],
  ['sfixed64', FIELD_TYPE.sfixed64],
  ['sint32', FIELD_TYPE.sint32],
  ['sint64', FIELD_TYPE.sint64],
]);

/** The descriptors of a file, before the linker resolves its names. */
export interface BuiltFile {
  readonly file: Draft<FileDescriptor>;
  readonly declarations: Declarations;
  /** The fields that lack a part that a descriptor needs. `unfinishedMethods` has such methods. */
  readonly unfinishedFields: readonly FieldDescriptor[];
  readonly unfinishedMethods: readonly MethodDescriptor[];
  /**
   * Maps the first extension of each `extend` block to that block. protoc reports errors in the extendee only there.
   */
  readonly firstOfExtend: ReadonlyMap<FieldDescriptor, ExtendNode>;
  readonly extendOf: ReadonlyMap<FieldDescriptor, ExtendNode>;
  /** The first declaration that was left out because the names around it are too long. */
  readonly leftOut: Node | undefined;
}

/** Builds the descriptors of a file. `path` is its import path. The tree may come from a text with errors. */
export function buildFile(path: string, tree: SyntaxTree): BuiltFile {
  return new Builder(path, tree).build();
}

/** Where a declaration goes: into a message, or into the file. */
interface Place {
  readonly scope: string;
  readonly parent: MessageDescriptor | undefined;
  readonly messages: MessageDescriptor[];
  readonly enums: EnumDescriptor[];
  readonly extensions: FieldDescriptor[];
}

class Builder {
  readonly #tree: SyntaxTree;
  readonly #file: Draft<FileDescriptor>;
  readonly #features: Features;
  readonly #declarations = new Declarations();
  readonly #unfinishedFields: FieldDescriptor[] = [];
  readonly #unfinishedMethods: MethodDescriptor[] = [];
  readonly #firstOfExtend = new Map<FieldDescriptor, ExtendNode>();
  readonly #extendOf = new Map<FieldDescriptor, ExtendNode>();
  readonly #longNames = new LongNames();
  #leftOut: Node | undefined;

  constructor(path: string, tree: SyntaxTree) {
    this.#tree = tree;
    const { syntax, edition } = syntaxOf(tree);
    this.#features = defaultFeatures(edition);
    this.#file = {
      kind: 'file',
      name: path,
      package: packageOf(tree),
      syntax,
      edition,
      dependencies: [],
      publicDependencies: [],
      weakDependencies: [],
      optionDependencies: [],
      messages: [],
      enums: [],
      services: [],
      extensions: [],
      options: undefined,
      features: this.#features,
    };
  }

  build(): BuiltFile {
    const file = this.#file;
    const place: Place = { scope: file.package, parent: undefined, messages: [], enums: [], extensions: [] };
    const services: ServiceDescriptor[] = [];
    for (const item of this.#tree.root.items) {
      if (!this.#hasRoom(item, place.scope)) break;
      if (item.kind === 'message') this.#message(item, place);
      else if (item.kind === 'enum') this.#enum(item, place);
      else if (item.kind === 'extend') this.#extend(item, place);
      else if (item.kind === 'service') this.#service(item, services);
    }
    file.messages = kept(place.messages);
    file.enums = kept(place.enums);
    file.extensions = kept(place.extensions);
    file.services = kept(services);
    this.#imports();
    return {
      file,
      declarations: this.#declarations,
      unfinishedFields: this.#unfinishedFields,
      unfinishedMethods: this.#unfinishedMethods,
      firstOfExtend: this.#firstOfExtend,
      extendOf: this.#extendOf,
      leftOut: this.#leftOut,
    };
  }

  /** Whether one more full name in a scope is affordable. If not, the rest of the scope is left out. */
  #hasRoom(node: Node, scope: string): boolean {
    if (this.#longNames.hasRoomIn(scope)) return true;
    this.#leftOut ??= node;
    return false;
  }

  #imports(): void {
    const dependencies: string[] = [];
    const publicDependencies: number[] = [];
    const weakDependencies: number[] = [];
    const optionDependencies: string[] = [];
    for (const item of this.#tree.root.items) {
      if (item.kind !== 'import' || item.path === undefined) continue;
      const path = stringText(item.path);
      if (item.modifier === 'option') {
        optionDependencies.push(path);
        continue;
      }
      if (item.modifier === 'public') publicDependencies.push(dependencies.length);
      if (item.modifier === 'weak') weakDependencies.push(dependencies.length);
      dependencies.push(path);
    }
    this.#file.dependencies = kept(dependencies);
    this.#file.publicDependencies = kept(publicDependencies);
    this.#file.weakDependencies = kept(weakDependencies);
    this.#file.optionDependencies = kept(optionDependencies);
  }

  #message(node: MessageNode, place: Place): void {
    if (node.name === undefined) return;
    const message = this.#emptyMessage(node.name.text, node, place, node.name);
    message.visibility = node.visibility;
    place.messages.push(message);
    this.#members(message, node.items ?? []);
  }

  /** Returns the offset of a name in the text, or -1 if the name is not in the text. */
  #start(name: Node | undefined): number {
    if (name === undefined) return -1;
    return this.#tree.tokens.start(name.first);
  }

  #emptyMessage(name: string, node: MessageNode | FieldNode, place: Place, named?: Node): Draft<MessageDescriptor> {
    const message: Draft<MessageDescriptor> = {
      kind: 'message',
      name,
      fullName: join(place.scope, name),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart: this.#start(named),
      parent: place.parent,
      visibility: undefined,
      mapEntry: false,
      fields: NONE,
      extensions: NONE,
      messages: NONE,
      enums: NONE,
      oneofs: NONE,
      extensionRanges: NONE,
      reservedRanges: NONE,
      reservedNames: NONE,
      options: undefined,
      features: this.#features,
    };
    return this.#declarations.add(message, node);
  }

  #members(message: Draft<MessageDescriptor>, items: readonly MessageItem[]): void {
    const members = new MessageMembers(message);
    for (const item of items) {
      if (!this.#hasRoom(item, members.scope)) break;
      this.#member(item, members);
    }
    if (this.#file.syntax === 'proto3') this.#syntheticOneofs(members);
    message.fields = kept(members.fields);
    message.extensions = kept(members.extensions);
    message.messages = kept(members.messages);
    message.enums = kept(members.enums);
    message.oneofs = kept(members.oneofs);
    message.extensionRanges = kept(members.extensionRanges);
    message.reservedRanges = kept(members.reservedRanges);
    message.reservedNames = kept(members.reservedNames);
    this.#adjustMax(message, items);
  }

  /** Raises the end of each range with `max` if the message is a MessageSet, where `max` is a larger number. */
  #adjustMax(message: MessageDescriptor, items: readonly MessageItem[]): void {
    if (!items.some((item) => item.kind === 'option' && isTrue(item, 'message_set_wire_format'))) return;
    for (const range of [...message.extensionRanges, ...message.reservedRanges]) {
      if (this.#declarations.node(range).end?.kind === 'identifier') draft(range).end = MAX_INT32;
    }
  }

  #member(item: MessageItem, members: MessageMembers): void {
    switch (item.kind) {
      case 'field':
        this.#field(item, members);
        break;
      case 'oneof':
        this.#oneof(item, members);
        break;
      case 'message':
        this.#message(item, members);
        break;
      case 'enum':
        this.#enum(item, members);
        break;
      case 'extend':
        this.#extend(item, members);
        break;
      case 'extensions':
        for (const range of item.ranges) this.#extensionRange(range, members);
        break;
      case 'reserved':
        this.#reserved(item, members);
        break;
      case 'option':
      case 'empty':
      case 'error':
        break;
    }
  }

  #field(node: FieldNode, members: MessageMembers, oneof?: OneofDescriptor, fieldsOfOneof?: FieldDescriptor[]): void {
    const field = this.#fieldDescriptor(node, members);
    if (field === undefined) return;
    field.container = members.message;
    field.oneof = oneof;
    if (isFinished(node)) {
      members.fields.push(field);
      fieldsOfOneof?.push(field);
    } else this.#unfinishedFields.push(field);
  }

  /** Builds a field or an extension. If the field is a group or a map, `place` also gets the message for it. */
  #fieldDescriptor(node: FieldNode, place: Place): Draft<FieldDescriptor> | undefined {
    if (node.name === undefined) return undefined;
    const written = node.name.text;
    const isGroup = node.group !== undefined;
    const name = isGroup ? written.toLowerCase() : written;
    const json = pseudoOption(node, 'json_name');
    const custom = json?.value?.kind === 'string' ? stringText(json.value) : undefined;
    const field = this.#emptyField(name, int32(node.number), node, place.scope, place.parent, this.#start(node.name));
    field.label = labelOf(node);
    field.jsonName = custom ?? toJsonName(name);
    field.hasJsonName = custom !== undefined;
    field.proto3Optional = node.label === 'optional' && this.#file.syntax === 'proto3';
    if (isGroup) this.#group(node, field, written, place);
    else if (node.type?.kind === 'mapType') this.#mapEntry(node, node.type, field, place);
    else if (node.type !== undefined) setType(field, node.type);
    field.defaultValue = defaultText(field.type, pseudoOption(node, 'default'), this.#tree);
    return field;
  }

  #emptyField(
    name: string,
    number: number,
    node: FieldNode,
    scope: string,
    parent: MessageDescriptor | undefined,
    nameStart: number,
  ): Draft<FieldDescriptor> {
    const field: Draft<FieldDescriptor> = {
      kind: 'field',
      name,
      fullName: join(scope, name),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart,
      parent,
      container: undefined,
      isExtension: false,
      number,
      label: LABEL.optional,
      type: FIELD_TYPE.unresolved,
      typeName: undefined,
      message: undefined,
      enum: undefined,
      extendee: undefined,
      defaultValue: undefined,
      jsonName: name,
      hasJsonName: false,
      oneof: undefined,
      proto3Optional: false,
      options: undefined,
      features: this.#features,
    };
    return this.#declarations.add(field, node);
  }

  #group(node: FieldNode, field: Draft<FieldDescriptor>, name: string, place: Place): void {
    const message = this.#emptyMessage(name, node, place, node.name);
    field.type = FIELD_TYPE.group;
    field.typeName = name;
    place.messages.push(message);
    this.#members(message, node.group ?? []);
  }

  #mapEntry(node: FieldNode, type: MapTypeNode, field: Draft<FieldDescriptor>, place: Place): void {
    field.label = LABEL.repeated;
    if (type.key === undefined || type.value === undefined || !isFinished(node)) return;
    const entry = this.#emptyMessage(mapEntryName(field.name), node, place);
    entry.mapEntry = true;
    entry.fields = [
      this.#entryField('key', 1, type.key, entry, node),
      this.#entryField('value', 2, type.value, entry, node),
    ];
    field.typeName = entry.name;
    place.messages.push(entry);
  }

  #entryField(
    name: string,
    number: number,
    type: TypeNameNode,
    entry: MessageDescriptor,
    node: FieldNode,
  ): FieldDescriptor {
    const field = this.#emptyField(name, number, node, entry.fullName, entry, -1);
    field.container = entry;
    setType(field, type);
    return field;
  }

  #oneof(node: OneofNode, members: MessageMembers): void {
    if (node.name === undefined) return;
    const name = node.name.text;
    const fields: FieldDescriptor[] = [];
    const oneof = this.#emptyOneof(name, node, members, this.#start(node.name));
    for (const item of node.items ?? []) {
      if (!this.#hasRoom(item, members.scope)) break;
      if (item.kind === 'field') this.#field(item, members, oneof, fields);
    }
    oneof.fields = kept(fields);
  }

  #emptyOneof(
    name: string,
    node: OneofNode | FieldNode,
    members: MessageMembers,
    nameStart: number,
  ): Draft<OneofDescriptor> {
    const oneof: Draft<OneofDescriptor> = {
      kind: 'oneof',
      name,
      fullName: join(members.scope, name),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart,
      parent: members.message,
      index: members.oneofs.length,
      synthetic: false,
      fields: NONE,
      options: undefined,
      features: this.#features,
    };
    members.oneofs.push(oneof);
    return this.#declarations.add(oneof, node);
  }

  /** Adds a oneof for each `optional` field of proto3. Its name differs from the names of all other members. */
  #syntheticOneofs(members: MessageMembers): void {
    if (!members.fields.some((field) => field.proto3Optional)) return;
    const taken = new Set([...members.fields, ...members.oneofs].map(({ name }) => name));
    for (const field of members.fields) {
      if (!field.proto3Optional) continue;
      let name = field.name.startsWith('_') ? field.name : `_${field.name}`;
      while (taken.has(name)) name = `X${name}`;
      taken.add(name);
      const oneof = this.#emptyOneof(name, this.#declarations.node(field), members, -1);
      oneof.synthetic = true;
      oneof.fields = [field];
      field.oneof = oneof;
    }
  }

  #extend(node: ExtendNode, place: Place): void {
    let first = true;
    for (const item of node.items ?? []) {
      if (item.kind !== 'field') continue;
      if (!this.#hasRoom(item, place.scope)) break;
      const field = this.#fieldDescriptor(item, place);
      if (field === undefined) continue;
      field.isExtension = true;
      if (node.extendee !== undefined) field.extendee = node.extendee.text;
      this.#extendOf.set(field, node);
      if (first) this.#firstOfExtend.set(field, node);
      first = false;
      if (isFinished(item) && node.extendee !== undefined) place.extensions.push(field);
      else this.#unfinishedFields.push(field);
    }
  }

  #extensionRange(node: RangeNode, members: MessageMembers): void {
    if (node.start === undefined) return;
    const start = int32(node.start);
    const end = lastNumber(node, start, MAX_FIELD_NUMBER);
    const range: ExtensionRange = {
      kind: 'extensionRange',
      id: this.#declarations.nextId,
      start,
      end: end + 1,
      options: undefined,
      features: this.#features,
    };
    members.extensionRanges.push(this.#declarations.add(range, node));
  }

  #reserved(
    node: ReservedNode,
    members: { reservedRanges: ReservedRange[]; reservedNames: string[] },
    inEnum = false,
  ): void {
    for (const item of node.ranges) {
      if (item.start === undefined) continue;
      const start = int32(item.start);
      const max = inEnum ? MAX_INT32 : MAX_FIELD_NUMBER;
      const end = lastNumber(item, start, max);
      const range: ReservedRange = {
        kind: 'reservedRange',
        id: this.#declarations.nextId,
        start,
        end: inEnum ? end : end + 1,
      };
      members.reservedRanges.push(this.#declarations.add(range, item));
    }
    for (const name of node.names) members.reservedNames.push(name.kind === 'string' ? stringText(name) : name.text);
  }

  #enum(node: EnumNode, place: Place): void {
    if (node.name === undefined) return;
    const name = node.name.text;
    const values: EnumValueDescriptor[] = [];
    const reservedRanges: ReservedRange[] = [];
    const reservedNames: string[] = [];
    const type: Draft<EnumDescriptor> = {
      kind: 'enum',
      name,
      fullName: join(place.scope, name),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart: this.#start(node.name),
      parent: place.parent,
      visibility: node.visibility,
      values: NONE,
      reservedRanges: NONE,
      reservedNames: NONE,
      options: undefined,
      features: this.#features,
    };
    place.enums.push(this.#declarations.add(type, node));
    for (const item of node.items ?? []) {
      if (!this.#hasRoom(item, place.scope)) break;
      if (item.kind === 'reserved') this.#reserved(item, { reservedRanges, reservedNames }, true);
      else if (item.kind === 'enumValue') this.#enumValue(item, type, values, place.scope);
    }
    type.values = kept(values);
    type.reservedRanges = kept(reservedRanges);
    type.reservedNames = kept(reservedNames);
  }

  #enumValue(node: EnumValueNode, parent: EnumDescriptor, values: EnumValueDescriptor[], scope: string): void {
    if (node.name === undefined || node.number === undefined) return;
    const name = node.name.text;
    const value: EnumValueDescriptor = {
      kind: 'enumValue',
      name,
      fullName: join(scope, name),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart: this.#start(node.name),
      parent,
      number: int32(node.number),
      options: undefined,
      features: this.#features,
    };
    values.push(this.#declarations.add(value, node));
  }

  #service(node: ServiceNode, services: ServiceDescriptor[]): void {
    if (node.name === undefined) return;
    const methods: MethodDescriptor[] = [];
    const name = node.name.text;
    const service: Draft<ServiceDescriptor> = {
      kind: 'service',
      name,
      fullName: join(this.#file.package, name),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart: this.#start(node.name),
      methods: NONE,
      options: undefined,
      features: this.#features,
    };
    services.push(this.#declarations.add(service, node));
    for (const item of node.items ?? []) {
      if (!this.#hasRoom(item, service.fullName)) break;
      if (item.kind === 'method') this.#method(item, service, methods);
    }
    service.methods = kept(methods);
  }

  #method(node: MethodNode, parent: ServiceDescriptor, methods: MethodDescriptor[]): void {
    if (node.name === undefined) return;
    const { input, output } = node;
    const method: MethodDescriptor = {
      kind: 'method',
      name: node.name.text,
      fullName: join(parent.fullName, node.name.text),
      file: this.#file,
      id: this.#declarations.nextId,
      nameStart: this.#start(node.name),
      parent,
      inputType: input?.type?.text ?? '',
      outputType: output?.type?.text ?? '',
      input: undefined,
      output: undefined,
      clientStreaming: input?.stream ?? false,
      serverStreaming: output?.stream ?? false,
      options: undefined,
      features: this.#features,
    };
    this.#declarations.add(method, node);
    if (input?.type !== undefined && output?.type !== undefined) methods.push(method);
    else this.#unfinishedMethods.push(method);
  }
}

class MessageMembers implements Place {
  readonly message: MessageDescriptor;
  readonly scope: string;
  readonly parent: MessageDescriptor;
  readonly fields: Draft<FieldDescriptor>[] = [];
  readonly extensions: FieldDescriptor[] = [];
  readonly messages: MessageDescriptor[] = [];
  readonly enums: EnumDescriptor[] = [];
  readonly oneofs: OneofDescriptor[] = [];
  readonly extensionRanges: ExtensionRange[] = [];
  readonly reservedRanges: ReservedRange[] = [];
  readonly reservedNames: string[] = [];

  constructor(message: MessageDescriptor) {
    this.message = message;
    this.parent = message;
    this.scope = message.fullName;
  }
}

/** All descriptors share this empty list. */
const NONE: readonly never[] = [];

/** A copy of a finished list, without the spare capacity that `push` leaves. */
function kept<T>(list: readonly T[]): readonly T[] {
  if (list.length === 0) return NONE;
  return list.slice();
}

function join(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${name}`;
}

function isFinished(node: FieldNode): boolean {
  return node.number !== undefined && (node.type !== undefined || node.group !== undefined);
}

function labelOf(node: FieldNode): number {
  if (node.label === undefined) return LABEL.optional;
  return LABEL[node.label];
}

/** Scalar types that exist only in edition UNSTABLE, or mean something else in that edition. */
const UNSTABLE_TYPES: ReadonlyMap<string, number> = new Map([
  ['uint64', FIELD_TYPE.fixed64],
  ['uint32', FIELD_TYPE.fixed32],
  ['int32', FIELD_TYPE.sfixed32],
  ['int64', FIELD_TYPE.sfixed64],
  ['varint32', FIELD_TYPE.int32],
  ['varint64', FIELD_TYPE.int64],
  ['uvarint32', FIELD_TYPE.uint32],
  ['uvarint64', FIELD_TYPE.uint64],
  ['zigzag32', FIELD_TYPE.sint32],
  ['zigzag64', FIELD_TYPE.sint64],
]);

function setType(field: Draft<FieldDescriptor>, node: TypeNameNode): void {
  const unstable = field.file.edition === EDITION.unstable ? UNSTABLE_TYPES.get(node.text) : undefined;
  const scalar = unstable ?? SCALAR_TYPES.get(node.text);
  if (scalar !== undefined) field.type = scalar;
  else field.typeName = node.text;
}

/** The value of an integer token as protobuf stores it. It is 0 if the value does not fit, as in protoc. */
function int32(node: NumberNode | undefined): number {
  if (node === undefined) return 0;
  const value = plainNumber(node.text) ?? Number(integerValue(node.text) ?? 0n);
  const number = withSign(node, value);
  if (number > MAX_INT32 || number < -MAX_INT32 - 1) return 0;
  return number;
}

/**
 * Returns the option `default` or `json_name` of a field, which sets a part of the descriptor. If the text has the
 * option twice, the last one applies.
 */
export function pseudoOption(node: FieldNode, name: 'default' | 'json_name'): OptionNode | undefined {
  if (node.options.length === 0) return undefined;
  return node.options.findLast((option) => isPseudoOption(option, name));
}

/** Whether the option's name is `default` or `json_name`, written without parentheses. */
export function isPseudoOption(option: OptionNode, name: 'default' | 'json_name'): boolean {
  const part = option.name?.parts[0];
  return part?.extension === false && part.name?.text === name;
}

/** The options of a field, except `default` and `json_name`, which are not real options. */
export function realOptions(options: readonly OptionNode[]): readonly OptionNode[] {
  if (options.length === 0) return options;
  return options.filter((option) => !isPseudoOption(option, 'default') && !isPseudoOption(option, 'json_name'));
}

function isTrue(option: OptionNode, name: string): boolean {
  const parts = option.name?.parts ?? [];
  return (
    parts.length === 1 &&
    parts[0]?.extension === false &&
    parts[0].name?.text === name &&
    option.value?.kind === 'nameValue' &&
    option.value.text === 'true'
  );
}

/** A default value in the form that descriptor.proto uses. */
function defaultText(type: number, option: OptionNode | undefined, tree: SyntaxTree): string | undefined {
  const value = option?.value;
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'string':
      // The type may be an enum, and a string is not a valid default for it. protoc keeps the quotes to notice the
      // error.
      if (type === FIELD_TYPE.unresolved) return tree.tokens.text(value.first);
      if (type === FIELD_TYPE.bytes) return escapeBytes(value.bytes);
      return value.bytes;
    case 'nameValue':
      if (type === FIELD_TYPE.float || type === FIELD_TYPE.double)
        return signed(value.text === 'inf' && value.negative, value.text);
      return value.text;
    case 'number': {
      if (type === FIELD_TYPE.double) return formatDouble(numberOf(value));
      if (type === FIELD_TYPE.float) return formatFloat(numberOf(value));
      if (type === FIELD_TYPE.unresolved) return tree.tokens.text(value.first);
      return signed(value.negative && !/^0[0xX]*$/.test(value.text), String(integerValue(value.text) ?? 0n));
    }
    case 'aggregate':
    case 'list':
      return undefined;
  }
}

function signed(negative: boolean, text: string): string {
  if (negative) return `-${text}`;
  return text;
}

/** The value of a number token with its sign. Integers beyond 2^53 are rounded. */
export function numberOf(node: NumberNode): number {
  return withSign(node, unsignedNumber(node));
}

function unsignedNumber({ float, text }: NumberNode): number {
  if (float) return floatValue(text);
  const integer = integerValue(text);
  if (integer === undefined) return floatValue(text);
  return Number(integer);
}

function withSign({ negative }: NumberNode, value: number): number {
  if (negative) return -value;
  return value;
}

function syntaxOf(tree: SyntaxTree): { syntax: 'proto2' | 'proto3' | 'editions'; edition: number } {
  const { syntax, edition } = tree;
  if (syntax === 'editions') return { syntax, edition };
  return { syntax, edition: EDITION[syntax] };
}

function packageOf(tree: SyntaxTree): string {
  for (const item of tree.root.items) if (item.kind === 'package' && item.name !== undefined) return item.name.text;
  return '';
}

/** The last number of a range. `max` is the number that the word `max` stands for. */
function lastNumber({ end }: RangeNode, start: number, max: number): number {
  if (end === undefined) return start;
  if (end.kind === 'identifier') return max;
  return int32(end);
}
