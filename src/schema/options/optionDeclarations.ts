/**
 * The options that every file may use without an import, as descriptor.proto of protobuf 36 declares them. The table
 * has their names, numbers and types, and what the compiler checks: retention, targets and editions. We use the table
 * if descriptor.proto is not one of the compiled files.
 *
 * It is data instead of protobuf text, because nearly every file needs it. Parsing and linking the text took a third of
 * the time to compile one file.
 */

/** The options of a declaration, by name. An enum value is its name, and a message is an object. */
export interface DeclaredOptions {
  readonly [name: string]: DeclaredOption | readonly DeclaredOption[];
}

export type DeclaredOption = string | boolean | DeclaredOptions;

export interface DeclaredField {
  readonly name: string;
  readonly number: number;
  /** The name of a scalar type, or of a type in the package `google.protobuf`. */
  readonly type: string;
  readonly repeated?: true;
  readonly default?: string;
  readonly options?: DeclaredOptions;
}

export interface DeclaredEnum {
  readonly name: string;
  readonly values: readonly (readonly [name: string, number: number])[];
}

export interface DeclaredMessage {
  readonly name: string;
  readonly fields?: readonly DeclaredField[];
  readonly enums?: readonly DeclaredEnum[];
  readonly messages?: readonly DeclaredMessage[];
  /** Each range has its first number, and one more than its last number. */
  readonly extensionRanges?: readonly (readonly [start: number, end: number])[];
}

export const OPTION_ENUMS: readonly DeclaredEnum[] = [
  {
    name: 'Edition',
    values: [
      ['EDITION_UNKNOWN', 0],
      ['EDITION_LEGACY', 900],
      ['EDITION_PROTO2', 998],
      ['EDITION_PROTO3', 999],
      ['EDITION_2023', 1000],
      ['EDITION_2024', 1001],
      ['EDITION_2026', 1002],
      ['EDITION_UNSTABLE', 9999],
      ['EDITION_1_TEST_ONLY', 1],
      ['EDITION_2_TEST_ONLY', 2],
      ['EDITION_99997_TEST_ONLY', 99997],
      ['EDITION_99998_TEST_ONLY', 99998],
      ['EDITION_99999_TEST_ONLY', 99999],
      ['EDITION_MAX', 2147483647],
    ],
  },
];

