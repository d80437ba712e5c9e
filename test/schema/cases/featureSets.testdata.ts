import { edition2023, type Files, proto2, proto2Text, type Section } from './case.ts';

const OPTIONS = 'import "google/protobuf/descriptor.proto";\n';
const META = 'targets = TARGET_TYPE_FIELD, targets = TARGET_TYPE_FILE';
const SUPPORT = 'feature_support = { edition_introduced: EDITION_2023 }';
const DEFAULT = 'edition_defaults = { edition: EDITION_LEGACY, value: "true" }';
const ENUM = 'enum E { UNKNOWN = 0; ON = 1; OFF = 2; }';
/** A proto2 file that defines its own features. */
const features = (body: string, extension = 'optional F f = 9990;'): Files =>
  proto2(`${OPTIONS}extend google.protobuf.FeatureSet { ${extension} }\nmessage F { ${body} }\n${ENUM}`);
const flag = (options: string): Files => features(`optional bool a = 1 [${options}];`);
const GOOD = `optional bool a = 1 [${META}, ${SUPPORT}, ${DEFAULT}];`;
const LATER =
  'feature_support = { edition_introduced: EDITION_2024 edition_deprecated: EDITION_2026 deprecation_warning: "Soon." }';
const LIBRARY = `${OPTIONS}extend google.protobuf.FeatureSet { optional F f = 9990; }
message F { ${GOOD} optional E e = 2 [${META}, ${SUPPORT}]; optional E late = 3 [${META}, ${LATER}]; optional string free = 4; }
${ENUM}`;
const using = (body: string): Files => edition2023(`import "b.proto";\n${body}`, { 'b.proto': proto2Text(LIBRARY) });

/** protoc checks a feature set when a tool collects its defaults, not when it compiles the file. */
export const featureSets: Section<'featureSets'> = {
  'own features are defined freely': {
    valid: [
      features(GOOD),
      features(GOOD, 'repeated F f = 9990;'),
      features(GOOD, 'optional int32 f = 9990;'),
      features(`required bool a = 1 [${META}, ${SUPPORT}, ${DEFAULT}];`),
      features(`map<string, bool> a = 1 [${META}, ${SUPPORT}, ${DEFAULT}];`),
      features(`oneof o { bool a = 1 [${META}]; }`),
      features('optional string a = 1; optional F b = 2;'),
      flag(`${META}, ${SUPPORT}, edition_defaults = { edition: EDITION_LEGACY, value: "maybe" }`),
      flag(`${META}, ${DEFAULT}`),
      features(`${GOOD} extensions 100; extend F { optional int32 x = 100; }`),
    ],
    invalid: [
      features(GOOD, 'optional F f = 999;'),
      features(GOOD, 'optional F f = 10001;'),
      features(GOOD, 'required F f = 9990;'),
      flag(`${META}, feature_support = { edition_introduced: EDITION_2024 edition_removed: EDITION_2023 }, ${DEFAULT}`),
      flag(`${META}, edition_defaults = { edition: EDITION_NONE }`),
    ],
  },
  'own features stand where their targets allow': {
    valid: [
      using(
        'option features.(f).a = false;\nmessage A { int32 a = 1 [features.(f).e = OFF]; option features.(f).free = "x"; }',
      ),
    ],
    invalid: [
      using('message A { option features.(f).a = true; }'),
      using('enum X { option features.(f) = { a: true e: ON }; Y = 0 [features.(f).e = ON]; }'),
      using('option features.(f).e = NONE;'),
      using('option features.(f).none = 1;'),
      using('option features.(f).a = true;\noption features.(f).a = false;'),
      using('option features.(f) = true;'),
    ],
  },
  'own features are introduced before they are used': {
    valid: [using('option features.(f).e = UNKNOWN;')],
    invalid: [
      using('option features.(f).late = ON;'),
      using(
        'message A { int32 a = 1 [features.(f) = { late: ON }]; extensions 5; extend A { int32 b = 5 [features.(f).late = OFF]; } }',
      ),
    ],
  },
};
