/**
 * The meaning of a file, as lines that we can compare, one per declaration. A line does not show how the file expresses
 * the meaning, such as by syntax, labels, groups or features. It shows the result: whether a field has presence, how it
 * is encoded, which enums are closed.
 */
import {
  type EnumDescriptor,
  type FieldDescriptor,
  FIELD_TYPE,
  type FileDescriptor,
  LABEL,
  type MessageDescriptor,
  type MethodDescriptor,
  type Optioned,
  type OptionSet,
} from '../../schema/descriptors/descriptor.ts';
import { eachDescriptor } from '../../schema/descriptors/visit.ts';
import { hasPresence } from '../../schema/options/textFormat.ts';
import { encodeValue, isPacked } from '../../schema/options/value.ts';
import { isVisibleFrom } from '../../schema/linking/visibility.ts';

/** One line of a file's meaning. */
export interface MeaningLine {
  /** The declaration that the line describes: its full name, if it has one. */
  readonly name: string;
  readonly text: string;
}

/** The lines of a file's meaning, in the order of its declarations. */
export function meaningOf(file: FileDescriptor): readonly MeaningLine[] {
  const lines: MeaningLine[] = [];
  eachDescriptor(file, (one) => {
    if (one.kind === 'oneof' && one.synthetic) return;
    lines.push({ name: nameOf(one), text: JSON.stringify([one.kind, ...factsOf(one), optionsText(one.options)]) });
  });
  return lines;
}

/** The name of the first declaration whose meaning differs; undefined if both files mean the same. */
export function firstDifference(before: readonly MeaningLine[], after: readonly MeaningLine[]): string | undefined {
  const at = before.findIndex(({ text }, index) => after[index]?.text !== text);
  if (at >= 0) return before[at]?.name;
  return after[before.length]?.name;
}

function nameOf(one: Optioned): string {
  if (one.kind === 'file') return one.name;
  if (one.kind === 'extensionRange') return `extensions ${one.start} to ${one.end - 1}`;
  return one.fullName;
}

type Fact = string | number | boolean | null | undefined | readonly Fact[];

function factsOf(one: Optioned): readonly Fact[] {
  switch (one.kind) {
    case 'file':
      return fileFacts(one);
    case 'message':
      return messageFacts(one);
    case 'field':
      return fieldFacts(one);
    case 'oneof':
      return [one.fullName];
    case 'enum':
      return enumFacts(one);
    case 'enumValue':
      return [one.fullName, one.number];
    case 'service':
      return [one.fullName];
    case 'method':
      return methodFacts(one);
    case 'extensionRange':
      return [one.start, one.end];
  }
}

/** The facts of the file itself. We ignore imports of language features, because a conversion may add them. */
function fileFacts(file: FileDescriptor): readonly Fact[] {
  const imports = file.dependencies.filter((path) => !FEATURE_FILE.test(path));
  return [file.name, file.package, imports, file.publicDependencies.length, file.weakDependencies.length];
}

/** The import paths of files that only declare the features of a language. */
const FEATURE_FILE = /^google\/protobuf\/(go|java|cpp)_features\.proto$/;

function messageFacts(message: MessageDescriptor): readonly Fact[] {
  const { fullName, mapEntry, features, reservedRanges, reservedNames } = message;
  const ofType = mapEntry ? [] : [features.json_format, isExported(message)];
  return [fullName, mapEntry, ofType, rangesOf(reservedRanges), reservedNames];
}

function rangesOf(ranges: readonly { readonly start: number; readonly end: number }[]): readonly Fact[] {
  return ranges.map(({ start, end }) => [start, end]);
}

/** Whether another file may use a type. */
function isExported(type: MessageDescriptor | EnumDescriptor): boolean {
  return isVisibleFrom(type, { ...type.file, name: `${type.file.name}.other` });
}

function fieldFacts(field: FieldDescriptor): readonly Fact[] {
  const { fullName, number, typeName, extendee, defaultValue, jsonName, hasJsonName } = field;
  return [
    fullName,
    number,
    cardinality(field),
    plainType(field),
    typeName,
    extendee,
    defaultValue,
    jsonName,
    hasJsonName,
    field.oneof?.synthetic === false ? field.oneof.name : '',
    isPacked(field),
    isDelimited(field),
    field.type === FIELD_TYPE.string ? field.features.utf8_validation : '',
    field.enum?.features.enum_type,
  ];
}

/** The cardinality and presence of a field. Presence does not matter for the key and the value of a map. */
function cardinality(field: FieldDescriptor): string {
  if (field.parent?.mapEntry === true) return 'of a map';
  if (field.label === LABEL.repeated) return 'repeated';
  if (field.label === LABEL.required) return 'required';
  if (!hasPresence(field)) return 'implicit';
  return field.features.field_presence === 'LEGACY_REQUIRED' ? 'required' : 'explicit';
}

function plainType({ type }: FieldDescriptor): number {
  return type === FIELD_TYPE.group ? FIELD_TYPE.message : type;
}

function isDelimited({ type, message, features, parent }: FieldDescriptor): boolean {
  if (type === FIELD_TYPE.group) return true;
  const ofMap = message?.mapEntry === true || parent?.mapEntry === true;
  return type === FIELD_TYPE.message && !ofMap && features.message_encoding === 'DELIMITED';
}

function enumFacts(type: EnumDescriptor): readonly Fact[] {
  const { fullName, features, reservedRanges, reservedNames } = type;
  const { enum_type, json_format } = features;
  return [fullName, enum_type, json_format, isExported(type), rangesOf(reservedRanges), reservedNames];
}

function methodFacts(method: MethodDescriptor): readonly Fact[] {
  const { fullName, inputType, outputType, clientStreaming, serverStreaming } = method;
  return [fullName, inputType, outputType, clientStreaming, serverStreaming];
}

/** Options whose meaning a converted file may express by features. */
const OTHERWISE: ReadonlySet<string> = new Set([
  'features',
  'packed',
  'ctype',
  'java_multiple_files',
  'java_string_check_utf8',
  'java_outer_classname',
]);

function optionsText(options: OptionSet | undefined): string {
  if (options === undefined) return '';
  const { type, fields, unpacked } = options.known;
  const known = {
    type,
    unpacked,
    fields: fields.filter(({ field }) => field.isExtension || !OTHERWISE.has(field.name)),
  };
  return [known, ...options.custom].map((message) => encodeValue(message).join()).join(' ');
}
