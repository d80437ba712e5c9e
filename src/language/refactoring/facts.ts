/**
 * The meaning of files as one flat table: each declaration is an entry under its full name, wherever it is in the text.
 * So we can compare two states although declarations have moved, and a refactoring expresses its intention by changing
 * a few entries.
 */
import {
  LABEL,
  type EnumDescriptor,
  type FieldDescriptor,
  type FileDescriptor,
  type MessageDescriptor,
  type MessageValue,
  type OptionSet,
  type ServiceDescriptor,
  type Value,
} from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { docComment, trailingComment } from '../../syntax/comments.ts';
import { declarationNode } from '../names/symbols.ts';

/** The meaning of one declaration as an object of JSON values. */
export type Fact = Record<string, unknown>;

/** The facts by kind and full name: `message p.A`, `field p.A.id`, `enumValue p.ZERO`, `file /a.proto`. */
export type Facts = Map<string, Fact>;

/** Gives the full name of a declaration as the table should contain it. */
type NameOf = (fullName: string) => string;

/** Adds the facts of a linked file. `key` distinguishes files; `nameOf` gives the names after the refactoring. */
export function addFacts(facts: Facts, key: string, file: LinkedFile, nameOf: NameOf = (name) => name): void {
  new FactsOfFile(facts, nameOf).file(key, file.descriptor);
}

class FactsOfFile {
  readonly #facts: Facts;
  readonly #nameOf: NameOf;

  constructor(facts: Facts, nameOf: NameOf) {
    this.#facts = facts;
    this.#nameOf = nameOf;
  }

  file(key: string, file: FileDescriptor): void {
    const { syntax, edition, dependencies, publicDependencies, options, features } = file;
    const reexported = publicDependencies.map((at) => dependencies[at]);
    this.#facts.set(`file ${key}`, {
      package: file.package,
      syntax,
      edition,
      reexported,
      options: this.#options(options),
      features,
    });
    for (const one of file.messages) this.#message(one);
    for (const one of file.enums) this.#enum(one);
    for (const one of file.extensions) this.#field(one);
    for (const one of file.services) this.#service(one);
  }

  #add(kind: string, fullName: string, fact: Fact): void {
    this.#facts.set(`${kind} ${this.#nameOf(fullName)}`, fact);
  }

  #message(message: MessageDescriptor): void {
    this.#add('message', message.fullName, {
      visibility: message.visibility,
      mapEntry: message.mapEntry,
      fields: message.fields.map(({ name }) => name),
      oneofs: message.oneofs.filter(({ synthetic }) => !synthetic).map(({ name }) => name),
      ranges: message.extensionRanges.map(({ start, end, options }) => [start, end, this.#options(options)]),
      reserved: message.reservedRanges.map(({ start, end }) => [start, end]),
      reservedNames: message.reservedNames,
      options: this.#options(message.options),
      features: message.features,
    });
    for (const one of message.oneofs)
      if (!one.synthetic)
        this.#add('oneof', one.fullName, { options: this.#options(one.options), features: one.features });
    for (const one of [...message.fields, ...message.extensions]) this.#field(one);
    for (const one of message.messages) this.#message(one);
    for (const one of message.enums) this.#enum(one);
  }

  #field(field: FieldDescriptor): void {
    this.#add(field.isExtension ? 'extension' : 'field', field.fullName, {
      number: field.number,
      label: field.label,
      type: field.type,
      typeName: this.#typeName(field.typeName),
      extendee: this.#typeName(field.extendee),
      default: field.defaultValue,
      jsonName: field.isExtension && !field.hasJsonName ? undefined : field.jsonName,
      hasJsonName: field.hasJsonName,
      oneof: field.oneof?.synthetic === false ? field.oneof.name : undefined,
      optional: field.proto3Optional,
      options: this.#options(field.options),
      features: field.features,
    });
  }

  #enum(type: EnumDescriptor): void {
    this.#add('enum', type.fullName, {
      visibility: type.visibility,
      values: type.values.map(({ name }) => name),
      reserved: type.reservedRanges.map(({ start, end }) => [start, end]),
      reservedNames: type.reservedNames,
      options: this.#options(type.options),
      features: type.features,
    });
    for (const { fullName, number, options, features } of type.values)
      this.#add('enumValue', fullName, { number, options: this.#options(options), features });
  }

  #service(service: ServiceDescriptor): void {
    const { options, features } = service;
    const methods = service.methods.map(({ name }) => name);
    this.#add('service', service.fullName, { methods, options: this.#options(options), features });
    for (const one of service.methods)
      this.#add('method', one.fullName, {
        input: this.#typeName(one.inputType),
        output: this.#typeName(one.outputType),
        streams: [one.clientStreaming, one.serverStreaming],
        options: this.#options(one.options),
        features: one.features,
      });
  }

  /** The name of a type after the refactoring. Only a resolved name has a leading dot; other names stay as they are. */
  #typeName(name: string | undefined): string | undefined {
    if (name?.startsWith('.') !== true) return name;
    return `.${this.#nameOf(name.slice(1))}`;
  }

  #options(options: OptionSet | undefined): unknown {
    if (options === undefined) return undefined;
    return { known: this.#value(options.known), custom: merged(options.custom.map((one) => this.#value(one))) };
  }

  #value(value: Value): unknown {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'object') return this.#fields(value);
    return Object.is(value, -0) ? '-0' : String(value);
  }

  #fields({ fields }: MessageValue): unknown {
    return fields
      .map(({ field, values }) => {
        return [field.number, field.label === LABEL.repeated, values.map((one) => this.#value(one))] as const;
      })
      .sort(([a], [b]) => a - b);
  }

  /** The text with names after the refactoring. The type URL of an `Any` ends in a full name. */
  #text(text: string): string {
    const slash = text.lastIndexOf('/') + 1;
    if (slash === 0) return text;
    return text.slice(0, slash) + this.#nameOf(text.slice(slash));
  }
}