export const OPTION_MESSAGES: readonly DeclaredMessage[] = [
  {
    name: 'FileOptions',
    fields: [
      { name: 'java_package', number: 1, type: 'string' },
      { name: 'java_outer_classname', number: 8, type: 'string' },
      {
        name: 'java_multiple_files',
        number: 10,
        type: 'bool',
        default: 'false',
        options: {
          feature_support: {
            edition_introduced: 'EDITION_PROTO2',
            edition_removed: 'EDITION_2024',
            removal_error:
              'This behavior is enabled by default in editions 2024 and above. To disable it, you can set `features.(pb.java).nest_in_file_class = YES` on individual messages, enums, or services.',
          },
        },
      },
      { name: 'java_generate_equals_and_hash', number: 20, type: 'bool', options: { deprecated: true } },
      { name: 'java_string_check_utf8', number: 27, type: 'bool', default: 'false' },
      { name: 'optimize_for', number: 9, type: 'FileOptions.OptimizeMode', default: 'SPEED' },
      { name: 'go_package', number: 11, type: 'string' },
      { name: 'cc_generic_services', number: 16, type: 'bool', default: 'false' },
      { name: 'java_generic_services', number: 17, type: 'bool', default: 'false' },
      { name: 'py_generic_services', number: 18, type: 'bool', default: 'false' },
      { name: 'deprecated', number: 23, type: 'bool', default: 'false' },
      {
        name: 'cc_enable_arenas',
        number: 31,
        type: 'bool',
        default: 'true',
        options: {
          feature_support: {
            edition_removed: 'EDITION_2026',
            removal_error:
              'cc_enable_arenas is enabled by default in every edition and overrides are ignored.This option is removed in editions 2026 and above.',
          },
        },
      },
      { name: 'objc_class_prefix', number: 36, type: 'string' },
      { name: 'csharp_namespace', number: 37, type: 'string' },
      { name: 'swift_prefix', number: 39, type: 'string' },
      { name: 'php_class_prefix', number: 40, type: 'string' },
      { name: 'php_namespace', number: 41, type: 'string' },
      { name: 'php_metadata_namespace', number: 44, type: 'string' },
      { name: 'ruby_package', number: 45, type: 'string' },
      { name: 'features', number: 50, type: 'FeatureSet' },
    ],
    enums: [
      {
        name: 'OptimizeMode',
        values: [
          ['SPEED', 1],
          ['CODE_SIZE', 2],
          ['LITE_RUNTIME', 3],
        ],
      },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'MessageOptions',
    fields: [
      { name: 'message_set_wire_format', number: 1, type: 'bool', default: 'false' },
      { name: 'no_standard_descriptor_accessor', number: 2, type: 'bool', default: 'false' },
      { name: 'deprecated', number: 3, type: 'bool', default: 'false' },
      { name: 'map_entry', number: 7, type: 'bool' },
      { name: 'deprecated_legacy_json_field_conflicts', number: 11, type: 'bool', options: { deprecated: true } },
      { name: 'features', number: 12, type: 'FeatureSet' },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'FieldOptions',
    fields: [
      { name: 'ctype', number: 1, type: 'FieldOptions.CType', default: 'STRING' },
      { name: 'packed', number: 2, type: 'bool' },
      { name: 'jstype', number: 6, type: 'FieldOptions.JSType', default: 'JS_NORMAL' },
      { name: 'lazy', number: 5, type: 'bool', default: 'false' },
      { name: 'unverified_lazy', number: 15, type: 'bool', default: 'false' },
      { name: 'deprecated', number: 3, type: 'bool', default: 'false' },
      { name: 'weak', number: 10, type: 'bool', default: 'false', options: { deprecated: true } },
      { name: 'debug_redact', number: 16, type: 'bool', default: 'false' },
      { name: 'retention', number: 17, type: 'FieldOptions.OptionRetention' },
      { name: 'targets', number: 19, type: 'FieldOptions.OptionTargetType', repeated: true },
      { name: 'edition_defaults', number: 20, type: 'FieldOptions.EditionDefault', repeated: true },
      { name: 'features', number: 21, type: 'FeatureSet' },
      { name: 'feature_support', number: 22, type: 'FieldOptions.FeatureSupport' },
    ],
    enums: [
      {
        name: 'CType',
        values: [
          ['STRING', 0],
          ['CORD', 1],
          ['STRING_PIECE', 2],
        ],
      },
      {
        name: 'JSType',
        values: [
          ['JS_NORMAL', 0],
          ['JS_STRING', 1],
          ['JS_NUMBER', 2],
        ],
      },
      {
        name: 'OptionRetention',
        values: [
          ['RETENTION_UNKNOWN', 0],
          ['RETENTION_RUNTIME', 1],
          ['RETENTION_SOURCE', 2],
        ],
      },
      {
        name: 'OptionTargetType',
        values: [
          ['TARGET_TYPE_UNKNOWN', 0],
          ['TARGET_TYPE_FILE', 1],
          ['TARGET_TYPE_EXTENSION_RANGE', 2],
          ['TARGET_TYPE_MESSAGE', 3],
          ['TARGET_TYPE_FIELD', 4],
          ['TARGET_TYPE_ONEOF', 5],
          ['TARGET_TYPE_ENUM', 6],
          ['TARGET_TYPE_ENUM_ENTRY', 7],
          ['TARGET_TYPE_SERVICE', 8],
          ['TARGET_TYPE_METHOD', 9],
        ],
      },
    ],
    messages: [
      {
        name: 'EditionDefault',
        fields: [
          { name: 'edition', number: 3, type: 'Edition' },
          { name: 'value', number: 2, type: 'string' },
        ],
      },
      {
        name: 'FeatureSupport',
        fields: [
          { name: 'edition_introduced', number: 1, type: 'Edition' },
          { name: 'edition_deprecated', number: 2, type: 'Edition' },
          { name: 'deprecation_warning', number: 3, type: 'string' },
          { name: 'edition_removed', number: 4, type: 'Edition' },
          { name: 'removal_error', number: 5, type: 'string' },
        ],
      },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'OneofOptions',
    fields: [{ name: 'features', number: 1, type: 'FeatureSet' }],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'EnumOptions',
    fields: [
      { name: 'allow_alias', number: 2, type: 'bool' },
      { name: 'deprecated', number: 3, type: 'bool', default: 'false' },
      { name: 'deprecated_legacy_json_field_conflicts', number: 6, type: 'bool', options: { deprecated: true } },
      { name: 'features', number: 7, type: 'FeatureSet' },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'EnumValueOptions',
    fields: [
      { name: 'deprecated', number: 1, type: 'bool', default: 'false' },
      { name: 'features', number: 2, type: 'FeatureSet' },
      { name: 'debug_redact', number: 3, type: 'bool', default: 'false' },
      { name: 'feature_support', number: 4, type: 'FieldOptions.FeatureSupport' },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'ServiceOptions',
    fields: [
      { name: 'features', number: 34, type: 'FeatureSet' },
      { name: 'deprecated', number: 33, type: 'bool', default: 'false' },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'MethodOptions',
    fields: [
      { name: 'deprecated', number: 33, type: 'bool', default: 'false' },
      { name: 'idempotency_level', number: 34, type: 'MethodOptions.IdempotencyLevel', default: 'IDEMPOTENCY_UNKNOWN' },
      { name: 'features', number: 35, type: 'FeatureSet' },
    ],
    enums: [
      {
        name: 'IdempotencyLevel',
        values: [
          ['IDEMPOTENCY_UNKNOWN', 0],
          ['NO_SIDE_EFFECTS', 1],
          ['IDEMPOTENT', 2],
        ],
      },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'ExtensionRangeOptions',
    fields: [
      {
        name: 'declaration',
        number: 2,
        type: 'ExtensionRangeOptions.Declaration',
        repeated: true,
        options: { retention: 'RETENTION_SOURCE' },
      },
      { name: 'features', number: 50, type: 'FeatureSet' },
      {
        name: 'verification',
        number: 3,
        type: 'ExtensionRangeOptions.VerificationState',
        default: 'UNVERIFIED',
        options: { retention: 'RETENTION_SOURCE' },
      },
    ],
    enums: [
      {
        name: 'VerificationState',
        values: [
          ['DECLARATION', 0],
          ['UNVERIFIED', 1],
        ],
      },
    ],
    messages: [
      {
        name: 'Declaration',
        fields: [
          { name: 'number', number: 1, type: 'int32' },
          { name: 'full_name', number: 2, type: 'string' },
          { name: 'type', number: 3, type: 'string' },
          { name: 'reserved', number: 5, type: 'bool' },
          { name: 'repeated', number: 6, type: 'bool' },
        ],
      },
    ],
    extensionRanges: [
      [990, 999],
      [1000, 536870912],
    ],
  },
  {
    name: 'FeatureSet',
    fields: [
      {
        name: 'field_presence',
        number: 1,
        type: 'FeatureSet.FieldPresence',
        options: {
          retention: 'RETENTION_RUNTIME',
          targets: ['TARGET_TYPE_FIELD', 'TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2023' },
        },
      },
      {
        name: 'enum_type',
        number: 2,
        type: 'FeatureSet.EnumType',
        options: {
          retention: 'RETENTION_RUNTIME',
          targets: ['TARGET_TYPE_ENUM', 'TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2023' },
        },
      },
      {
        name: 'repeated_field_encoding',
        number: 3,
        type: 'FeatureSet.RepeatedFieldEncoding',
        options: {
          retention: 'RETENTION_RUNTIME',
          targets: ['TARGET_TYPE_FIELD', 'TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2023' },
        },
      },
      {
        name: 'utf8_validation',
        number: 4,
        type: 'FeatureSet.Utf8Validation',
        options: {
          retention: 'RETENTION_RUNTIME',
          targets: ['TARGET_TYPE_FIELD', 'TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2023' },
        },
      },
      {
        name: 'message_encoding',
        number: 5,
        type: 'FeatureSet.MessageEncoding',
        options: {
          retention: 'RETENTION_RUNTIME',
          targets: ['TARGET_TYPE_FIELD', 'TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2023' },
        },
      },
      {
        name: 'json_format',
        number: 6,
        type: 'FeatureSet.JsonFormat',
        options: {
          retention: 'RETENTION_RUNTIME',
          targets: ['TARGET_TYPE_MESSAGE', 'TARGET_TYPE_ENUM', 'TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2023' },
        },
      },
      {
        name: 'enforce_naming_style',
        number: 7,
        type: 'FeatureSet.EnforceNamingStyle',
        options: {
          retention: 'RETENTION_SOURCE',
          targets: [
            'TARGET_TYPE_FILE',
            'TARGET_TYPE_EXTENSION_RANGE',
            'TARGET_TYPE_MESSAGE',
            'TARGET_TYPE_FIELD',
            'TARGET_TYPE_ONEOF',
            'TARGET_TYPE_ENUM',
            'TARGET_TYPE_ENUM_ENTRY',
            'TARGET_TYPE_SERVICE',
            'TARGET_TYPE_METHOD',
          ],
          feature_support: { edition_introduced: 'EDITION_2024' },
        },
      },
      {
        name: 'default_symbol_visibility',
        number: 8,
        type: 'FeatureSet.VisibilityFeature.DefaultSymbolVisibility',
        options: {
          retention: 'RETENTION_SOURCE',
          targets: ['TARGET_TYPE_FILE'],
          feature_support: { edition_introduced: 'EDITION_2024' },
        },
      },
      {
        name: 'enforce_proto_limits',
        number: 9,
        type: 'FeatureSet.ProtoLimitsFeature.EnforceProtoLimits',
        options: {
          retention: 'RETENTION_SOURCE',
          targets: ['TARGET_TYPE_ENUM', 'TARGET_TYPE_MESSAGE', 'TARGET_TYPE_FIELD', 'TARGET_TYPE_ONEOF'],
          feature_support: { edition_introduced: 'EDITION_2026' },
        },
      },
    ],
    enums: [
      {
        name: 'FieldPresence',
        values: [
          ['FIELD_PRESENCE_UNKNOWN', 0],
          ['EXPLICIT', 1],
          ['IMPLICIT', 2],
          ['LEGACY_REQUIRED', 3],
        ],
      },
      {
        name: 'EnumType',
        values: [
          ['ENUM_TYPE_UNKNOWN', 0],
          ['OPEN', 1],
          ['CLOSED', 2],
        ],
      },
      {
        name: 'RepeatedFieldEncoding',
        values: [
          ['REPEATED_FIELD_ENCODING_UNKNOWN', 0],
          ['PACKED', 1],
          ['EXPANDED', 2],
        ],
      },
      {
        name: 'Utf8Validation',
        values: [
          ['UTF8_VALIDATION_UNKNOWN', 0],
          ['VERIFY', 2],
          ['NONE', 3],
        ],
      },
      {
        name: 'MessageEncoding',
        values: [
          ['MESSAGE_ENCODING_UNKNOWN', 0],
          ['LENGTH_PREFIXED', 1],
          ['DELIMITED', 2],
        ],
      },
      {
        name: 'JsonFormat',
        values: [
          ['JSON_FORMAT_UNKNOWN', 0],
          ['ALLOW', 1],
          ['LEGACY_BEST_EFFORT', 2],
        ],
      },
      {
        name: 'EnforceNamingStyle',
        values: [
          ['ENFORCE_NAMING_STYLE_UNKNOWN', 0],
          ['STYLE2024', 1],
          ['STYLE_LEGACY', 2],
          ['STYLE2026', 3],
        ],
      },
    ],
    messages: [
      {
        name: 'VisibilityFeature',
        enums: [
          {
            name: 'DefaultSymbolVisibility',
            values: [
              ['DEFAULT_SYMBOL_VISIBILITY_UNKNOWN', 0],
              ['EXPORT_ALL', 1],
              ['EXPORT_TOP_LEVEL', 2],
              ['LOCAL_ALL', 3],
              ['STRICT', 4],
            ],
          },
        ],
      },
      {
        name: 'ProtoLimitsFeature',
        enums: [
          {
            name: 'EnforceProtoLimits',
            values: [
              ['PROTO_LIMITS_UNKNOWN', 0],
              ['LEGACY_NO_EXPLICIT_LIMITS', 1],
              ['PROTO_LIMITS2026', 2],
            ],
          },
        ],
      },
    ],
    extensionRanges: [
      [1000, 9995],
      [9995, 10000],
      [10000, 10001],
    ],
  },
];
