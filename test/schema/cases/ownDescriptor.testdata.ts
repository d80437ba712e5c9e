import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wellKnownRoot } from '../../support/corpus.ts';
import { edition2023, edition2024, proto3, type Section } from './case.ts';

const PATH = 'google/protobuf/descriptor.proto';
const IMPORT = `import "${PATH}";\n`;
const BUNDLED = readFileSync(join(wellKnownRoot, ...PATH.split('/')), 'utf8');

const small = (body: string): Record<string, string> => ({
  [PATH]: `syntax = "proto2";\npackage google.protobuf;\n${body}\n`,
});
const FILE_OPTIONS = 'message FileOptions { optional string foo = 1; extensions 1000 to max; }';
const MESSAGE_OPTIONS = 'message MessageOptions { optional string bar = 70; }';

/** The bundled file with one more feature. */
const withFeature = (support: string): Record<string, string> => ({
  [PATH]: BUNDLED.replace(
    'extensions 1000 to 9994',
    `optional Own own = 50 [retention = RETENTION_RUNTIME, targets = TARGET_TYPE_FILE, feature_support = { ${support} }];
  enum Own { OWN_UNKNOWN = 0; OWN_A = 1; OWN_B = 2 [feature_support = { edition_introduced: EDITION_2024 }]; }
  extensions 1000 to 9994`,
  ),
});
/** The bundled file with one more option of files. */
const withOption = (support: string): Record<string, string> => ({
  [PATH]: BUNDLED.replace(
    'optional string java_package = 1;',
    `optional string java_package = 1;\n  optional string own = 77 [feature_support = { ${support} }];`,
  ),
});
const FROM_2023 = 'edition_introduced: EDITION_2023';
const FROM_2024 = 'edition_introduced: EDITION_2024';
const DEPRECATED = `${FROM_2023} edition_deprecated: EDITION_2023 deprecation_warning: "Soon."`;
const REMOVED =
  'edition_introduced: EDITION_PROTO2 edition_deprecated: EDITION_2023 deprecation_warning: "Soon." edition_removed: EDITION_2024 removal_error: "Gone."';
const OWN_A = `${IMPORT}option features.own = OWN_A;`;
/** This message uses the import, because protoc warns about unused imports. */
const USE = 'message Use { google.protobuf.FileOptions o = 1; }\n';
const FIELD = 'message M { int32 a = 1 [deprecated = true, json_name = "x"]; map<string, int32> m = 2; }';

/** A folder's own descriptor.proto is used if a file imports it. */
export const ownDescriptor: Section<'ownDescriptor'> = {
  'own options are known': {
    valid: [
      proto3(`${IMPORT}option foo = "x";`, small(FILE_OPTIONS)),
      proto3(`${IMPORT}option own = "x";`, withOption('edition_introduced: EDITION_PROTO2')),
      edition2023('import "b.proto";\noption foo = "x";\nmessage M { b.B b = 1; }', {
        'b.proto': `syntax = "proto3";\npackage b;\n${IMPORT}message B { google.protobuf.FileOptions o = 1; }`,
        ...small(FILE_OPTIONS),
      }),
    ],
    invalid: [
      proto3('option foo = "x";', small(FILE_OPTIONS)),
      proto3(`${IMPORT}option java_package = "x";`, small(FILE_OPTIONS)),
      proto3(`${IMPORT}option foo = 1;`, small(FILE_OPTIONS)),
      proto3(`${IMPORT}message M { option deprecated = true; }`, small(FILE_OPTIONS + MESSAGE_OPTIONS)),
    ],
  },
  'messages that it lacks come from protobuf': {
    valid: [
      proto3(`${IMPORT}${USE}${FIELD}`, small(FILE_OPTIONS)),
      proto3(
        `${IMPORT}${USE}message M { option deprecated = true; repeated int32 a = 1 [packed = false]; }`,
        small(FILE_OPTIONS),
      ),
      proto3(
        `${IMPORT}${USE}${FIELD}\nservice S { rpc R(M) returns (M) { option idempotency_level = IDEMPOTENT; } }`,
        small(FILE_OPTIONS + MESSAGE_OPTIONS),
      ),
    ],
    invalid: [
      proto3(`${IMPORT}${USE}message M { int32 a = 1 [packed = true]; }`, small(FILE_OPTIONS)),
      proto3(`${IMPORT}${USE}message M { option nope = true; }`, small(FILE_OPTIONS)),
    ],
  },
  'own options and features live as it says': {
    valid: [
      edition2023(OWN_A, withFeature(FROM_2023)),
      edition2024(`${IMPORT}option features.own = OWN_B;`, withFeature(FROM_2023)),
      proto3(`${IMPORT}option own = "x";`, withOption(REMOVED)),
    ],
    invalid: [
      edition2023(OWN_A, withFeature(FROM_2024)),
      edition2023(OWN_A, withFeature(DEPRECATED)),
      edition2024(OWN_A, withFeature(REMOVED)),
      edition2023(`${IMPORT}option features.own = OWN_B;`, withFeature(FROM_2023)),
      edition2023(`${IMPORT}enum E { option features.own = OWN_A; A = 0; }`, withFeature(FROM_2023)),
      proto3(OWN_A, withFeature(FROM_2023)),
      edition2023('option features.own = OWN_A;', withFeature(FROM_2023)),
      edition2023(`${IMPORT}option own = "x";`, withOption(REMOVED)),
      edition2024(`${IMPORT}option own = "x";`, withOption(REMOVED)),
      proto3(`${IMPORT}option own = "x";`, withOption(FROM_2024)),
    ],
  },
  'it is without errors': {
    valid: [proto3(IMPORT + USE + FIELD, { [PATH]: `${BUNDLED}\nmessage Extra {}` })],
    invalid: [
      proto3(IMPORT + FIELD, { [PATH]: 'syntax = "proto2";\npackage google.protobuf;\nmessage FileOptions {' }),
      proto3(`${IMPORT}option java_package = "x";`, small('message FileOptions { optional Nope n = 1; }')),
      proto3(`${IMPORT}option java_package = "x";`, { [PATH]: '' }),
    ],
  },
};
