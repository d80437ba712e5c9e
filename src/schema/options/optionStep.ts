/** Third step of linking: interprets options, inherits features, and sets both on the descriptors. */
import { type PendingOptions } from '../linking/declare.ts';
import {
  draft,
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type Optioned,
  type OptionSet,
} from '../descriptors/descriptor.ts';
import { defaultFeatures, EDITION, type FeatureOverrides, type Features, inherit } from '../descriptors/features.ts';
import { OptionInterpreter } from './interpret.ts';
import type { Linking } from '../linking/scope.ts';
import { editionPlace, namePlace, optionPlace } from '../linking/places.ts';
import type { StandardOptions } from './standardOptions.ts';
import { fieldOf, isMessageValue, MessageBuilder, type MessageValue, valueName } from './value.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

/**
 * Interprets first the options of descriptor.proto, then the features, then the custom options. Errors become
 * diagnostics of `link`.
 */
export function interpretOptions(
  link: Linking,
  standard: StandardOptions,
  pending: readonly PendingOptions[],
): OptionInterpreter {
  const interpreter = new OptionInterpreter(link, standard);
  for (const one of pending) interpreter.interpret(one, false);
  resolveFeatures(link, interpreter);
  for (const one of pending) interpreter.interpret(one, true);
  for (const { on, known, custom } of interpreter.drafts.values()) {
    if (known.fields.length > 0 || custom.length > 0) draft(on).options = { known, custom };
  }
  addImplied(link, interpreter);
  return interpreter;
}

/**
 * Adds the options that protoc implies. It makes no options message for a declaration without them, because that takes
 * time.
 */
function addImplied(link: Linking, interpreter: OptionInterpreter): void {
  let ofMapEntries: OptionSet | undefined;
  eachDescriptor(link.file, (one) => {
    if (one.kind === 'message' && one.mapEntry) {
      ofMapEntries ??= mapEntryOptions(interpreter);
      draft(one).options = ofMapEntries;
    }
    // If a method has braces without options, protoc gives it empty options.
    if (one.kind === 'method' && one.options === undefined && link.node(one).items !== undefined)
      draft(one).options = emptyOptions(interpreter);
  });
}

function emptyOptions(interpreter: OptionInterpreter): OptionSet | undefined {
  const known = interpreter.empty('method');
  return known && { known, custom: [] };
}

/** Makes the options of a map entry. All map entries of a file share them. */
function mapEntryOptions(interpreter: OptionInterpreter): OptionSet | undefined {
  const type = interpreter.empty('message')?.type;
  const field = type?.fields.find(({ name }) => name === 'map_entry');
  if (type === undefined || field === undefined) return undefined;
  const known = new MessageBuilder(type);
  known.set(field, [true]);
  return { known, custom: [] };
}

/** Sets the features of each declaration. It visits parents before children, because children inherit features. */
function resolveFeatures(link: Linking, interpreter: OptionInterpreter): void {
  eachDescriptor(link.file, (one, parent) => {
    const inherited = parent === undefined ? defaultFeatures(link.file.edition) : parent.features;
    const known = interpreter.drafts.get(one)?.known;
    const own = known && ownFeatures(known);
    if (own !== undefined && link.file.edition < EDITION.e2023) {
      link.error('features-without-edition', 'Features are only valid under editions.', place(link, one));
    }
    const features = overridden(inherited, own, legacyFeatures(known, one, link.file.edition));
    const unknown = own && unknownFeature(features);
    if (unknown !== undefined) link.error('unknown-feature-value', unknown, place(link, one));
    draft(one).features = features;
  });
}

function overridden(
  inherited: Features,
  own: FeatureOverrides | undefined,
  legacy: FeatureOverrides | undefined,
): Features {
  if (own === undefined && legacy === undefined) return inherited;
  return inherit(inherited, { ...own, ...legacy });
}

function place(link: Linking, one: Optioned): ReturnType<typeof optionPlace> {
  const protoc = one.kind === 'file' ? editionPlace(link) : namePlace(link, one);
  return optionPlace(link, one, ({ name }) => name === 'features', protoc);
}

function ownFeatures(known: MessageValue): FeatureOverrides | undefined {
  const set = fieldOf(known, 'features');
  if (!isMessageValue(set)) return undefined;
  const own: FeatureOverrides = {};
  for (const { field, values } of set.fields) {
    if (field.isExtension || field.enum === undefined) continue;
    const name = valueName(field.enum, values[0]);
    if (name !== undefined) own[field.name as keyof Features] = name;
  }
  return own;
}

/** The features that proto2 and proto3 express without the option `features`. */
function legacyFeatures(known: MessageValue | undefined, one: Optioned, edition: number): FeatureOverrides | undefined {
  if (one.kind !== 'field' || edition >= EDITION.e2023) return undefined;
  const packed = fieldOf(known, 'packed');
  if (one.label !== LABEL.required && one.type !== FIELD_TYPE.group && packed === undefined) return undefined;
  const own: FeatureOverrides = {};
  if (one.label === LABEL.required) own.field_presence = 'LEGACY_REQUIRED';
  if (one.type === FIELD_TYPE.group) own.message_encoding = 'DELIMITED';
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
  default_symbol_visibility: 'VisibilityFeature::DEFAULT_SYMBOL_VISIBILITY',
  enforce_proto_limits: 'ProtoLimitsFeature::PROTO_LIMITS',
};

function unknownFeature(features: Features): string | undefined {
  for (const [name, prefix] of Object.entries(UNKNOWN_VALUES)) {
    const value = features[name as keyof Features];
    if (value === `${prefix.replace(/^.*::/, '')}_UNKNOWN`)
      return `Feature field \`${name}\` must resolve to a known value, found ${prefix}_UNKNOWN`;
  }
  return undefined;
}

/** Whether a message field has the wire type of a group. In editions, its features decide this. */
export function isDelimited(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.group || field.features.message_encoding === 'DELIMITED';
}
