/**
 * Decides what a converted file must set so that each declaration keeps its meaning from proto2 or proto3. The values
 * come from the linker, which already computes the features of these syntaxes.
 */
import {
  type FieldDescriptor,
  FIELD_TYPE,
  type FileDescriptor,
  LABEL,
  type Optioned,
} from '../../schema/descriptors/descriptor.ts';
import { defaultFeatures, type Features } from '../../schema/descriptors/features.ts';
import { eachDescriptor } from '../../schema/descriptors/visit.ts';
import { isPackable } from '../../schema/options/value.ts';
import { violatesStyle2024 } from '../../schema/rules/namingStyle.ts';
import { languageSettings } from './languages.ts';
import { type FeatureSetting, placing, type Wanted } from './setting.ts';

/** The editions that we convert to, with their numbers in descriptor.proto. */
export const TARGETS = { '2023': 1000, '2024': 1001 } as const;

/** The name of an edition that we convert to. */
export type TargetEdition = keyof typeof TARGETS;

/** The settings that a converted file needs. */
export interface Plan {
  readonly file: readonly FeatureSetting[];
  readonly declarations: ReadonlyMap<Optioned, readonly FeatureSetting[]>;
  /** The import paths of the files that declare the features of languages. */
  readonly imports: readonly string[];
}

/** Decides what a file from proto2 or proto3 must set in an edition. */
export function planOf(file: FileDescriptor, target: TargetEdition): Plan {
  const drafted = new PlanDraft();
  const declarations = all(file);
  const [edition, syntax] = [defaultFeatures(TARGETS[target]), defaultFeatures(file.edition)];
  for (const { feature, wants } of FEATURES) {
    const wanted = declarations.filter(wants).map((on): Wanted<Optioned> => ({ on, value: valueAt(on, feature) }));
    drafted.add(`features.${feature}`, placing(wanted, { edition: edition[feature], syntax: syntax[feature] }));
  }
  if (target === '2024') addRulesOf2024(file, declarations, drafted);
  for (const { setting, on, needs } of languageSettings(file, declarations, target)) drafted.set(setting, on, needs);
  return drafted;
}

class PlanDraft implements Plan {
  readonly file: FeatureSetting[] = [];
  readonly declarations = new Map<Optioned, readonly FeatureSetting[]>();
  readonly imports: string[] = [];

  add(name: string, { file, single }: ReturnType<typeof placing<Optioned>>): void {
    if (file !== undefined) this.file.push({ name, value: file });
    for (const { on, value } of single) this.set({ name, value }, on);
  }

  set(setting: FeatureSetting, on: Optioned, needs?: string): void {
    if (needs !== undefined && !this.imports.includes(needs)) this.imports.push(needs);
    if (on.kind === 'file') this.file.push(setting);
    else this.declarations.set(on, [...(this.declarations.get(on) ?? []), setting]);
  }
}

function all(file: FileDescriptor): readonly Optioned[] {
  const found: Optioned[] = [];
  eachDescriptor(file, (one) => found.push(one));
  return found;
}

/**
 * The value of a feature for a declaration. An `optional` field of proto3 has presence because of its synthetic oneof,
 * not because of a feature.
 */
function valueAt(one: Optioned, feature: keyof Features): string {
  if (feature === 'field_presence' && one.kind === 'field' && one.proto3Optional) return 'EXPLICIT';
  return one.features[feature];
}

interface PlannedFeature {
  readonly feature: keyof Features;
  /** Whether the feature matters to a declaration. */
  readonly wants: (one: Optioned) => boolean;
}

const FEATURES: readonly PlannedFeature[] = [
  { feature: 'field_presence', wants: hasChoiceOfPresence },
  { feature: 'enum_type', wants: ({ kind }) => kind === 'enum' },
  { feature: 'repeated_field_encoding', wants: (one) => isWritten(one) && isPackable(one) },
  { feature: 'utf8_validation', wants: (one) => isWritten(one) && hasString(one) },
  { feature: 'message_encoding', wants: isGroup },
  { feature: 'json_format', wants: (one) => one.kind === 'enum' || (one.kind === 'message' && !one.mapEntry) },
];

/** Whether a field is in the text. The fields of map entries are not. */
function isWritten(one: Optioned): one is FieldDescriptor {
  return one.kind === 'field' && one.parent?.mapEntry !== true;
}

/**
 * Whether the feature `field_presence` matters to a field. For all other fields, their kind decides whether they have
 * presence.
 */
function hasChoiceOfPresence(one: Optioned): boolean {
  if (!isWritten(one) || one.label === LABEL.repeated) return false;
  if (one.label === LABEL.required) return true;
  return !one.isExtension && !isInOneof(one) && one.message === undefined;
}

function isInOneof({ oneof }: FieldDescriptor): boolean {
  return oneof !== undefined && !oneof.synthetic;
}

function hasString({ type, message }: FieldDescriptor): boolean {
  if (type === FIELD_TYPE.string) return true;
  return message?.mapEntry === true && message.fields.some((field) => field.type === FIELD_TYPE.string);
}

function isGroup(one: Optioned): boolean {
  return isWritten(one) && one.type === FIELD_TYPE.group;
}

/** Adds the settings that edition 2024 requires, because it checks names and hides nested types from other files. */
function addRulesOf2024(file: FileDescriptor, declarations: readonly Optioned[], drafted: PlanDraft): void {
  const hasNested = declarations.some(
    (one) => (one.kind === 'enum' && one.parent !== undefined) || (one.kind === 'message' && isNested(one)),
  );
  if (hasNested) drafted.set({ name: 'features.default_symbol_visibility', value: 'EXPORT_ALL' }, file);
  const named = declarations.filter((one) => one.kind !== 'oneof' || !one.synthetic);
  if (named.some(violatesStyle2024)) drafted.set(LEGACY_STYLE, file);
}

const LEGACY_STYLE: FeatureSetting = { name: 'features.enforce_naming_style', value: 'STYLE_LEGACY' };

function isNested({ parent, mapEntry }: Extract<Optioned, { readonly kind: 'message' }>): boolean {
  return parent !== undefined && !mapEntry;
}
