/** Visits a file's descriptors, parents first, in the order in which protoc checks them. */
import type { EnumDescriptor, FileDescriptor, MessageDescriptor, Optioned } from './descriptor.ts';

/** Visits a file or a declaration. `one` inherits its features from `parent`. */
export type Visitor = (one: Optioned, parent: Optioned | undefined) => void;

/** Calls `visit` for the file and each descriptor in it, together with the parent. */
export function eachDescriptor(file: FileDescriptor, visit: Visitor): void {
  visit(file, undefined);
  for (const message of file.messages) eachOfMessage(message, file, visit);
  for (const type of file.enums) eachOfEnum(type, file, visit);
  for (const field of file.extensions) visit(field, file);
  for (const service of file.services) {
    visit(service, file);
    for (const method of service.methods) visit(method, service);
  }
}

function eachOfMessage(message: MessageDescriptor, parent: Optioned, visit: Visitor): void {
  visit(message, parent);
  for (const type of message.enums) eachOfEnum(type, message, visit);
  for (const oneof of message.oneofs) visit(oneof, message);
  for (const field of message.fields) visit(field, field.oneof ?? message);
  for (const nested of message.messages) eachOfMessage(nested, message, visit);
  for (const field of message.extensions) visit(field, message);
  for (const range of message.extensionRanges) visit(range, message);
}

function eachOfEnum(type: EnumDescriptor, parent: Optioned, visit: Visitor): void {
  visit(type, parent);
  for (const value of type.values) visit(value, type);
}
