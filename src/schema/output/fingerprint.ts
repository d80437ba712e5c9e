/**
 * Digests what a file means to its importers: names, numbers, resolved types, features, options, visibility and
 * imports. If two versions of a file have the same fingerprint and import the same files, importers cannot tell the
 * versions apart. Positions, comments and whitespace do not change the fingerprint.
 */
import { Digest } from '../../base/digest.ts';
import type {
  Entity,
  EnumDescriptor,
  ExtensionRange,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OptionSet,
  ReservedRange,
} from '../descriptors/descriptor.ts';
import type { Features } from '../descriptors/features.ts';
import type { FileInterface } from '../descriptors/model.ts';
import { optionBytes } from '../options/optionSet.ts';

/**
 * Returns the fingerprint of a file. Two files with equal fingerprints mean the same. Use a fingerprint only for a
 * comparison.
 */
export function fingerprint(file: FileInterface): string {
  const writer = new FingerprintWriter();
  writer.file(file.descriptor);
  writer.scope(file.scope);
  return writer.finish();
}

class FingerprintWriter {
  readonly #digest = new Digest();
  /**
   * The number of each set of features that was written. Most declarations share their features, so we write each set
   * once and then refer to its number.
   */
  readonly #features = new Map<Features, number>();

  finish(): string {
    return this.#digest.finish();
  }

  file(file: FileDescriptor): void {
    const digest = this.#digest;
    digest.text(file.name);
    digest.text(file.package);
    digest.text(file.syntax);
    digest.number(file.edition);
    this.#texts(file.dependencies);
    this.#numbers(file.publicDependencies);
    this.#numbers(file.weakDependencies);
    this.#texts(file.optionDependencies);
    this.#common(file);
    this.#each(file.messages, (one) => this.#message(one));
    this.#each(file.enums, (one) => this.#enum(one));
    this.#each(file.extensions, (one) => this.#field(one));
    this.#each(file.services, (one) => {
      this.#declared(one);
      this.#each(one.methods, (method) => this.#method(method));
    });
  }

  /** Adds the name and kind of each declaration, because a half-typed declaration has no descriptor. */
  scope(scope: ReadonlyMap<string, Entity>): void {
    this.#digest.number(scope.size);
    for (const [name, { kind }] of scope) {
      this.#digest.text(name);
      this.#digest.text(kind);
    }
  }

  #message(message: MessageDescriptor): void {
    const digest = this.#digest;
    this.#declared(message);
    digest.text(message.visibility);
    digest.flag(message.mapEntry);
    this.#each(message.oneofs, (one) => {
      this.#declared(one);
      digest.flag(one.synthetic);
    });
    this.#each(message.fields, (one) => this.#field(one));
    this.#each(message.extensions, (one) => this.#field(one));
    this.#each(message.messages, (one) => this.#message(one));
    this.#each(message.enums, (one) => this.#enum(one));
    this.#each(message.extensionRanges, (one) => this.#extensionRange(one));
    this.#each(message.reservedRanges, (one) => this.#reservedRange(one));
    this.#texts(message.reservedNames);
  }

  #field(field: FieldDescriptor): void {
    const digest = this.#digest;
    this.#declared(field);
    digest.flag(field.isExtension);
    digest.number(field.number);
    digest.number(field.label);
    digest.number(field.type);
    digest.text(field.typeName);
    digest.text(field.extendee);
    digest.text(field.defaultValue);
    // We add only a JSON name that the file sets, because every other one follows from the field's name.
    digest.text(field.hasJsonName ? field.jsonName : undefined);
    digest.number(field.oneof?.index ?? -1);
    digest.flag(field.proto3Optional);
  }

  #enum(type: EnumDescriptor): void {
    this.#declared(type);
    this.#digest.text(type.visibility);
    this.#each(type.values, (value) => {
      this.#declared(value);
      this.#digest.number(value.number);
    });
    this.#each(type.reservedRanges, (one) => this.#reservedRange(one));
    this.#texts(type.reservedNames);
  }

  #method(method: MethodDescriptor): void {
    const digest = this.#digest;
    this.#declared(method);
    digest.text(method.inputType);
    digest.text(method.outputType);
    digest.flag(method.clientStreaming);
    digest.flag(method.serverStreaming);
  }

  #extensionRange(range: ExtensionRange): void {
    this.#digest.number(range.start);
    this.#digest.number(range.end);
    this.#common(range);
  }

  #reservedRange({ start, end }: ReservedRange): void {
    this.#digest.number(start);
    this.#digest.number(end);
  }

  #declared(one: {
    readonly name: string;
    readonly options: OptionSet | undefined;
    readonly features: Features;
  }): void {
    this.#digest.text(one.name);
    this.#common(one);
  }

  #common({ options, features }: { readonly options: OptionSet | undefined; readonly features: Features }): void {
    this.#digest.bytes(options && optionBytes(options));
    const known = this.#features.get(features);
    this.#digest.number(known ?? -1);
    if (known !== undefined) return;
    this.#features.set(features, this.#features.size);
    for (const value of Object.values(features)) this.#digest.text(String(value));
  }

  #texts(values: readonly string[]): void {
    this.#each(values, (value) => this.#digest.text(value));
  }

  #numbers(values: readonly number[]): void {
    this.#each(values, (value) => this.#digest.number(value));
  }

  #each<T>(items: readonly T[], write: (item: T) => void): void {
    this.#digest.number(items.length);
    for (const item of items) write(item);
  }
}
