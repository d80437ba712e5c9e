/**
 * The API level of messages. Features set it, on the file or on declarations around the message, and so do options of
 * protoc-gen-go. We write those options into the descriptors, so that there is only one source.
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
 * Writes the level from the options into each file that they mention, unless the file sets its own level. It changes
 * the descriptors.
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
 * `default_api_level=` and `apilevelMfile=` count only if the file does not set the level itself. They override the
 * edition's default.
 */
function askedLevel(
  { name, edition }: FileDescriptorProto,
  options: readonly string[],
): GoFeatures_APILevel | undefined {
  if (edition >= Edition.EDITION_2024) return undefined;
  const asked = new Map(options.map((option) => option.split('=', 2) as [string, string]));
  return LEVELS.get(asked.get(`apilevelM${name}`) ?? asked.get('default_api_level') ?? '');
}

/** The level of messages that do not set it themselves. */
export function levelOfFile(file: FileDescriptorProto, options: readonly string[] = []): GoFeatures_APILevel {
  const byEdition =
    file.edition >= Edition.EDITION_2024 ? GoFeatures_APILevel.API_OPAQUE : GoFeatures_APILevel.API_OPEN;
  return levelIn(file.options?.features) ?? askedLevel(file, options) ?? byEdition;
}

/** `features.(pb.go).api_level` */
export function levelIn(features: FeatureSet | undefined): GoFeatures_APILevel | undefined {
  if (features === undefined || !hasExtension(features, go)) return undefined;
  const { apiLevel: level } = getExtension(features, go);
  if (level === GoFeatures_APILevel.API_LEVEL_UNSPECIFIED) return undefined;
  return level;
}
