import {
  edition2023,
  edition2024,
  edition2026,
  editionText,
  type Files,
  proto2,
  proto3,
  type Section,
} from './case.ts';

const OPTIONS = 'import "google/protobuf/descriptor.proto";\n';
const supported = (support: string): Files =>
  proto2(
    `${OPTIONS}extend google.protobuf.FileOptions { optional int32 o = 50000 [feature_support = { ${support} }]; }`,
  );
const values = (ofField: string, ofValue: string): Files =>
  proto2(
    `${OPTIONS}enum E { X = 0; Y = 1 [feature_support = { ${ofValue} }]; }\nextend google.protobuf.FileOptions { optional E o = 50000 [feature_support = { ${ofField} }]; }`,
  );
const LIVES =
  'edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "Going away." edition_removed: EDITION_2026 removal_error: "Gone."';
const library = `${OPTIONS}extend google.protobuf.FileOptions { int32 life = 50000 [feature_support = { ${LIVES} }]; M m = 50001; E e = 50002; repeated M r = 50003; }
message M { int32 late = 1 [feature_support = { edition_introduced: EDITION_2024 }]; M m = 2; E e = 3; }
enum E { X = 0; Y = 1 [feature_support = { edition_introduced: EDITION_2024 edition_deprecated: EDITION_2026 deprecation_warning: "Use X." }]; }
extend google.protobuf.FieldOptions { int32 of_field = 50000 [feature_support = { ${LIVES} }]; E of_field_e = 50001; }
extend google.protobuf.OneofOptions { int32 of_oneof = 50000 [feature_support = { ${LIVES} }]; }
extend google.protobuf.ExtensionRangeOptions { int32 of_range = 50000 [feature_support = { ${LIVES} }]; }`;
const uses = (edition: typeof edition2023, body: string): Files =>
  edition(`import "b.proto";\n${body}`, { 'b.proto': editionText('2023', library) });

