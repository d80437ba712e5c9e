/** Checks which features a field may have in editions, and which ones it may set itself. */
import { type FieldDescriptor, FIELD_TYPE, LABEL } from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import type { Linking } from '../linking/scope.ts';
import { isOfMapEntry, namePlace } from '../linking/places.ts';
import { isRequired } from '../options/required.ts';
import { hasPresence } from '../options/textFormat.ts';
import { enumName, fieldOf, isMessageValue, isPackable, type MessageValue } from '../options/value.ts';

/** Checks one field. Files before edition 2023 have no features to check. */
export function checkFieldFeatures(link: Linking, field: FieldDescriptor): void {
  if (field.file.edition < EDITION.e2023) return;
  const complain = (message: string): void => link.error('field-features', message, namePlace(link, field));
  if (fieldOf(field.options?.known, 'packed') !== undefined) {
    complain(
      'Field option packed is not allowed under editions.  Use the repeated_field_encoding feature to control this behavior.',
    );
  }
  if (field.label !== LABEL.repeated && !hasPresence(field)) {
    if (field.defaultValue !== undefined) complain("Implicit presence fields can't specify defaults.");
    if (field.enum?.features.enum_type === 'CLOSED') complain('Implicit presence enum fields must always be open.');
  }
  if (field.isExtension && isRequired(field)) complain("Extensions can't be required.");
  if (isOfMapEntry(field)) return;
  const own = fieldOf(field.options?.known, 'features');
  if (isMessageValue(own)) checkOwnFeatures(field, own, complain);
}

function checkOwnFeatures(field: FieldDescriptor, own: MessageValue, complain: (message: string) => void): void {
  const repeated = field.label === LABEL.repeated;
  const isMessage = field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group;
  const presence = enumName(own, 'field_presence');
  if (presence !== undefined) {
    if (field.oneof !== undefined) complain("Oneof fields can't specify field presence.");
    else if (repeated) complain("Repeated fields can't specify field presence.");
    else if (field.isExtension && presence !== 'LEGACY_REQUIRED') complain("Extensions can't specify field presence.");
    else if (isMessage && presence === 'IMPLICIT') complain("Message fields can't specify implicit presence.");
  }
  const encoding = enumName(own, 'repeated_field_encoding');
  if (!repeated && encoding !== undefined) complain('Only repeated fields can specify repeated field encoding.');
  if (field.type !== FIELD_TYPE.string && !isStringMap(field) && enumName(own, 'utf8_validation') !== undefined) {
    complain('Only string fields can specify utf8 validation.');
  }
  if (!isPackable(field) && encoding === 'PACKED')
    complain('Only repeated primitive fields can specify PACKED repeated field encoding.');
  if ((!isMessage || field.message?.mapEntry === true) && enumName(own, 'message_encoding') !== undefined) {
    complain('Only message fields can specify message encoding.');
  }
}

function isStringMap(field: FieldDescriptor): boolean {
  return field.message?.mapEntry === true && field.message.fields.some(({ type }) => type === FIELD_TYPE.string);
}
