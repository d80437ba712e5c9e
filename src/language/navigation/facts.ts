/**
 * The facts that a declaration's text does not show: how a field is encoded, what the declaration inherits, and where
 * its types are declared.
 */
import {
  type Entity,
  type EnumDescriptor,
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type MessageDescriptor,
  type MethodDescriptor,
  type Optioned,
} from '../../schema/descriptors/descriptor.ts';
import { EDITION, type Features } from '../../schema/descriptors/features.ts';
import { WireWriter } from '../../schema/descriptors/wire.ts';
import {
  enumName,
  fieldOf,
  isMarkedDeprecated,
  isMessageValue,
  isPacked,
  wireType,
} from '../../schema/options/value.ts';
import { inlineCode } from '../names/markdown.ts';

/** A Markdown link to a declaration; only its name if we cannot link to it. */
export type LinkTo = (entity: Entity) => string;

/** The facts in lines of Markdown, at most one line each for types, encoding, features and deprecation. */
export function factsOf(entity: Entity, linkTo: LinkTo): readonly string[] {
  const lines = [...kindFacts(entity, linkTo), ...featureFacts(entity)];
  if (isMarkedDeprecated(entity)) lines.push('**Deprecated**');
  return lines;
}

function kindFacts(entity: Entity, linkTo: LinkTo): readonly string[] {
  switch (entity.kind) {
    case 'field':
      return [...typeFacts(entity, linkTo), wireFacts(entity)];
    case 'message':
      return messageFacts(entity);
    case 'method':
      return [rpcFacts(entity, linkTo)];
    case 'oneof':
    case 'enum':
    case 'enumValue':
    case 'service':
      return [];
  }
}

function typeFacts(field: FieldDescriptor, linkTo: LinkTo): readonly string[] {
  const { message } = field;
  const type = message?.mapEntry === true ? valueTypeOf(message) : (message ?? field.enum);
  // A group declares its type at the same place.
  if (type === undefined || (type.file === field.file && type.nameStart === field.nameStart)) return [];
  return [`Type ${linkTo(type)}`];
}

function valueTypeOf(entry: MessageDescriptor): MessageDescriptor | EnumDescriptor | undefined {
  const value = entry.fields[1];
  return value?.message ?? value?.enum;
}

/** The encoding of a group. A group is a message and a field with one name. */
function messageFacts(message: MessageDescriptor): readonly string[] {
  const siblings = message.parent === undefined ? message.file.extensions : fieldsIn(message.parent);
  const field = siblings.find((one) => one.type === FIELD_TYPE.group && one.message === message);
  if (field?.nameStart !== message.nameStart) return [];
  return [wireFacts(field)];
}

function fieldsIn({ fields, extensions }: MessageDescriptor): readonly FieldDescriptor[] {
  return [...fields, ...extensions];
}

const WIRE_TYPES = ['VARINT', 'I64', 'LEN', 'SGROUP', 'EGROUP', 'I32'] as const;
const LEN = 2;
const SGROUP = 3;
const EGROUP = 4;

/** The wire type of a field's values (https://protobuf.dev/programming-guides/encoding/#structure). */
function wireTypeOf(field: FieldDescriptor): number {
  if (isPacked(field)) return LEN;
  if (isDelimited(field)) return SGROUP;
  return wireType(field.type);
}

function isDelimited({ type, message, features }: FieldDescriptor): boolean {
  if (type === FIELD_TYPE.group) return true;
  return message?.mapEntry === false && features.message_encoding === 'DELIMITED';
}

function wireFacts(field: FieldDescriptor): string {
  const facts = [encoding(field), `JSON ${inlineCode(jsonNameOf(field))}`];
  const value = defaultOf(field);
  if (value !== undefined) facts.push(`default ${inlineCode(value)}`);
  return facts.join(' · ');
}

/** The wire type of a field, and the tag bytes before each value in hexadecimal digits. */
function encoding(field: FieldDescriptor): string {
  // Without its type, we do not know how the field is encoded.
  if (field.type === FIELD_TYPE.unresolved) return `Number ${field.number}`;
  if (fieldOf(field.container?.options?.known, 'message_set_wire_format') === true)
    return `MessageSet · type id \`${field.number}\``;
  const type = wireTypeOf(field);
  const packed = isPacked(field) ? ' packed' : '';
  const tag = `Wire type \`${WIRE_TYPES[type] ?? ''}\`${packed} · tag \`${tagBytes(field.number, type)}\``;
  if (type !== SGROUP) return tag;
  return `${tag} to \`${tagBytes(field.number, EGROUP)}\``;
}

