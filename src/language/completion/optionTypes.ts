/**
 * Finds what the names in an option lead to: the options message, the fields of the option's name, and fields in text
 * format.
 */
import type { FieldDescriptor, MessageDescriptor } from '../../schema/descriptors/descriptor.ts';
import type { FileInterface } from '../../schema/descriptors/model.ts';
import { findField } from '../../schema/options/textFormat.ts';
import type { OptionPlace, OptionTarget } from './position.ts';
import { join, type CompletionRequest } from './request.ts';

const DESCRIPTOR = 'google/protobuf/descriptor.proto';

const MESSAGES: Readonly<Record<OptionTarget, string>> = {
  file: 'FileOptions',
  message: 'MessageOptions',
  field: 'FieldOptions',
  extensionField: 'FieldOptions',
  oneof: 'OneofOptions',
  enum: 'EnumOptions',
  enumValue: 'EnumValueOptions',
  service: 'ServiceOptions',
  method: 'MethodOptions',
  extensionRange: 'ExtensionRangeOptions',
};

/** Finds the messages and fields that the names in one option lead to. */
export class OptionTypes {
  readonly #request: CompletionRequest;
  readonly #place: OptionPlace;

  constructor(request: CompletionRequest, place: OptionPlace) {
    this.#request = request;
    this.#place = place;
  }

  /** The message that the parts of an option's name lead to, starting at the options message. */
  messageOf(parts: OptionPlace['parts']): MessageDescriptor | undefined {
    let message = this.#optionsMessage();
    for (const part of parts) message = this.#step(message, part.name, part.extension)?.message;
    return message;
  }

  /** The field whose value is at the cursor. */
  fieldHere(): FieldDescriptor | undefined {
    const { parts, inner } = this.#place;
    if (inner.length > 0) return this.fieldOf(this.messageIn(inner.slice(0, -1)), inner.at(-1) ?? '');
    const last = parts.at(-1);
    return last && this.#step(this.messageOf(parts.slice(0, -1)), last.name, last.extension);
  }

  /** The message that fields in text format lead to, starting at the value of the option. */
  messageIn(names: readonly string[]): MessageDescriptor | undefined {
    let message = this.messageOf(this.#place.parts);
    for (const name of names) message = this.#anyType(name) ?? this.fieldOf(message, name)?.message;
    return message;
  }

  /** The field of a message with this name in text format. A name such as `[a.b]` means an extension. */
  fieldOf(message: MessageDescriptor | undefined, name: string): FieldDescriptor | undefined {
    if (name.startsWith('[')) return this.#step(message, name.slice(1, -1), true);
    return this.#step(message, name, false);
  }

  /** The scope from which the linker looks up the names of extensions. */
  relativeTo(): string {
    const { scopeName, file } = this.#request;
    switch (this.#place.target) {
      case 'file':
        return join(file.descriptor.package, 'x');
      case 'field':
      case 'extensionField':
      case 'method':
      case 'oneof':
        return join(scopeName, 'x');
      default:
        return scopeName;
    }
  }

  /** The message that `[type.googleapis.com/a.B]` names in a google.protobuf.Any. */
  #anyType(name: string): MessageDescriptor | undefined {
    const slash = name.lastIndexOf('/');
    if (slash < 0) return undefined;
    const found = this.#request.names.entity(name.slice(slash + 1, -1));
    if (found?.kind === 'message') return found;
    return undefined;
  }

  #step(message: MessageDescriptor | undefined, name: string, extension: boolean): FieldDescriptor | undefined {
    if (message === undefined) return undefined;
    if (!extension) return findField(message, name);
    const found = this.#request.names.lookup(name, this.relativeTo(), false);
    if (found?.kind === 'field' && found.container?.fullName === message.fullName) return found;
    return undefined;
  }

  #optionsMessage(): MessageDescriptor | undefined {
    const name = `google.protobuf.${MESSAGES[this.#place.target]}`;
    const found = this.#request.names.entity(name) ?? this.#descriptorFile()?.scope.get(name);
    if (found?.kind === 'message') return found;
    return undefined;
  }

  #descriptorFile(): FileInterface | undefined {
    const { workspace, path } = this.#request;
    const found = workspace.resolveImport(path, DESCRIPTOR).path;
    if (found === undefined) return undefined;
    return workspace.linked(found)?.interface;
  }
}
