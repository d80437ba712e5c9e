/**
 * Builds the descriptors of the standard options from our own table. They equal those that the linker makes from
 * descriptor.proto.
 */
import {
  type Draft,
  type Entity,
  type EnumDescriptor,
  type EnumValueDescriptor,
  type ExtensionRange,
  type FieldDescriptor,
  FIELD_TYPE,
  type FileDescriptor,
  LABEL,
  type MessageDescriptor,
  type OptionSet,
} from '../descriptors/descriptor.ts';
import { defaultFeatures, EDITION } from '../descriptors/features.ts';
import { toJsonName } from '../descriptors/names.ts';
import {
  type DeclaredEnum,
  type DeclaredField,
  type DeclaredMessage,
  type DeclaredOption,
  type DeclaredOptions,
  OPTION_ENUMS,
  OPTION_MESSAGES,
} from './optionDeclarations.ts';
import { MessageBuilder, type Value } from './value.ts';

export const DESCRIPTOR_PATH = 'google/protobuf/descriptor.proto';

const PACKAGE = 'google.protobuf';
const FEATURES = defaultFeatures(EDITION.proto2);

const SCALAR_TYPES: ReadonlyMap<string, number> = new Map([
  ['bool', FIELD_TYPE.bool],
  ['int32', FIELD_TYPE.int32],
  ['string', FIELD_TYPE.string],
]);

const NONE: readonly never[] = [];

/** Builds the standard options. The map has each declaration by its full name. */
export function makeOptionTable(): ReadonlyMap<string, Entity> {
  const maker = new TableMaker();
  maker.make();
  return maker.scope;
}

