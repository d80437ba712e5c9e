/** Reports what proto3 does not allow. */
import { type FieldDescriptor, FIELD_TYPE, LABEL, type MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import { defaultPlace, extendeePlace, namePlace, numberPlace, typePlace } from '../linking/places.ts';
import { fieldOf } from '../options/value.ts';

/** Checks a file with `syntax = "proto3"`. The caller must check the syntax first. */
export function checkProto3(link: Linking): void {
  for (const field of link.file.extensions) checkField(link, field);
  for (const message of link.file.messages) checkMessage(link, message);
}

function checkMessage(link: Linking, message: MessageDescriptor): void {
  for (const nested of message.messages) checkMessage(link, nested);
  for (const field of message.fields) checkField(link, field);
  for (const field of message.extensions) checkField(link, field);
  const range = message.extensionRanges[0];
  if (range !== undefined)
    link.error('proto3', 'Extension ranges are not allowed in proto3.', numberPlace(link, range));
  if (fieldOf(message.options?.known, 'message_set_wire_format') === true) {
    link.error('proto3', 'MessageSet is not supported in proto3.', namePlace(link, message));
  }
}

const OPTION_MESSAGES =
  /^(google\.protobuf|proto2)\.(Enum|EnumValue|ExtensionRange|Field|File|Message|Method|Oneof|Service|Stream)Options$/;

function checkField(link: Linking, field: FieldDescriptor): void {
  if (field.isExtension && !OPTION_MESSAGES.test(field.container?.fullName ?? '')) {
    link.error('proto3', 'Extensions in proto3 are only allowed for defining options.', extendeePlace(link, field));
  }
  if (field.label === LABEL.required)
    link.error('proto3', 'Required fields are not allowed in proto3.', typePlace(link, field));
  if (field.defaultValue !== undefined)
    link.error('proto3', 'Explicit default values are not allowed in proto3.', defaultPlace(link, field));
  if (field.enum?.features.enum_type === 'CLOSED') {
    link.error(
      'proto3',
      `Enum type "${field.enum.fullName}" is not an open enum, but is used in "${field.container?.fullName ?? ''}" which is a proto3 message type.`,
      typePlace(link, field),
    );
  }
  if (field.type === FIELD_TYPE.group)
    link.error('proto3', 'Groups are not supported in proto3 syntax.', typePlace(link, field));
}