function tagBytes(number: number, type: number): string {
  const writer = new WireWriter();
  writer.tag(number, type);
  return [...writer.finish()].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function jsonNameOf({ isExtension, fullName, jsonName }: FieldDescriptor): string {
  if (isExtension) return `[${fullName}]`;
  return jsonName;
}

/**
 * The default value of a field, if it is worth showing. An enum field without a default has the enum's first value. For
 * other types without a default, we do not show the zero.
 */
function defaultOf(field: FieldDescriptor): string | undefined {
  if (field.defaultValue !== undefined) return field.defaultValue;
  if (field.label === LABEL.repeated) return undefined;
  return field.enum?.values[0]?.name;
}

function rpcFacts(method: MethodDescriptor, linkTo: LinkTo): string {
  const type = (message: MessageDescriptor | undefined, written: string): string =>
    message === undefined ? inlineCode(written) : linkTo(message);
  return `${rpcKind(method)} · ${type(method.input, method.inputType)} → ${type(method.output, method.outputType)}`;
}

function rpcKind({ clientStreaming, serverStreaming }: MethodDescriptor): string {
  if (clientStreaming && serverStreaming) return 'Bidirectional streaming';
  if (clientStreaming) return 'Client streaming';
  if (serverStreaming) return 'Server streaming';
  return 'Unary';
}

/** A feature that applies to a declaration, and the declaration or file that sets it. */
export interface SetFeature {
  readonly name: keyof Features;
  readonly value: string;
  readonly source: Optioned;
}

/** The features that matter for a declaration and that its file sets somewhere, in the order of descriptor.proto. */
export function setFeatures(entity: Entity): readonly SetFeature[] {
  if (entity.file.edition < EDITION.e2023) return [];
  return featuresFor(entity).flatMap((name) => {
    const source = sourceOf(entity, name);
    return source === undefined ? [] : [{ name, value: entity.features[name], source }];
  });
}

function featureFacts(entity: Entity): readonly string[] {
  const features = setFeatures(entity).map(
    ({ name, value, source }) => `\`${name} = ${value}\` (${sourceText(entity, source)})`,
  );
  return features.length === 0 ? [] : [`Features ${features.join(', ')}`];
}

function sourceText(entity: Entity, source: Optioned): string {
  if (source === entity) return 'here';
  if (source.kind === 'file') return 'from the file';
  return 'name' in source ? `from ${source.kind} \`${source.name}\`` : 'here';
}

/** The innermost declaration that sets a feature, starting at the entity and going outwards. */
function sourceOf(entity: Entity, name: keyof Features): Optioned | undefined {
  for (let at: Optioned | undefined = entity; at !== undefined; at = inheritedFrom(at)) {
    const set = fieldOf(at.options?.known, 'features');
    if (isMessageValue(set) && enumName(set, name) !== undefined) return at;
  }
  return undefined;
}

function inheritedFrom(one: Optioned): Optioned | undefined {
  switch (one.kind) {
    case 'file':
    case 'extensionRange':
      return undefined;
    case 'field':
      return one.oneof ?? one.parent ?? one.file;
    case 'service':
      return one.file;
    default:
      return one.parent ?? one.file;
  }
}

function featuresFor(entity: Entity): readonly (keyof Features)[] {
  switch (entity.kind) {
    case 'field':
      return featuresOfField(entity);
    case 'message':
      return ['json_format'];
    case 'enum':
      return ['enum_type', 'json_format'];
    default:
      return [];
  }
}

function featuresOfField(field: FieldDescriptor): readonly (keyof Features)[] {
  const found: (keyof Features)[] = [];
  const isSingular = field.label !== LABEL.repeated;
  if (isSingular && field.message === undefined && field.oneof === undefined) found.push('field_presence');
  if (!isSingular && field.message === undefined && !isText(field)) found.push('repeated_field_encoding');
  if (field.type === FIELD_TYPE.string) found.push('utf8_validation');
  if (field.message?.mapEntry === false) found.push('message_encoding');
  return found;
}

function isText({ type }: FieldDescriptor): boolean {
  return type === FIELD_TYPE.string || type === FIELD_TYPE.bytes;
}