class TableMaker {
  readonly scope = new Map<string, Entity>();
  readonly #fields: { readonly descriptor: Draft<FieldDescriptor>; readonly declared: DeclaredField }[] = [];
  readonly #file: Draft<FileDescriptor> = {
    kind: 'file',
    name: DESCRIPTOR_PATH,
    package: PACKAGE,
    syntax: 'proto2',
    edition: EDITION.proto2,
    dependencies: NONE,
    publicDependencies: NONE,
    weakDependencies: NONE,
    optionDependencies: NONE,
    messages: NONE,
    enums: NONE,
    services: NONE,
    extensions: NONE,
    options: undefined,
    features: FEATURES,
  };
  #nextId = 0;

  /** Builds everything. It sets types and options last, because they may refer to later declarations. */
  make(): void {
    this.#file.enums = OPTION_ENUMS.map((one) => this.#enum(one, PACKAGE, undefined));
    this.#file.messages = OPTION_MESSAGES.map((one) => this.#message(one, PACKAGE, undefined));
    for (const { descriptor, declared } of this.#fields) this.#setType(descriptor, declared.type);
    for (const { descriptor, declared } of this.#fields)
      if (declared.options !== undefined) descriptor.options = this.#optionsOf(declared.options);
  }

  #message(declared: DeclaredMessage, scope: string, parent: MessageDescriptor | undefined): MessageDescriptor {
    const { name, fields = NONE, enums = NONE, messages = NONE, extensionRanges = NONE } = declared;
    const fullName = `${scope}.${name}`;
    const message: Draft<MessageDescriptor> = {
      kind: 'message',
      name,
      fullName,
      file: this.#file,
      id: this.#nextId++,
      nameStart: 0,
      parent,
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
      features: FEATURES,
    };
    this.scope.set(fullName, message);
    message.fields = fields.map((one) => this.#field(one, message));
    message.enums = enums.map((one) => this.#enum(one, fullName, message));
    message.messages = messages.map((one) => this.#message(one, fullName, message));
    message.extensionRanges = extensionRanges.map(([start, end]) => this.#range(start, end));
    return message;
  }

  #field(declared: DeclaredField, parent: MessageDescriptor): FieldDescriptor {
    const { name, number } = declared;
    const descriptor: Draft<FieldDescriptor> = {
      kind: 'field',
      name,
      fullName: `${parent.fullName}.${name}`,
      file: this.#file,
      id: this.#nextId++,
      nameStart: 0,
      parent,
      container: parent,
      isExtension: false,
      number,
      label: declared.repeated === true ? LABEL.repeated : LABEL.optional,
      type: FIELD_TYPE.unresolved,
      typeName: undefined,
      message: undefined,
      enum: undefined,
      extendee: undefined,
      defaultValue: declared.default,
      jsonName: toJsonName(name),
      hasJsonName: false,
      oneof: undefined,
      proto3Optional: false,
      options: undefined,
      features: FEATURES,
    };
    this.scope.set(descriptor.fullName, descriptor);
    this.#fields.push({ descriptor, declared });
    return descriptor;
  }

  #enum({ name, values }: DeclaredEnum, scope: string, parent: MessageDescriptor | undefined): EnumDescriptor {
    const type: Draft<EnumDescriptor> = {
      kind: 'enum',
      name,
      fullName: `${scope}.${name}`,
      file: this.#file,
      id: this.#nextId++,
      nameStart: 0,
      parent,
      visibility: undefined,
      values: NONE,
      reservedRanges: NONE,
      reservedNames: NONE,
      options: undefined,
      features: FEATURES,
    };
    this.scope.set(type.fullName, type);
    type.values = values.map(([value, number]) => this.#enumValue(value, number, scope, type));
    return type;
  }

  #enumValue(name: string, number: number, scope: string, parent: EnumDescriptor): EnumValueDescriptor {
    const value: EnumValueDescriptor = {
      kind: 'enumValue',
      name,
      fullName: `${scope}.${name}`,
      file: this.#file,
      id: this.#nextId++,
      nameStart: 0,
      parent,
      number,
      options: undefined,
      features: FEATURES,
    };
    this.scope.set(value.fullName, value);
    return value;
  }

  #range(start: number, end: number): ExtensionRange {
    return { kind: 'extensionRange', id: this.#nextId++, start, end, options: undefined, features: FEATURES };
  }

  #setType(field: Draft<FieldDescriptor>, name: string): void {
    const scalar = SCALAR_TYPES.get(name);
    if (scalar !== undefined) {
      field.type = scalar;
      return;
    }
    const type = this.scope.get(`${PACKAGE}.${name}`);
    field.typeName = `.${PACKAGE}.${name}`;
    if (type?.kind === 'enum') {
      field.type = FIELD_TYPE.enum;
      field.enum = type;
    } else if (type?.kind === 'message') {
      field.type = FIELD_TYPE.message;
      field.message = type;
    }
  }

  #optionsOf(declared: DeclaredOptions): OptionSet | undefined {
    const type = this.scope.get(`${PACKAGE}.FieldOptions`);
    if (type?.kind === 'message') return { known: this.#value(declared, type), custom: NONE };
    return undefined;
  }

  #value(declared: DeclaredOptions, type: MessageDescriptor): MessageBuilder {
    const message = new MessageBuilder(type);
    for (const field of type.fields) {
      // Every object inherits properties such as `constructor`, which are not options.
      const set = Object.hasOwn(declared, field.name) ? declared[field.name] : undefined;
      if (set !== undefined) message.set(field, this.#values(set, field));
    }
    return message;
  }

  #values(set: DeclaredOption | readonly DeclaredOption[], field: FieldDescriptor): Value[] {
    const written = isList(set) ? set : [set];
    return written.flatMap((one) => this.#single(one, field) ?? []);
  }

  #single(written: DeclaredOption, field: FieldDescriptor): Value | undefined {
    if (typeof written === 'object') return field.message && this.#value(written, field.message);
    if (field.enum === undefined) return written;
    return field.enum.values.find(({ name }) => name === written)?.number;
  }
}

function isList(set: DeclaredOption | readonly DeclaredOption[]): set is readonly DeclaredOption[] {
  return Array.isArray(set);
}
