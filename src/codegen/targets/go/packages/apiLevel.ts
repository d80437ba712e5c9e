/**
 * Decides the API level of messages. A feature sets it on the file, on the message, or on a message that contains the
 * message. Options of protoc-gen-go set it too, and we write those into the descriptors as features.
 */
import { create, getExtension, hasExtension, setExtension, type DescFile } from '@bufbuild/protobuf';
import {
  Edition,
  FeatureSetSchema,
  FileOptionsSchema,
  go,
  GoFeatures_APILevel,
  GoFeaturesSchema,
  type FeatureSet,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';

const LEVELS: ReadonlyMap<string, GoFeatures_APILevel> = new Map([
  ['API_OPEN', GoFeatures_APILevel.API_OPEN],
  ['API_HYBRID', GoFeatures_APILevel.API_HYBRID],
  ['API_OPAQUE', GoFeatures_APILevel.API_OPAQUE],
]);

/**
 * Writes the API level from the options into the descriptors of the files to which the options apply. A file that sets
 * its own level keeps it.
 */
export function applyApiLevel(files: Iterable<DescFile>, options: readonly string[]): void {
  for (const { proto } of files) {
    const level = askedLevel(proto, options);
    if (level === undefined || levelIn(proto.options?.features) !== undefined) continue;
    const features = ((proto.options ??= create(FileOptionsSchema)).features ??= create(FeatureSetSchema));
    setExtension(features, go, create(GoFeaturesSchema, { apiLevel: level }));
  }
}

/**
 * Returns the level that `default_api_level=` or `apilevelMfile=` sets for a file. These options override the default
 * of the edition, but not the level that the file sets.
 */
function askedLevel(
  { name, edition }: FileDescriptorProto,
  options: readonly string[],
): GoFeatures_APILevel | undefined {
  if (edition >= Edition.EDITION_2024) return undefined;
  const asked = new Map(options.map((option) => option.split('=', 2) as [string, string]));
  return LEVELS.get(asked.get(`apilevelM${name}`) ?? asked.get('default_api_level') ?? '');
}

/** Returns the level of a file. Messages that set no level have the level of their file. */
export function levelOfFile(file: FileDescriptorProto, options: readonly string[] = []): GoFeatures_APILevel {
  const byEdition =
    file.edition >= Edition.EDITION_2024 ? GoFeatures_APILevel.API_OPAQUE : GoFeatures_APILevel.API_OPEN;
  return levelIn(file.options?.features) ?? askedLevel(file, options) ?? byEdition;
}

/** Returns the value of the feature `(pb.go).api_level`; undefined if it is not set. */
export function levelIn(features: FeatureSet | undefined): GoFeatures_APILevel | undefined {
  if (features === undefined || !hasExtension(features, go)) return undefined;
  const { apiLevel: level } = getExtension(features, go);
  if (level === GoFeatures_APILevel.API_LEVEL_UNSPECIFIED) return undefined;
  return level;
}
