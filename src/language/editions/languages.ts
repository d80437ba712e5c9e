/**
 * The settings that keep the generated code of a language as it is, because generators derive defaults from the
 * edition. We add them only for the languages whose options the file sets, such as `go_package`. In other files, the
 * imports and options would be useless.
 */
import {
  type EnumDescriptor,
  type FieldDescriptor,
  FIELD_TYPE,
  type FileDescriptor,
  type MessageDescriptor,
  type Optioned,
} from '../../schema/descriptors/descriptor.ts';
import { enumName, fieldOf } from '../../schema/options/value.ts';
import { EDITION } from '../../schema/descriptors/features.ts';
import { placing, type FeatureSetting } from './setting.ts';

/** A setting, the declaration that gets it, and the file that declares its feature. */
export interface LanguageSetting {
  readonly setting: FeatureSetting;
  readonly on: Optioned;
  /** The import path of the file that declares the feature; undefined if the setting needs no import. */
  readonly needs?: string;
}

/** The settings that keep the generated Go, Java and C++ code as it is. */
export function languageSettings(
  file: FileDescriptor,
  declarations: readonly Optioned[],
  target: '2023' | '2024',
): readonly LanguageSetting[] {
  const is2024 = target === '2024';
  const found: LanguageSetting[] = [];
  if (speaksOf(file, 'go_')) found.push(...goSettings(file, declarations, is2024));
  if (speaksOf(file, 'java_')) found.push(...javaSettings(file, declarations, is2024));
  const hasCtype = declarations.some((one) => one.kind === 'field' && ctypeOf(one) !== undefined);
  if (hasCtype || speaksOf(file, 'cc_')) found.push(...cppSettings(file, declarations, is2024));
  return found;
}

function speaksOf(file: FileDescriptor, prefix: string): boolean {
  return file.options?.known.fields.some(({ field }) => field.name.startsWith(prefix)) === true;
}

function feature(language: Language, name: string, value: string, on: Optioned): LanguageSetting {
  const setting = { name: `features.(pb.${language}).${name}`, value };
  return { setting, on, needs: `google/protobuf/${language}_features.proto` };
}

type Language = 'go' | 'java' | 'cpp';

function goSettings(file: FileDescriptor, declarations: readonly Optioned[], is2024: boolean): LanguageSetting[] {
  const found: LanguageSetting[] = [];
  const hasEnums = declarations.some(({ kind }) => kind === 'enum');
  if (file.edition === EDITION.proto2 && hasEnums)
    found.push(feature('go', 'legacy_unmarshal_json_enum', 'true', file));
  const hasTypes = file.messages.length > 0;
  if (is2024 && hasTypes) found.push(feature('go', 'api_level', 'API_OPEN', file));
  return found;
}

function javaSettings(file: FileDescriptor, declarations: readonly Optioned[], is2024: boolean): LanguageSetting[] {
  const found = closedEnums('java', file, declarations);
  const known = file.options?.known;
  if (fieldOf(known, 'java_string_check_utf8') === true) found.push(feature('java', 'utf8_validation', 'VERIFY', file));
  if (!is2024) return found;
  if (fieldOf(known, 'java_outer_classname') === undefined)
    found.push({ setting: { name: 'java_outer_classname', value: `"${outerClassname(file)}"` }, on: file });
  if (fieldOf(known, 'java_multiple_files') === true) return found;
  const nested = [...file.messages, ...file.enums, ...file.services];
  return [...found, ...nested.map((one) => feature('java', 'nest_in_file_class', 'YES', one))];
}

function cppSettings(file: FileDescriptor, declarations: readonly Optioned[], is2024: boolean): LanguageSetting[] {
  const found = closedEnums('cpp', file, declarations);
  if (!is2024) return found;
  const texts = declarations.filter((one) => one.kind === 'field' && TEXTS.has(one.type) && !isOfMapEntry(one));
  const stringType = placing(
    texts.map((on) => ({ on, value: ctypeOf(on) === 'CORD' ? 'CORD' : 'STRING' })),
    { edition: 'VIEW', syntax: 'STRING' },
  );
  if (stringType.file !== undefined) found.push(feature('cpp', 'string_type', stringType.file, file));
  for (const { on, value } of stringType.single) found.push(feature('cpp', 'string_type', value, on));
  const hasEnums = declarations.some(({ kind }) => kind === 'enum');
  if (hasEnums) found.push(feature('cpp', 'enum_name_uses_string_view', 'false', file));
  return found;
}

const TEXTS: ReadonlySet<number> = new Set([FIELD_TYPE.string, FIELD_TYPE.bytes]);

function isOfMapEntry({ parent }: FieldDescriptor): boolean {
  return parent?.mapEntry === true;
}

function ctypeOf(one: Optioned): string | undefined {
  return enumName(one.options?.known, 'ctype');
}

/**
 * The setting that keeps the enums of fields closed. In proto2, fields treat even the open enums of other files as
 * closed.
 */
function closedEnums(
  language: 'java' | 'cpp',
  file: FileDescriptor,
  declarations: readonly Optioned[],
): LanguageSetting[] {
  if (file.edition !== EDITION.proto2) return [];
  const fields = declarations.filter((one) => one.kind === 'field' && hasOpenEnum(one));
  const { file: value } = placing(
    fields.map((on) => ({ on, value: 'true' })),
    { edition: 'false', syntax: 'true' },
  );
  if (value === undefined) return [];
  return [feature(language, 'legacy_closed_enum', value, file)];
}

function hasOpenEnum({ enum: type }: FieldDescriptor): boolean {
  return type?.features.enum_type === 'OPEN';
}

/** The name that the Java generator gives to a file's class before edition 2024. */
function outerClassname(file: FileDescriptor): string {
  const base = file.name.slice(file.name.lastIndexOf('/') + 1).replace(/\.(proto|protodevel)$/, '');
  const name = camelCase(base);
  const types = [...file.messages, ...file.enums, ...file.services];
  if (types.some((one) => hasName(one, name))) return `${name}OuterClass`;
  return name;
}

function hasName(one: MessageDescriptor | EnumDescriptor | FileDescriptor['services'][number], name: string): boolean {
  if (one.name === name) return true;
  return one.kind === 'message' && [...one.messages, ...one.enums].some((inner) => hasName(inner, name));
}

/** The text in camel case: each letter after another character becomes a capital, and only letters and digits stay. */
function camelCase(text: string): string {
  return text
    .replaceAll(/(^|[^A-Za-z])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replaceAll(/[^A-Za-z0-9]/g, '');
}
