/** Checks that the JSON names of a message's fields are unique. It checks the default names and the custom names. */
import type { FieldDescriptor, MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import { toJsonName } from '../descriptors/names.ts';
import { namePlace } from '../linking/places.ts';
import { fieldOf } from '../options/value.ts';

interface JsonName {
  readonly field: FieldDescriptor;
  readonly name: string;
  readonly custom: boolean;
}

/** Checks that no two fields of a message have the same JSON name. */
export function checkJsonNames(link: Linking, message: MessageDescriptor): void {
  if (fieldOf(message.options?.known, 'deprecated_legacy_json_field_conflicts') === true) return;
  // We check the default names even if fields have custom names, because field masks use the default names.
  checkNames(link, message, false);
  if (message.fields.some((field) => field.hasJsonName)) checkNames(link, message, true);
}

function checkNames(link: Linking, message: MessageDescriptor, useCustom: boolean): void {
  if (message.fields.length < 2 && !useCustom) return;
  const taken = new Map<string, JsonName>();
  for (const field of message.fields) {
    const own = jsonName(field, useCustom);
    if (own.custom && own.name.startsWith('[') && own.name.endsWith(']')) {
      link.error(
        'json-name',
        `The custom JSON name of field "${field.name}" ("${own.name}") is invalid: JSON names may not start with '[' and end with ']'.`,
        namePlace(link, field),
      );
      continue;
    }
    const other = taken.get(own.name);
    if (other === undefined) taken.set(own.name, own);
    else if (!useCustom || own.custom || other.custom) conflict(link, message, own, other);
  }
}

function jsonName(field: FieldDescriptor, useCustom: boolean): JsonName {
  const name = field.hasJsonName ? toJsonName(field.name) : field.jsonName;
  if (useCustom && field.hasJsonName && field.jsonName !== name) return { field, name: field.jsonName, custom: true };
  return { field, name, custom: false };
}

function conflict(link: Linking, message: MessageDescriptor, own: JsonName, other: JsonName): void {
  const kind = ({ custom }: JsonName): string => (custom ? 'custom' : 'default');
  const text = `The ${kind(own)} JSON name of field "${own.field.name}" ("${own.name}") conflicts with the ${kind(other)} JSON name of field "${other.field.name}".`;
  const tolerated = message.features.json_format === 'LEGACY_BEST_EFFORT' && (!own.custom || !other.custom);
  if (tolerated) link.warn('json-name-conflict', text, namePlace(link, own.field));
  else
    link.error(
      'json-name-conflict',
      text,
      namePlace(link, own.field),
      link.relatedPlace(other.field, 'the other field'),
    );
}
