/**
 * Checks options and features against the edition of their file. An edition may not have them yet, may no longer have
 * them, or may deprecate them.
 */
import {
  type EnumValueDescriptor,
  type FieldDescriptor,
  FIELD_TYPE,
  type FieldValues,
} from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import type { Linking, Place } from '../linking/scope.ts';
import { optionPlace } from '../linking/places.ts';
import { valueNumbered } from '../options/members.ts';
import {
  fieldOf,
  hasField,
  isMessageValue,
  mergedFields,
  messagesOf,
  type MessageValue,
  type Value,
} from '../options/value.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

/**
 * The codes of diagnostics that protoc reports after it has built all files. A file with such an error can still be
 * imported.
 */
export const LIFETIME_CODES: readonly string[] = ['not-in-edition', 'deprecated-in-edition'];

/** Checks each option and feature of the file against the file's edition. */
export function checkLifetimes(link: Linking): void {
  eachDescriptor(link.file, (one) => {
    if (one.options === undefined) return;
    const { known, custom } = one.options;
    if (!hasField(known, hasLifetime) && !custom.some((message) => hasField(message, hasLifetime))) return;
    checkMessage([known, ...custom], (name, support) => {
      if (support === undefined) return;
      checkSupport(link, name, support, () => optionPlace(link, one, ({ fullName }) => fullName === name));
    });
  });
}

function hasLifetime({ field, values }: FieldValues): boolean {
  if (supportOf(field) !== undefined) return true;
  if (field.enum === undefined) return false;
  return values.some((number) => {
    const value = valueOf(field, number);
    return value !== undefined && supportOf(value) !== undefined;
  });
}

function valueOf({ enum: type }: FieldDescriptor, number: Value): EnumValueDescriptor | undefined {
  if (type === undefined || typeof number !== 'number') return undefined;
  return valueNumbered(type, number);
}

type Check = (name: string, support: MessageValue | undefined) => void;

function checkMessage(parts: readonly MessageValue[], check: Check): void {
  for (const set of mergedFields(parts)) {
    const { field, values } = set;
    for (const inner of messagesOf(set)) checkMessage(inner, check);
    if (field.type === FIELD_TYPE.enum) {
      for (const number of values) {
        const value = valueOf(field, number);
        if (value !== undefined) check(value.fullName, supportOf(value));
      }
    }
    check(field.fullName, supportOf(field));
  }
}

function supportOf(one: Pick<FieldDescriptor, 'options'>): MessageValue | undefined {
  const support = fieldOf(one.options?.known, 'feature_support');
  if (isMessageValue(support)) return support;
  return undefined;
}

function checkSupport(link: Linking, name: string, support: MessageValue, placeOf: () => Place): void {
  const { edition } = link.file;
  const number = (field: string): number => Number(fieldOf(support, field) ?? 0);
  const text = (field: string): string => {
    const value = fieldOf(support, field);
    if (typeof value === 'string') return value;
    return '';
  };
  const [introduced, deprecated, removed] = [
    number('edition_introduced'),
    number('edition_deprecated'),
    number('edition_removed'),
  ];
  if (edition < introduced) {
    link.error(
      'not-in-edition',
      `${name} wasn't introduced until edition ${editionName(introduced)} and can't be used in edition ${editionName(edition)}`,
      placeOf(),
    );
  }
  if (removed > 0 && edition >= removed) {
    const reason = text('removal_error');
    link.error(
      'not-in-edition',
      `${name} has been removed in edition ${editionName(removed)}${reason === '' ? '' : `: ${reason}`}`,
      placeOf(),
    );
  } else if (deprecated > 0 && edition >= deprecated) {
    link.warn(
      'deprecated-in-edition',
      `${name} has been deprecated in edition ${editionName(deprecated)}: ${text('deprecation_warning')}`,
      placeOf(),
    );
  }
}

const NAMES = new Map<number, string>([
  [EDITION.legacy, 'LEGACY'],
  [EDITION.proto2, 'PROTO2'],
  [EDITION.proto3, 'PROTO3'],
  [EDITION.e2023, '2023'],
  [EDITION.e2024, '2024'],
  [EDITION.e2026, '2026'],
  [EDITION.unstable, 'UNSTABLE'],
]);

function editionName(edition: number): string {
  return NAMES.get(edition) ?? String(edition);
}
