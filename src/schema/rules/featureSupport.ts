/**
 * Checks the `feature_support` of options. An option must be introduced, deprecated and removed in this order, and have
 * the required messages.
 */
import type { EnumValueDescriptor, FieldDescriptor } from '../descriptors/descriptor.ts';
import type { Linking, Place } from '../linking/scope.ts';
import { optionInEditor } from '../linking/places.ts';
import { fieldOf, isMessageValue, type MessageValue } from '../options/value.ts';

interface Support {
  readonly introduced: number;
  readonly deprecated: number | undefined;
  readonly removed: number | undefined;
  readonly hasWarning: boolean;
  readonly hasRemovalError: boolean;
}

/** Checks the `feature_support` of a field. protoc reports these diagnostics without a place. */
export function checkFeatureSupport(link: Linking, field: FieldDescriptor): void {
  const own = supportOf(field);
  if (own === undefined) return;
  const wrong = problemOf(read(own), field.fullName) ?? problemOfValues(field, own);
  if (wrong !== undefined) link.error('feature-support', wrong, supportPlace(link, field));
}

/** Checks the `feature_support` of one enum value. */
export function checkValueFeatureSupport(link: Linking, value: EnumValueDescriptor): void {
  const own = supportOf(value);
  const wrong = own && problemOf(read(own), value.fullName);
  if (wrong !== undefined) link.error('feature-support', wrong, supportPlace(link, value));
}

function supportPlace(link: Linking, one: FieldDescriptor | EnumValueDescriptor): Place {
  return optionInEditor(link, one, ({ name }) => name === 'feature_support');
}

function supportOf(one: FieldDescriptor | EnumValueDescriptor): MessageValue | undefined {
  const support = fieldOf(one.options?.known, 'feature_support');
  if (isMessageValue(support)) return support;
  return undefined;
}

function read(support: MessageValue, parent?: MessageValue): Support {
  const number = (name: string): number | undefined => {
    const value = fieldOf(support, name) ?? fieldOf(parent, name);
    if (value === undefined) return undefined;
    return Number(value);
  };
  const has = (name: string): boolean => (fieldOf(support, name) ?? fieldOf(parent, name)) !== undefined;
  return {
    introduced: number('edition_introduced') ?? 0,
    deprecated: number('edition_deprecated'),
    removed: number('edition_removed'),
    hasWarning: has('deprecation_warning'),
    hasRemovalError: has('removal_error'),
  };
}

function problemOf(support: Support, name: string): string | undefined {
  const { introduced, deprecated, removed, hasWarning, hasRemovalError } = support;
  if (deprecated !== undefined) {
    if (deprecated < introduced) return `${name} was deprecated before it was introduced.`;
    if (!hasWarning) return `${name} is deprecated but does not specify a deprecation warning.`;
  } else if (hasWarning) return `${name} specifies a deprecation warning but is not marked deprecated in any edition.`;
  if (removed === undefined) {
    if (hasRemovalError) return `${name} specifies a removal error but is not marked removed in any edition.`;
    return undefined;
  }
  if ((deprecated ?? 0) >= removed) return `${name} was deprecated after it was removed.`;
  if (removed < introduced) return `${name} was removed before it was introduced.`;
  if (introduced !== removed && !hasRemovalError)
    return `${name} has been removed but does not specify a removal error.`;
  return undefined;
}

/**
 * Checks the values of a feature. A value may not be introduced before its feature, or deprecated or removed after it.
 */
function problemOfValues(field: FieldDescriptor, own: MessageValue): string | undefined {
  const parent = read(own);
  for (const value of field.enum?.values ?? []) {
    const set = supportOf(value);
    if (set === undefined) continue;
    const support = read(set, own);
    const wrong = problemOf(support, value.fullName);
    if (wrong !== undefined) return wrong;
    if (support.introduced < parent.introduced)
      return `value ${value.fullName} was introduced before ${field.fullName} was.`;
    if (parent.removed !== undefined && (support.removed ?? 0) > parent.removed)
      return `value ${value.fullName} was removed after ${field.fullName} was.`;
    if (parent.deprecated !== undefined && (support.deprecated ?? 0) > parent.deprecated) {
      return `value ${value.fullName} was deprecated after ${field.fullName} was.`;
    }
  }
  return undefined;
}
