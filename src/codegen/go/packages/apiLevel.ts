/** The API level that options of protoc-gen-go ask for: written into the descriptors, it needs no way of its own. */
import { create, getExtension, hasExtension, setExtension, type DescFile } from '@bufbuild/protobuf';
import { Edition, FeatureSetSchema, FileOptionsSchema, go, GoFeatures_APILevel, GoFeaturesSchema } from '@bufbuild/protobuf/wkt';

const LEVELS: Readonly<Record<string, GoFeatures_APILevel>> = {
  API_OPEN: GoFeatures_APILevel.API_OPEN,
  API_HYBRID: GoFeatures_APILevel.API_HYBRID,
  API_OPAQUE: GoFeatures_APILevel.API_OPAQUE,
};

/** `default_api_level=` and `apilevelMfile=` count in files that do not say it themselves, nor by their edition. */
export function applyApiLevel(files: Iterable<DescFile>, options: readonly string[]): void {
  const asked = new Map(options.map((option) => option.split('=', 2) as [string, string]));
  for (const { proto } of files) {
    const level = LEVELS[asked.get(`apilevelM${proto.name}`) ?? asked.get('default_api_level') ?? ''];
    if (level === undefined || proto.edition >= Edition.EDITION_2024) continue;
    const features = ((proto.options ??= create(FileOptionsSchema)).features ??= create(FeatureSetSchema));
    if (hasExtension(features, go) && getExtension(features, go).apiLevel !== GoFeatures_APILevel.API_LEVEL_UNSPECIFIED) continue;
    setExtension(features, go, create(GoFeaturesSchema, { apiLevel: level }));
  }
}