export const featureSupport: Section<'featureSupport'> = {
  'deprecation follows introduction': {
    valid: [supported('edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "x"')],
    invalid: [supported('edition_introduced: EDITION_2024 edition_deprecated: EDITION_2023 deprecation_warning: "x"')],
  },
  'deprecation has a warning': {
    valid: [supported('edition_introduced: EDITION_2023')],
    invalid: [supported('edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024')],
  },
  'a deprecation warning needs an edition': {
    valid: [supported('')],
    invalid: [
      supported('edition_introduced: EDITION_2023 deprecation_warning: "x"'),
      supported('deprecation_warning: ""'),
    ],
  },
  'removal follows deprecation': {
    valid: [
      supported(
        'edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "x" edition_removed: EDITION_2026 removal_error: "y"',
      ),
    ],
    invalid: [
      supported(
        'edition_introduced: EDITION_2023 edition_deprecated: EDITION_2026 deprecation_warning: "x" edition_removed: EDITION_2024 removal_error: "y"',
      ),
      supported(
        'edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "x" edition_removed: EDITION_2024 removal_error: "y"',
      ),
    ],
  },
  'removal follows introduction': {
    valid: [supported('edition_introduced: EDITION_2023 edition_removed: EDITION_2024 removal_error: "x"')],
    invalid: [supported('edition_introduced: EDITION_2024 edition_removed: EDITION_2023 removal_error: "x"')],
  },
  'removal has an error': {
    valid: [supported('edition_introduced: EDITION_2024 edition_removed: EDITION_2024')],
    invalid: [supported('edition_introduced: EDITION_2023 edition_removed: EDITION_2024')],
  },
  'a removal error needs an edition': {
    valid: [supported('edition_introduced: EDITION_2023')],
    invalid: [supported('edition_introduced: EDITION_2023 removal_error: "x"')],
  },
  'values come with their feature': {
    valid: [values('edition_introduced: EDITION_2023', 'edition_introduced: EDITION_2024')],
    invalid: [
      values('edition_introduced: EDITION_2024', 'edition_introduced: EDITION_2023'),
      values('edition_introduced: EDITION_2024', 'edition_introduced: EDITION_PROTO2'),
    ],
  },
  'values go with their feature': {
    valid: [
      values(
        'edition_introduced: EDITION_2023 edition_removed: EDITION_2026 removal_error: "x"',
        'edition_removed: EDITION_2024 removal_error: "y"',
      ),
    ],
    invalid: [
      values(
        'edition_introduced: EDITION_2023 edition_removed: EDITION_2024 removal_error: "x"',
        'edition_removed: EDITION_2026 removal_error: "y"',
      ),
    ],
  },
  'values are deprecated with their feature': {
    valid: [
      values(
        'edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "x"',
        'edition_introduced: EDITION_2023',
      ),
    ],
    invalid: [
      values(
        'edition_introduced: EDITION_2023 edition_deprecated: EDITION_2024 deprecation_warning: "x"',
        'edition_deprecated: EDITION_2026 deprecation_warning: "y"',
      ),
    ],
  },
  'enum values have a lifetime': {
    valid: [proto2('enum E { X = 0 [feature_support = { edition_introduced: EDITION_2023 }]; }')],
    invalid: [
      proto2(
        'enum E { X = 0 [feature_support = { edition_introduced: EDITION_2024 edition_deprecated: EDITION_2023 deprecation_warning: "x" }]; Y = 1 [feature_support = { removal_error: "x" }]; }',
      ),
      proto3('message M { enum E { X = 0 [feature_support.deprecation_warning = "x"]; } }'),
    ],
  },
  'options are introduced before they are used': {
    valid: [
      uses(edition2024, 'option (m).late = 1;\noption (e) = Y;'),
      uses(edition2023, 'option (life) = 1;'),
      uses(edition2024, 'message A { int32 a = 1 [(of_field_e) = Y]; }'),
      edition2024('option features.enforce_naming_style = STYLE2026;'),
    ],
    invalid: [
      uses(edition2023, 'option (m).late = 1;'),
      uses(edition2023, 'option (e) = Y;\noption (m) = { late: 1 m { late: 2 e: Y } };'),
      uses(edition2023, 'option (r) = { late: 1 };\noption (r) = { late: 2 };'),
      proto3('import "b.proto";\noption (life) = 1;', { 'b.proto': editionText('2023', library) }),
      edition2023('option features.enforce_naming_style = STYLE2024;\nmessage A { int32 a = 1; }'),
      edition2023('option features.default_symbol_visibility = STRICT;'),
      edition2024('message A { option features.enforce_proto_limits = PROTO_LIMITS2026; }'),
      proto2(
        'import "b.proto";\nmessage A { optional int32 a = 1 [(of_field) = 1]; oneof o { option (of_oneof) = 1; int32 b = 2; } extensions 5 [(of_range) = 1]; }',
        { 'b.proto': editionText('2023', library) },
      ),
    ],
  },
  'options are not used after their removal': {
    valid: [uses(edition2023, 'option (life) = 1;')],
    invalid: [
      uses(edition2026, 'option (life) = 1;\nmessage A { int32 a = 1 [(of_field) = 1]; }'),
      edition2024('option java_multiple_files = true;'),
      edition2026('option java_multiple_files = false;\noption cc_enable_arenas = true;'),
      edition2024('message A { repeated int32 a = 1 [jstype = JS_NUMBER]; }'),
    ],
  },
  'deprecated options are warned of': {
    valid: [
      uses(edition2023, 'option (life) = 1;\noption (e) = X;'),
      edition2026('message A { option deprecated_legacy_json_field_conflicts = true; }'),
    ],
    invalid: [
      uses(
        edition2024,
        'option (life) = 1;\nmessage A { int32 a = 1 [(of_field) = 1]; oneof o { option (of_oneof) = 1; int32 b = 2; } extensions 5 [(of_range) = 1]; }',
      ),
      uses(edition2026, 'option (e) = Y;'),
      edition2026('option py_generic_services = true;'),
      uses(edition2024, 'option (life) = 1;\noption (m).late = 1;\nmessage A { B b = 1; }'),
    ],
  },
  'lifetimes count in imported files': {
    valid: [
      edition2023('import "c.proto";\nmessage A { C c = 1; }', {
        'b.proto': editionText('2023', library),
        'c.proto': editionText('2024', 'import "b.proto";\noption (life) = 1;\nmessage C {}'),
      }),
    ],
    invalid: [
      edition2023('import "c.proto";\nmessage A { C c = 1; }', {
        'b.proto': editionText('2023', library),
        'c.proto': editionText('2026', 'import "b.proto";\noption (life) = 1;\nmessage C {}'),
      }),
      proto3('import "c.proto";\nmessage A { C c = 1; }', {
        'c.proto': editionText('2023', 'option features.enforce_naming_style = STYLE2024;\nmessage C {}'),
      }),
      proto3('import "c.proto";\nmessage A { C c = 1; D d = 2; }', {
        'c.proto': editionText('2023', 'option features.enforce_naming_style = STYLE2024;\nmessage C {}'),
      }),
    ],
  },
};
