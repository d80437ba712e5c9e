/** Third step of linking: options are interpreted, features inherited, and both are put on the descriptors. */
import { type PendingOptions } from './declare.ts';
import { draft, type FieldDescriptor, FIELD_TYPE, LABEL, type MessageDescriptor, type Optioned } from './descriptor.ts';
import { defaultFeatures, EDITION, type FeatureOverrides, type Features, inherit } from './features.ts';
import { OptionInterpreter } from './interpret.ts';
import type { Linking } from './linking.ts';
import { encodedOptions, withStripped } from './optionSet.ts';
import { editionPlace, namePlace } from './places.ts';
import type { StandardOptions } from './standardOptions.ts';
import { fieldOf, isMessageValue, valueName } from './value.ts';
import { eachDescriptor } from './visit.ts';

export function interpretOptions(link: Linking, standard: StandardOptions, pending: readonly PendingOptions[]): OptionInterpreter {
  const interpreter = new OptionInterpreter(link, standard);
  eachDescriptor(link.file, (one) => {
    if (one.kind === 'message' && one.mapEntry) markMapEntry(interpreter, one);
    if (one.kind === 'method' && link.node(one).items !== undefined) interpreter.draftOf(one);
  });
  for (const one of pending) interpreter.interpret(one, false);
  resolveFeatures(link, interpreter);
  for (const one of pending) interpreter.interpret(one, true);
  for (const { on, known, custom } of interpreter.drafts.values()) {
    // A method's empty body counts as options, to protoc.
    const emptyBody = on.kind === 'method' && link.node(on).items !== undefined;
    if (known.fields.size > 0 || custom.length > 0 || emptyBody) draft(on).options = encodedOptions(known, custom);
  }
  for (const { on } of interpreter.drafts.values()) {
    if (on.options !== undefined) draft(on).options = withStripped(on.options);
  }
  return interpreter;
}

function markMapEntry(interpreter: OptionInterpreter, entry: MessageDescriptor): void {
  const options = interpreter.draftOf(entry);
  const field = options?.known.type.fields.find(({ name }) => name === 'map_entry');
  if (options !== undefined && field !== undefined) options.known.fields.set(field, [true]);
}

/** Parents come before their children, so that each finds what it inherits. */
function resolveFeatures(link: Linking, interpreter: OptionInterpreter): void {
  eachDescriptor(link.file, (one, parent) => {
    const inherited = parent === undefined ? defaultFeatures(link.file.edition) : parent.features;
    const own = ownFeatures(interpreter, one);
    if (own !== undefined && link.file.edition < EDITION.e2023) {
      link.error('features-without-edition', 'Features are only valid under editions.', place(link, one));
    }
    const features = inherit(inherited, { ...own, ...legacyFeatures(interpreter, one, link.file.edition) });
    const unknown = own === undefined ? undefined : unknownFeature(features);
    if (unknown !== undefined) link.error('unknown-feature-value', unknown, place(link, one));
    draft(one).features = features;
  });
}

function place(link: Linking, one: Optioned): ReturnType<typeof namePlace> {
  return one.kind === 'file' ? editionPlace(link) : namePlace(link, one);
}

function ownFeatures(interpreter: OptionInterpreter, one: Optioned): FeatureOverrides | undefined {
  const set = fieldOf(interpreter.drafts.get(one)?.known, 'features');
  if (!isMessageValue(set)) return undefined;
  const own: FeatureOverrides = {};
  for (const [field, values] of set.fields) {
    if (field.isExtension || field.enum === undefined) continue;
    const name = valueName(field.enum, values[0]);
    if (name !== undefined) own[field.name as keyof Features] = name;
  }
  return own;
}

/** What proto2 and proto3 say by other means. */
function legacyFeatures(interpreter: OptionInterpreter, one: Optioned, edition: number): FeatureOverrides {
  const own: FeatureOverrides = {};
  if (one.kind !== 'field' || edition >= EDITION.e2023) return own;
  if (one.label === LABEL.required) own.field_presence = 'LEGACY_REQUIRED';
  if (one.type === FIELD_TYPE.group) own.message_encoding = 'DELIMITED';
  const packed = fieldOf(interpreter.drafts.get(one)?.known, 'packed');
  if (packed === true) own.repeated_field_encoding = 'PACKED';
  else if (packed === false && edition === EDITION.proto3) own.repeated_field_encoding = 'EXPANDED';
  return own;
}

const UNKNOWN_VALUES: { readonly [K in keyof Features]: string } = {
  field_presence: 'FIELD_PRESENCE',
  enum_type: 'ENUM_TYPE',
  repeated_field_encoding: 'REPEATED_FIELD_ENCODING',
  utf8_validation: 'UTF8_VALIDATION',
  message_encoding: 'MESSAGE_ENCODING',
  json_format: 'JSON_FORMAT',
  enforce_naming_style: 'ENFORCE_NAMING_STYLE',
  default_symbol_visibility: 'DEFAULT_SYMBOL_VISIBILITY',
  enforce_proto_limits: 'PROTO_LIMITS',
};

function unknownFeature(features: Features): string | undefined {
  for (const [name, prefix] of Object.entries(UNKNOWN_VALUES)) {
    const value = features[name as keyof Features];
    if (value === `${prefix}_UNKNOWN`) return `Feature field \`${name}\` must resolve to a known value, found ${prefix}_UNKNOWN`;
  }
  return undefined;
}

/** Features decide on the wire type of message fields under editions. */
export function isDelimited(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.group || field.features.message_encoding === 'DELIMITED';
}
