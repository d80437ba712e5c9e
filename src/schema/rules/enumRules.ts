/** Checks enums: the first value, aliases, and names that become equal in generated code or JSON. */
import type { EnumDescriptor, EnumValueDescriptor } from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import type { Linking } from '../linking/scope.ts';
import { nameInEditor, namePlace } from '../linking/places.ts';
import { fieldOf, isMessageValue } from '../options/value.ts';

const MAX_INT32 = 0x7fffffff;

/** Checks the rules for an enum as a whole. */
export function checkEnum(link: Linking, type: EnumDescriptor): void {
  checkStrippedNames(link, type);
  checkJsonStrings(link, type);
  const first = type.values[0];
  if (type.features.enum_type !== 'CLOSED' && first !== undefined && first.number !== 0) {
    link.error('enum-zero', 'The first enum value must be zero for open enums.', link.span(link.node(first).number));
  }
  if (fieldOf(type.options?.known, 'allow_alias') !== true) checkAliases(link, type);
}

function checkAliases(link: Linking, type: EnumDescriptor): void {
  const used = new Map<number, EnumValueDescriptor>();
  const free = freeNumbers(type);
  for (const value of type.values) {
    const other = used.get(value.number);
    if (other === undefined) {
      used.set(value.number, value);
      continue;
    }
    const next = free.get(value.number) ?? value.number + 1;
    const hint = next < MAX_INT32 ? ` The next available enum value is ${next}.` : '';
    link.error(
      'enum-alias',
      `"${value.fullName}" uses the same enum value as "${other.fullName}". If this is intended, set 'option allow_alias = true;' to the enum definition.${hint}`,
      link.span(link.node(value).number),
      link.relatedPlace(other, 'first used here'),
    );
  }
}

/** Returns the next free number after each number of an enum. */
function freeNumbers(type: EnumDescriptor): ReadonlyMap<number, number> {
  const free = new Map<number, number>();
  const numbers = Float64Array.from(type.values, ({ number }) => number).sort();
  for (const number of numbers.reverse()) free.set(number, free.get(number + 1) ?? number + 1);
  return free;
}

/**
 * Reports values whose names become equal in generated code. Generators remove the enum's name as a prefix and change
 * the case.
 */
function checkStrippedNames(link: Linking, type: EnumDescriptor): void {
  const prefix = type.name.replaceAll('_', '').toLowerCase();
  const taken = new Map<string, EnumValueDescriptor>();
  for (const value of type.values) {
    const stripped = pascalCase(withoutPrefix(value.name, prefix));
    const other = taken.get(stripped);
    if (other === undefined) taken.set(stripped, value);
    else if (other.name !== value.name && other.number !== value.number) {
      const message = `Enum name ${value.name} has the same name as ${other.name} if you ignore case and strip out the enum name prefix (if any). (If you are using allow_alias, please assign the same number to each enum value name.)`;
      const tolerated =
        type.file.edition === EDITION.proto2 &&
        fieldOf(type.options?.known, 'deprecated_legacy_json_field_conflicts') === true;
      if (tolerated) link.warn('enum-name-conflict', message, namePlace(link, value));
      else
        link.error('enum-name-conflict', message, namePlace(link, value), link.relatedPlace(other, 'the other value'));
    }
  }
}

function withoutPrefix(name: string, prefix: string): string {
  let at = 0;
  let matched = 0;
  for (; at < name.length && matched < prefix.length; at++) {
    if (name.charAt(at) === '_') continue;
    if (name.charAt(at).toLowerCase() !== prefix.charAt(matched++)) return name;
  }
  if (matched < prefix.length) return name;
  while (name.charAt(at) === '_') at++;
  if (at === name.length) return name;
  return name.slice(at);
}

function pascalCase(name: string): string {
  // This is a faster path, because most names have one word.
  if (!name.includes('_')) return name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())
    .join('');
}

/** The number of the option `(pb.enumvalue.json).string` in EnumValueOptions. */
const JSON_OPTION = 998;

function jsonString(value: EnumValueDescriptor): string | undefined {
  for (const message of value.options?.custom ?? []) {
    for (const { field, values } of message.fields) {
      const set = values[0];
      if (field.number !== JSON_OPTION || !isMessageValue(set)) continue;
      const text = fieldOf(set, 'string');
      if (typeof text === 'string') return text;
      return '';
    }
  }
  return undefined;
}

function checkJsonStrings(link: Linking, type: EnumDescriptor): void {
  // If no value has a custom JSON string, no two values can clash, because their names are already unique.
  if (!type.values.some((value) => jsonString(value) !== undefined)) return;
  const aliases = fieldOf(type.options?.known, 'allow_alias') === true;
  const byNumber = new Map<number, EnumValueDescriptor>();
  const byName = new Map<string, EnumValueDescriptor>();
  for (const value of type.values) {
    const primary = byNumber.get(value.number);
    if (primary === undefined) byNumber.set(value.number, value);
    else if (aliases) checkAliasString(link, value, primary);
    claim(link, byName, value, value.name, 'Default');
    const custom = jsonString(value);
    if (custom !== undefined) claim(link, byName, value, custom, 'Custom');
  }
}

function checkAliasString(link: Linking, value: EnumValueDescriptor, primary: EnumValueDescriptor): void {
  const [own, other] = [jsonString(value), jsonString(primary)];
  if (own === other) return;
  const shown = (text: string | undefined): string => (text === undefined ? 'unset' : `"${text}"`);
  link.error(
    'enum-json-string',
    `Alias values for number ${value.number} must have the same custom JSON string. "${value.name}" has ${shown(own)} but primary alias "${primary.name}" has ${shown(other)}.`,
    nameInEditor(link, value),
  );
}

function claim(
  link: Linking,
  taken: Map<string, EnumValueDescriptor>,
  value: EnumValueDescriptor,
  name: string,
  kind: 'Default' | 'Custom',
): void {
  const other = taken.get(name);
  if (other === undefined) taken.set(name, value);
  else if (other !== value && other.number !== value.number) {
    const otherKind = other.name === name ? 'default' : 'custom';
    link.error(
      'enum-json-string',
      `${kind} JSON string "${name}" conflicts with ${otherKind} JSON string of "${other.name}".`,
      nameInEditor(link, value),
    );
  }
}

/** Checks the custom JSON string of one value. */
export function checkEnumValue(link: Linking, value: EnumValueDescriptor): void {
  const custom = jsonString(value);
  if (custom === undefined) return;
  if (custom.includes('\0'))
    link.error(
      'enum-json-string',
      'Custom JSON strings cannot contain embedded null characters.',
      nameInEditor(link, value),
    );
  if (!/^\s*[+-]?\d+\s*$/.test(custom)) return;
  const number = Number(custom);
  if (Math.abs(number) > MAX_INT32 || number === value.number) return;
  link.error(
    'enum-json-string',
    `Custom JSON string "${custom}" parses as integer ${number}, which does not match the enum value's number ${value.number}.`,
    nameInEditor(link, value),
  );
}
