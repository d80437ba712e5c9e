/** Checks which declarations an option may be set on, and reports field numbers that protobuf reserves for itself. */
import { type FieldDescriptor, FIELD_TYPE, type FieldValues, type Optioned } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import { numberInEditor, optionInEditor } from '../linking/places.ts';
import { fieldsOf, hasField, mergedFields, messagesOf, type MessageValue, valueName } from '../options/value.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

const FIRST_RESERVED = 19000;
const LAST_RESERVED = 19999;

/** Reports fields with a number from 19000 to 19999 (protobuf language specification, "Assigning Field Numbers"). */
export function checkFieldNumberReservation(link: Linking, field: FieldDescriptor): void {
  if (field.number < FIRST_RESERVED || field.number > LAST_RESERVED) return;
  link.error(
    'library-number',
    `Field numbers ${FIRST_RESERVED} through ${LAST_RESERVED} are reserved for the protocol buffer library implementation.`,
    numberInEditor(link, field),
  );
}

const TARGETS = {
  file: 'file',
  extensionRange: 'extension range',
  message: 'message',
  field: 'field',
  oneof: 'oneof',
  enum: 'enum',
  enumValue: 'enum entry',
  service: 'service',
  method: 'method',
} as const satisfies Record<Optioned['kind'], string>;

/** Checks that each option may be set on its declaration, by the option `targets` in descriptor.proto. */
export function checkTargets(link: Linking): void {
  eachDescriptor(link.file, (one) => {
    if (one.options === undefined) return;
    const { known, custom } = one.options;
    if (!hasField(known, isRestricted) && !custom.some((message) => hasField(message, isRestricted))) return;
    checkMessage(link, one, [known, ...custom]);
  });
}

function isRestricted({ field }: FieldValues): boolean {
  return field.options !== undefined && fieldsOf(field.options.known, 'targets').length > 0;
}

function checkMessage(link: Linking, on: Optioned, parts: readonly MessageValue[]): void {
  const target = TARGETS[on.kind];
  for (const set of mergedFields(parts)) {
    const { field } = set;
    if (!isAllowed(field, target)) {
      link.error(
        'option-target',
        `Option ${field.fullName} cannot be set on an entity of type \`${target}\`.`,
        optionInEditor(link, on, ({ fullName }) => fullName === field.fullName),
      );
    }
    if (field.type !== FIELD_TYPE.message) continue;
    for (const inner of messagesOf(set)) checkMessage(link, on, inner);
  }
}

function isAllowed(field: FieldDescriptor, target: string): boolean {
  const known = field.options?.known;
  const targets = fieldsOf(known, 'targets');
  if (known === undefined || targets.length === 0) return true;
  const type = known.type.fields.find(({ name }) => name === 'targets')?.enum;
  const wanted = `TARGET_TYPE_${target.replace(' ', '_').toUpperCase()}`;
  return type === undefined || targets.some((value) => valueName(type, value) === wanted);
}
