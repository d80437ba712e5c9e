/**
 * Encodes descriptors as the bytes of a FileDescriptorSet, field by field in the order of protobuf's own serializers.
 */
import type {
  EnumDescriptor,
  ExtensionRange,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  OneofDescriptor,
  OptionSet,
  ReservedRange,
  ServiceDescriptor,
} from '../descriptors/descriptor.ts';
import type { FileInterface } from '../descriptors/model.ts';
import { writeOptions } from '../options/optionSet.ts';
import type { SourceInfos } from './sourceInfo.ts';
import { WireWriter } from '../descriptors/wire.ts';

/** Decides what a descriptor set contains besides the descriptors. */
export interface EncodeOptions {
  /**
   * The SourceCodeInfo of the files. It must have been recorded with the same `retainOptions`, while the files had
   * their trees.
   */
  readonly sourceInfo?: SourceInfos;
  /** Whether the output keeps source-only options (`protoc --retain_options`). */
  readonly retainOptions?: boolean;
}

/**
 * Returns a serialized FileDescriptorSet of the files in the given order. It does not add their imports; `closure`
 * finds these.
 */
export function encodeDescriptorSet(files: readonly FileInterface[], options: EncodeOptions = {}): Uint8Array {
  const writer = new WireWriter();
  const encoder = new Encoder(writer, options);
  for (const file of files) writer.messageField(1, () => encoder.file(file));
  return writer.finish();
}

/** A part has at least this many bytes, except the last part. */
const PART_BYTES = 1 << 20;

/**
 * Returns the bytes of `encodeDescriptorSet` in consecutive parts. With one large buffer, V8 scanned the whole heap,
 * which took a tenth of the time of a large compilation.
 */
export function* encodeInParts(
  files: readonly FileInterface[],
  options: EncodeOptions = {},
): Generator<Uint8Array, void, undefined> {
  const writer = new WireWriter();
  const encoder = new Encoder(writer, options);
  for (const file of files) {
    writer.messageField(1, () => encoder.file(file));
    if (writer.length >= PART_BYTES) yield writer.take();
  }
  if (writer.length > 0) yield writer.take();
}

/** Returns the bytes of one FileDescriptorProto. */
export function encodeFile(file: FileInterface, options: EncodeOptions = {}): Uint8Array {
  const writer = new WireWriter();
  new Encoder(writer, options).file(file);
  return writer.finish();
}

class Encoder {
  readonly #writer: WireWriter;
  readonly #options: EncodeOptions;
  readonly #retain: boolean;

  constructor(writer: WireWriter, options: EncodeOptions) {
    this.#writer = writer;
    this.#options = options;
    this.#retain = options.retainOptions === true;
  }

  file(linked: FileInterface): void {
    const writer = this.#writer;
    const file = linked.descriptor;
    const sourceInfo = this.#options.sourceInfo?.of(linked);
    writer.stringField(1, file.name);
    if (file.package !== '') writer.stringField(2, file.package);
    for (const path of file.dependencies) writer.stringField(3, path);
    for (const message of file.messages) writer.messageField(4, () => this.#message(message));
    for (const type of file.enums) writer.messageField(5, () => this.#enum(type));
    for (const service of file.services) writer.messageField(6, () => this.#service(service));
    for (const field of file.extensions) writer.messageField(7, () => this.#field(field));
    this.#optionSet(8, file.options);
    if (sourceInfo !== undefined) writer.bytesField(9, sourceInfo);
    for (const index of file.publicDependencies) writer.varintField(10, index);
    for (const index of file.weakDependencies) writer.varintField(11, index);
    this.#syntax(file);
    for (const path of file.optionDependencies) writer.stringField(15, path);
  }

  #syntax(file: FileDescriptor): void {
    if (file.syntax !== 'proto2') this.#writer.stringField(12, file.syntax);
    if (file.syntax === 'editions') this.#writer.varintField(14, file.edition);
  }

  #optionSet(number: number, options: OptionSet | undefined): void {
    if (options !== undefined) writeOptions(this.#writer, number, options, this.#retain);
  }

  #message(message: MessageDescriptor): void {
    const writer = this.#writer;
    writer.stringField(1, message.name);
    for (const field of message.fields) writer.messageField(2, () => this.#field(field));
    for (const nested of message.messages) writer.messageField(3, () => this.#message(nested));
    for (const type of message.enums) writer.messageField(4, () => this.#enum(type));
    for (const range of message.extensionRanges) writer.messageField(5, () => this.#extensionRange(range));
    for (const field of message.extensions) writer.messageField(6, () => this.#field(field));
    this.#optionSet(7, message.options);
    for (const oneof of message.oneofs) writer.messageField(8, () => this.#oneof(oneof));
    for (const range of message.reservedRanges) writer.messageField(9, () => this.#range(range));
    for (const name of message.reservedNames) writer.stringField(10, name);
    this.#visibility(11, message.visibility);
  }

  #visibility(number: number, visibility: 'export' | 'local' | undefined): void {
    if (visibility !== undefined) this.#writer.varintField(number, visibility === 'local' ? 1 : 2);
  }

  #field(field: FieldDescriptor): void {
    const writer = this.#writer;
    writer.stringField(1, field.name);
    if (field.extendee !== undefined) writer.stringField(2, field.extendee);
    writer.varintField(3, field.number);
    writer.varintField(4, field.label);
    if (field.type !== 0) writer.varintField(5, field.type);
    if (field.typeName !== undefined) writer.stringField(6, field.typeName);
    if (field.defaultValue !== undefined) writer.byteStringField(7, field.defaultValue);
    this.#optionSet(8, field.options);
    if (field.oneof !== undefined) writer.varintField(9, field.oneof.index);
    writer.stringField(10, field.jsonName);
    if (field.proto3Optional) writer.varintField(17, 1);
  }

  #oneof(oneof: OneofDescriptor): void {
    this.#writer.stringField(1, oneof.name);
    this.#optionSet(2, oneof.options);
  }

  #extensionRange(range: ExtensionRange): void {
    this.#range(range);
    this.#optionSet(3, range.options);
  }

  #range(range: ExtensionRange | ReservedRange): void {
    this.#writer.varintField(1, range.start);
    this.#writer.varintField(2, range.end);
  }

  #enum(type: EnumDescriptor): void {
    const writer = this.#writer;
    writer.stringField(1, type.name);
    for (const value of type.values) {
      writer.messageField(2, () => {
        writer.stringField(1, value.name);
        writer.varintField(2, value.number);
        this.#optionSet(3, value.options);
      });
    }
    this.#optionSet(3, type.options);
    for (const range of type.reservedRanges) writer.messageField(4, () => this.#range(range));
    for (const name of type.reservedNames) writer.stringField(5, name);
    this.#visibility(6, type.visibility);
  }

  #service(service: ServiceDescriptor): void {
    const writer = this.#writer;
    writer.stringField(1, service.name);
    for (const method of service.methods) {
      writer.messageField(2, () => {
        writer.stringField(1, method.name);
        writer.stringField(2, method.inputType);
        writer.stringField(3, method.outputType);
        this.#optionSet(4, method.options);
        if (method.clientStreaming) writer.varintField(5, 1);
        if (method.serverStreaming) writer.varintField(6, 1);
      });
    }
    this.#optionSet(3, service.options);
  }
}