/** A field's number, whether the field is repeated, and its values. */
type FieldFact = readonly [number: number, repeated: boolean, values: readonly unknown[]];

/**
 * The combined fields of all option statements. Each statement gives one message, but two fields of an option mean the
 * same in one statement or in two.
 */
function merged(statements: readonly unknown[]): readonly FieldFact[] {
  const byNumber = new Map<number, FieldFact>();
  for (const [number, repeated, values] of statements.filter(isFields).flat()) {
    const known = byNumber.get(number)?.[2] ?? [];
    byNumber.set(number, [number, repeated, [...known, ...values]]);
  }
  return [...byNumber.values()].sort(([a], [b]) => a - b).map(joined);
}

function joined([number, repeated, values]: FieldFact): FieldFact {
  const isSplit = !repeated && values.length > 1 && values.every(isFields);
  return [number, repeated, isSplit ? [merged(values)] : values];
}

function isFields(value: unknown): value is readonly FieldFact[] {
  return Array.isArray(value);
}

/** The key of the first entry that differs; undefined if both tables are equal. */
export function firstDifference(expected: Facts, found: Facts): string | undefined {
  for (const [key, fact] of expected) {
    const other = found.get(key);
    if (other === undefined || JSON.stringify(fact) !== JSON.stringify(other)) return key;
  }
  for (const key of found.keys()) if (!expected.has(key)) return key;
  return undefined;
}

/** The comments of each declaration, by its kind and its full name after the refactoring. */
export function commentsByName(file: LinkedFile, nameOf: NameOf): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const symbol of file.symbols) {
    const node = declarationNode(file, symbol);
    if (node === undefined) continue;
    const texts = [docComment(file.tree, node), trailingComment(file.tree, node)];
    found.set(`${symbol.kind} ${nameOf(symbol.fullName)}`, texts.map(plain).join('\n---\n'));
  }
  return found;
}

function plain(text: string | undefined): string {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}
