/**
 * Compares a file before and after a rename. The rename is right if only the renamed names differ: each reference leads
 * to the same declaration, each descriptor is the same, and there is no new error.
 */
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MessageValue,
  MethodDescriptor,
  OptionSet,
  Value,
} from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { scopeOf } from '../names/match.ts';
import type { RenamedNames } from './renamedNames.ts';

/**
 * What the rename would break in this file, as the end of a sentence about the file; undefined if it breaks nothing.
 * `keepsJson` is a field that gets the option `json_name`, so that its JSON name stays.
 */
export function brokenBy(
  before: LinkedFile,
  after: LinkedFile,
  names: RenamedNames,
  keepsJson?: FieldDescriptor,
): string | undefined {
  const error = newError(before.diagnostics, after.diagnostics);
  if (error !== undefined) return `would have a new error: ${error.message}`;
  const moved = movedReference(before, after, names);
  if (moved !== undefined) return moved;
  if (new Comparison(names, keepsJson).isSame(before.descriptor, after.descriptor)) return undefined;
  return 'would mean something else';
}

/**
 * Whether the new text has an error that the old one lacks. We compare counts of codes, because messages contain names.
 */
function newError(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic | undefined {
  const left = new Map<string, number>();
  for (const { code, severity } of before) if (severity === 'error') left.set(code, (left.get(code) ?? 0) + 1);
  for (const one of after) {
    if (one.severity !== 'error') continue;
    const count = left.get(one.code) ?? 0;
    if (count === 0) return one;
    left.set(one.code, count - 1);
  }
  return undefined;
}

function movedReference(before: LinkedFile, after: LinkedFile, names: RenamedNames): string | undefined {
  for (const [at, { span, target }] of before.references.entries()) {
    const now = after.references[at]?.target;
    const isSame =
      now?.kind === target.kind && now.file === target.file && now.fullName === names.after(target.fullName);
    if (isSame) continue;
    const written = before.tree.text.slice(span.start, span.end);
    return `has "${written}", which would no longer mean ${target.fullName}`;
  }
  if (before.references.length !== after.references.length) return 'would mean something else';
  return undefined;
}

/** Compares descriptors from two texts that differ only in identifiers. */
class Comparison {
  readonly #names: RenamedNames;
  readonly #keepsJson: FieldDescriptor | undefined;

  constructor(names: RenamedNames, keepsJson: FieldDescriptor | undefined) {
    this.#names = names;
    this.#keepsJson = keepsJson;
  }

  isSame(before: FileDescriptor, after: FileDescriptor): boolean {
    return (
      after.name === before.name &&
      this.#isPackage(before.package, after.package) &&
      after.edition === before.edition &&
      sameTexts(before.dependencies, after.dependencies) &&
      this.#options(before.options, after.options) &&
      this.#all(before.messages, after.messages, (a, b) => this.#message(a, b)) &&
      this.#all(before.enums, after.enums, (a, b) => this.#enum(a, b)) &&
      this.#all(before.extensions, after.extensions, (a, b) => this.#field(a, b)) &&
      this.#all(before.services, after.services, (a, b) => {
        return this.#declared(a, b) && this.#all(a.methods, b.methods, (c, d) => this.#method(c, d));
      })
    );
  }

  #all<T>(before: readonly T[], after: readonly T[], isSame: (before: T, after: T) => boolean): boolean {
    return (
      before.length === after.length &&
      before.every((one, at) => {
        const other = after[at];
        return other !== undefined && isSame(one, other);
      })
    );
  }

  /** Whether the package after the rename is the expected one. It may be inside the renamed package. */
  #isPackage(before: string, after: string): boolean {
    return this.#names.after(before) === after;
  }

  #declared(
    before: { readonly fullName: string; readonly options: OptionSet | undefined },
    after: { readonly fullName: string; readonly options: OptionSet | undefined },
  ): boolean {
    return this.#names.after(before.fullName) === after.fullName && this.#options(before.options, after.options);
  }

  #message(before: MessageDescriptor, after: MessageDescriptor): boolean {
    return (
      this.#declared(before, after) &&
      before.mapEntry === after.mapEntry &&
      before.visibility === after.visibility &&
      this.#all(before.fields, after.fields, (a, b) => this.#field(a, b)) &&
      this.#all(before.extensions, after.extensions, (a, b) => this.#field(a, b)) &&
      this.#all(before.messages, after.messages, (a, b) => this.#message(a, b)) &&
      this.#all(before.enums, after.enums, (a, b) => this.#enum(a, b)) &&
      // The compiler derives the name of this oneof from its field, so we do not compare the names.
      this.#all(before.oneofs, after.oneofs, (a, b) => {
        return a.synthetic === b.synthetic && (a.synthetic || this.#declared(a, b));
      }) &&
      this.#all(before.extensionRanges, after.extensionRanges, (a, b) => {
        return a.start === b.start && a.end === b.end && this.#options(a.options, b.options);
      }) &&
      this.#all(before.reservedRanges, after.reservedRanges, (a, b) => a.start === b.start && a.end === b.end) &&
      sameTexts(before.reservedNames, after.reservedNames)
    );
  }

  #field(before: FieldDescriptor, after: FieldDescriptor): boolean {
    return (
      this.#declared(before, after) &&
      before.isExtension === after.isExtension &&
      before.number === after.number &&
      before.label === after.label &&
      before.type === after.type &&
      this.#typeName(before.typeName) === after.typeName &&
      this.#typeName(before.extendee) === after.extendee &&
      this.#default(before) === after.defaultValue &&
      this.#jsonName(before, after) &&
      before.oneof?.index === after.oneof?.index &&
      before.proto3Optional === after.proto3Optional
    );
  }

  #jsonName(before: FieldDescriptor, after: FieldDescriptor): boolean {
    const isWritten = before.hasJsonName || before.fullName === this.#keepsJson?.fullName;
    return after.hasJsonName === isWritten && (!isWritten || before.jsonName === after.jsonName);
  }

  /**
   * The expected name of a type after the rename. A resolved name has a leading dot. A name without one is in a file
   * with errors, and stays as it is.
   */
  #typeName(written: string | undefined): string | undefined {
    if (written?.startsWith('.') !== true) return written;
    return `.${this.#names.after(written.slice(1))}`;
  }

  /** The expected default after the rename. The default of an enum field is the name of an enum value. */
  #default({ defaultValue, enum: type }: FieldDescriptor): string | undefined {
    if (type === undefined || defaultValue === undefined) return defaultValue;
    const after = this.#names.after(scopeOf(type.fullName) + defaultValue);
    return after.slice(after.lastIndexOf('.') + 1);
  }

  #enum(before: EnumDescriptor, after: EnumDescriptor): boolean {
    return (
      this.#declared(before, after) &&
      before.visibility === after.visibility &&
      this.#all(before.values, after.values, (a, b) => a.number === b.number && this.#declared(a, b)) &&
      this.#all(before.reservedRanges, after.reservedRanges, (a, b) => a.start === b.start && a.end === b.end) &&
      sameTexts(before.reservedNames, after.reservedNames)
    );
  }

  #method(before: MethodDescriptor, after: MethodDescriptor): boolean {
    return (
      this.#declared(before, after) &&
      this.#typeName(before.inputType) === after.inputType &&
      this.#typeName(before.outputType) === after.outputType &&
      before.clientStreaming === after.clientStreaming &&
      before.serverStreaming === after.serverStreaming
    );
  }

  #options(before: OptionSet | undefined, after: OptionSet | undefined): boolean {
    if (before === undefined || after === undefined) return before === after;
    return (
      this.#value(before.known, after.known) && this.#all(before.custom, after.custom, (a, b) => this.#value(a, b))
    );
  }

  #value(before: Value, after: Value): boolean {
    if (typeof before === 'object') return typeof after === 'object' && this.#fields(before, after);
    if (typeof before === 'string') return before === after || this.#url(before) === after;
    return Object.is(before, after);
  }

  #fields(before: MessageValue, after: MessageValue): boolean {
    return this.#all(before.fields, after.fields, (a, b) => {
      return (
        a.field.number === b.field.number && this.#all(a.values, b.values, (one, other) => this.#value(one, other))
      );
    });
  }

  /** The expected string after the rename. The type URL of an `Any` ends in a full name. */
  #url(text: string): string {
    const slash = text.lastIndexOf('/') + 1;
    return text.slice(0, slash) + this.#names.after(text.slice(slash));
  }
}

function sameTexts(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((text, at) => text === after[at]);
}
