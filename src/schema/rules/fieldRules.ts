/** Checks rules for a single field that depend on its options and its type. */
import { type FieldDescriptor, FIELD_TYPE, LABEL, type MessageDescriptor } from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import { isDelimited } from '../options/optionStep.ts';
import type { Linking } from '../linking/scope.ts';
import { mapEntryName, toJsonName } from '../descriptors/names.ts';
import { extendeePlace, isOfMapEntry, jsonNamePlace, namePlace, typePlace } from '../linking/places.ts';
import { isRequired } from '../options/required.ts';
import { enumName, fieldOf, isPackable } from '../options/value.ts';

/** Checks one field or extension whose type and options are known. */
export function checkField(link: Linking, field: FieldDescriptor): void {
  const options = field.options?.known;
  if (field.file.edition >= EDITION.e2024 && fieldOf(options, 'ctype') !== undefined) {
    link.error(
      'ctype',
      'ctype option is not allowed under edition 2024 and beyond. Use the feature string_type = VIEW|CORD|STRING|... instead.',
      typePlace(link, field),
    );
  }
  checkLazy(link, field);
  if (fieldOf(options, 'packed') === true && !isPackable(field)) {
    link.error(
      'packed',
      '[packed = true] can only be specified for repeated primitive fields.',
      typePlace(link, field),
    );
  }
  checkMessageSet(link, field);
  checkLite(link, field);
  if (isMapField(field)) checkMap(link, field);
  checkJsType(link, field);
  checkJsonName(link, field);
}

function checkLazy(link: Linking, field: FieldDescriptor): void {
  const options = field.options?.known;
  const unverified = fieldOf(options, 'unverified_lazy') === true;
  if (fieldOf(options, 'lazy') !== true && !unverified) return;
  const isMessage = field.type === FIELD_TYPE.message && !isDelimited(field);
  if (!isMessage)
    link.error('lazy', '[lazy = true] can only be specified for submessage fields.', typePlace(link, field));
  if (unverified && field.isExtension)
    link.error('lazy', 'Extensions cannot be marked as unverified_lazy.', typePlace(link, field));
}

function isMessageSet(message: MessageDescriptor | undefined): boolean {
  return fieldOf(message?.options?.known, 'message_set_wire_format') === true;
}

function checkMessageSet(link: Linking, field: FieldDescriptor): void {
  if (!isMessageSet(field.container)) return;
  if (!field.isExtension) {
    link.error('message-set', 'MessageSets cannot have fields, only extensions.', namePlace(link, field));
  } else if (
    isRequired(field) ||
    field.label === LABEL.repeated ||
    field.type !== FIELD_TYPE.message ||
    isDelimited(field)
  ) {
    link.error('message-set', 'Extensions of MessageSets must be optional messages.', typePlace(link, field));
  }
}

function checkLite(link: Linking, field: FieldDescriptor): void {
  const isLite = (file: FieldDescriptor['file'] | undefined): boolean =>
    enumName(file?.options?.known, 'optimize_for') === 'LITE_RUNTIME';
  if (!isLite(field.file) || field.container === undefined || isLite(field.container.file)) return;
  link.error(
    'lite-extension',
    'Extensions to non-lite types can only be declared in non-lite files.  Note that you cannot extend a non-lite type to contain a lite type, but the reverse is allowed.',
    extendeePlace(link, field),
  );
}

function isMapField(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.message && field.message?.mapEntry === true;
}

function checkMap(link: Linking, field: FieldDescriptor): void {
  const entry = field.message;
  if (entry === undefined) return;
  if (field.label !== LABEL.repeated || entry.name !== mapEntryName(field.name) || field.container !== entry.parent) {
    link.error(
      'map-entry',
      `${entry.fullName} is a synthetic MapEntry message type, which is not allowed to be used as a field type.${otherType(link, entry)}`,
      typePlace(link, field),
    );
  }
  const [key, value] = entry.fields;
  if (key?.type === FIELD_TYPE.enum)
    link.error('map-key', 'Key in map fields cannot be enum types.', typePlace(link, field));
  else if (key !== undefined && NO_MAP_KEYS.has(key.type)) {
    link.error('map-key', 'Key in map fields cannot be float/double, bytes or message types.', typePlace(link, field));
  }
  const first = value?.enum?.values[0];
  if (value?.type === FIELD_TYPE.enum && first !== undefined && first.number !== 0) {
    link.error('map-value', 'Enum value in map must define 0 as the first value.', typePlace(link, field));
  }
}

const NO_MAP_KEYS: ReadonlySet<number> = new Set([
  FIELD_TYPE.float,
  FIELD_TYPE.double,
  FIELD_TYPE.message,
  FIELD_TYPE.group,
  FIELD_TYPE.bytes,
]);

/**
 * Suggests the type that the user may have meant. The type is in an outer scope, and a map entry with the same name
 * hides it.
 */
function otherType(link: Linking, entry: MessageDescriptor): string {
  if (entry.parent === undefined) return '';
  const found = link.lookup(entry.name, entry.parent.fullName, true);
  if (found === undefined || found === 'package' || found === entry) return '';
  return ` Maybe you meant ".${found.fullName}"?`;
}

const INTEGERS_OF_64_BITS: ReadonlySet<number> = new Set([
  FIELD_TYPE.uint64,
  FIELD_TYPE.int64,
  FIELD_TYPE.sint64,
  FIELD_TYPE.fixed64,
  FIELD_TYPE.sfixed64,
]);

function checkJsType(link: Linking, field: FieldDescriptor): void {
  const type = enumName(field.options?.known, 'jstype');
  if (type === undefined || type === 'JS_NORMAL' || INTEGERS_OF_64_BITS.has(field.type)) return;
  link.error(
    'jstype',
    'jstype is only allowed on int64, uint64, sint64, fixed64 or sfixed64 fields.',
    typePlace(link, field),
  );
}

function checkJsonName(link: Linking, field: FieldDescriptor): void {
  if (isOfMapEntry(field) || !field.hasJsonName) return;
  if (field.isExtension && field.jsonName !== toJsonName(field.name)) {
    link.error('json-name', 'option json_name is not allowed on extension fields.', jsonNamePlace(link, field));
  }
  if (field.jsonName.includes('\0'))
    link.error('json-name', 'json_name cannot have embedded null characters.', jsonNamePlace(link, field));
}
