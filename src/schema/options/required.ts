/** Checks that messages in options are complete: each required field is set, even in nested messages. */
import { type FieldDescriptor, LABEL, type MessageDescriptor } from '../descriptors/descriptor.ts';
import { mergedFields, type MessageValue, messagesOf } from './value.ts';

/**
 * Paths of the required fields that are missing in a message that was set in parts; undefined if it is complete. The
 * list is empty if only a field of a generated map entry is missing, because protobuf has no path for it.
 */
export function missingRequired(parts: readonly MessageValue[]): readonly string[] | undefined {
  const check = new RequiredCheck();
  check.message(parts, '');
  if (check.isWhole) return undefined;
  return check.missing;
}

class RequiredCheck {
  readonly missing: string[] = [];
  isWhole = true;

  message(parts: readonly MessageValue[], prefix: string): void {
    const type = parts[0]?.type;
    if (type === undefined) return;
    const fields = mergedFields(parts);
    const set = new Set(fields.map(({ field }) => field));
    this.#own(type, set, prefix);
    for (const one of fields) this.#inner(one.field, messagesOf(one), prefix);
  }

  #own(type: MessageDescriptor, set: ReadonlySet<FieldDescriptor>, prefix: string): void {
    for (const field of type.mapEntry ? type.fields : requiredFields(type)) {
      if (set.has(field)) continue;
      if (type.mapEntry && hasRequired(field.message)) this.isWhole = false;
      if (!isRequired(field)) continue;
      this.isWhole = false;
      this.missing.push(prefix + field.name);
    }
  }

  #inner(field: FieldDescriptor, messages: readonly (readonly MessageValue[])[], prefix: string): void {
    const name = field.isExtension ? `(${field.fullName})` : field.name;
    for (const [index, parts] of messages.entries()) {
      const place = field.label === LABEL.repeated ? `${name}[${index}]` : name;
      this.message(parts, `${prefix}${place}.`);
    }
  }
}

/** The required fields of large messages: an option may contain the same message tens of thousands of times. */
const requiredOf = new WeakMap<MessageDescriptor, readonly FieldDescriptor[]>();
/** More fields than a message of descriptor.proto has. Only those are checked before features are known. */
const MANY = 100;

function requiredFields(type: MessageDescriptor): readonly FieldDescriptor[] {
  if (type.fields.length < MANY) return type.fields;
  let required = requiredOf.get(type);
  if (required === undefined) requiredOf.set(type, (required = type.fields.filter(isRequired)));
  return required;
}

function hasRequired(type: MessageDescriptor | undefined): boolean {
  return type !== undefined && requiredFields(type).some(isRequired);
}

/** Whether a message needs this field: it is `required`, or has the feature LEGACY_REQUIRED. */
export function isRequired(field: FieldDescriptor): boolean {
  return (
    field.label === LABEL.required ||
    (field.label === LABEL.optional && field.features.field_presence === 'LEGACY_REQUIRED')
  );
}
