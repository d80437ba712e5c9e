/** Features of editions: their defaults, and how a declaration inherits them. */

/** The features of a declaration. Each value is the name of an enum value in descriptor.proto's FeatureSet. */
export interface Features {
  readonly field_presence: string;
  readonly enum_type: string;
  readonly repeated_field_encoding: string;
  readonly utf8_validation: string;
  readonly message_encoding: string;
  readonly json_format: string;
  readonly enforce_naming_style: string;
  readonly default_symbol_visibility: string;
  readonly enforce_proto_limits: string;
}

/** Numbers of the enum Edition in descriptor.proto. */
export const EDITION = {
  legacy: 900,
  proto2: 998,
  proto3: 999,
  e2023: 1000,
  e2024: 1001,
  e2026: 1002,
  unstable: 9999,
} as const;

const PROTO2: Features = {
  field_presence: 'EXPLICIT',
  enum_type: 'CLOSED',
  repeated_field_encoding: 'EXPANDED',
  utf8_validation: 'NONE',
  message_encoding: 'LENGTH_PREFIXED',
  json_format: 'LEGACY_BEST_EFFORT',
  enforce_naming_style: 'STYLE_LEGACY',
  default_symbol_visibility: 'EXPORT_ALL',
  enforce_proto_limits: 'LEGACY_NO_EXPLICIT_LIMITS',
};

const PROTO3: Features = {
  ...PROTO2,
  field_presence: 'IMPLICIT',
  enum_type: 'OPEN',
  repeated_field_encoding: 'PACKED',
  utf8_validation: 'VERIFY',
  json_format: 'ALLOW',
};

const EDITION_2023: Features = { ...PROTO3, field_presence: 'EXPLICIT' };
const EDITION_2024: Features = {
  ...EDITION_2023,
  enforce_naming_style: 'STYLE2024',
  default_symbol_visibility: 'EXPORT_TOP_LEVEL',
};
const EDITION_2026: Features = {
  ...EDITION_2024,
  enforce_naming_style: 'STYLE2026',
  default_symbol_visibility: 'STRICT',
  enforce_proto_limits: 'PROTO_LIMITS2026',
};

/** The features of a file that sets no features. */
export function defaultFeatures(edition: number): Features {
  if (edition < EDITION.proto3) return PROTO2;
  if (edition < EDITION.e2023) return PROTO3;
  if (edition < EDITION.e2024) return EDITION_2023;
  if (edition < EDITION.e2026) return EDITION_2024;
  return EDITION_2026;
}

/** The features that a declaration sets itself. It inherits all others. */
export type FeatureOverrides = { -readonly [K in keyof Features]?: Features[K] };

/** Returns the features of a declaration: the features of its parent, replaced by those that the declaration sets. */
export function inherit(parent: Features, own: FeatureOverrides | undefined): Features {
  if (own === undefined || Object.keys(own).length === 0) return parent;
  return { ...parent, ...own };
}
