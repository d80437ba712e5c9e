/** Checks that messages in options are complete: each required field is set, also in nested messages. */
import { type FieldDescriptor, LABEL, type MessageDescriptor } from '../descriptors/descriptor.ts';
import { mergedFields, type MessageValue, messagesOf } from './value.ts';

/**
 * Returns the paths of the required fields that are missing; undefined if the message is complete. `parts` are the
 * statements that set the message. The list is empty if only a field of a generated map entry is missing, because
 * protobuf has no path for it.
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

/**
 * The required fields of large messages. We keep them, because an option may contain the same message tens of thousands
 * of times.
 */
const requiredOf = new WeakMap<MessageDescriptor, readonly FieldDescriptor[]>();
/**
 * We keep the required fields of messages with at least this many fields. The messages of descriptor.proto are smaller;
 * they are checked before their features are known, so we must not keep theirs.
 */
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

/** Whether a message must set this field. The field is `required`, or has the feature LEGACY_REQUIRED. */
export function isRequired(field: FieldDescriptor): boolean {
  return (
    field.label === LABEL.required ||
    (field.label === LABEL.optional && field.features.field_presence === 'LEGACY_REQUIRED')
  );
}
