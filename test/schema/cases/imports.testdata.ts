import { edition2024, editionText, type Files, proto2, proto3, proto3Text, raw, type Section } from './case.ts';

const OPTION = 'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { int32 o = 50000; }';
const withB = (body: string, other: string): Files =>
  proto3(`import "b.proto";\n${body}`, { 'b.proto': proto3Text(other) });
const withOption = (body: string, other = OPTION): Files =>
  edition2024(body, { 'b.proto': editionText('2023', other) });

export const imports: Section<'imports'> = {
  'imports exist': {
    valid: [withB('message A { B b = 1; }', 'message B {}')],
    invalid: [
      proto3('import "nowhere.proto";'),
      proto3('import "nowhere.proto";\nimport "never.proto";\nmessage A { B b = 1; }'),
      proto3('import "./b.proto";', { 'b.proto': proto3Text('') }),
      proto3('import "";'),
      proto3('import "b.proto";\nmessage A { q.C c = 1; }', { 'b.proto': proto3Text('import "c.proto";') }),
      proto3('import "../b.proto";'),
      proto3('import "/b.proto";'),
      proto3('import "x//b.proto";', { 'x/b.proto': proto3Text('') }),
      edition2024('import option "nowhere.proto";\nimport option "nowhere.proto";'),
      edition2024('import option "nowhere.proto";\nmessage A { B b = 1; }'),
      edition2024('import option "nowhere.proto";\noption java_package = "a";\nmessage A { B b = 1; }'),
      edition2024('import option "nowhere.proto";\noption (o) = 1;'),
      proto3('import weak "nowhere.proto";'),
      proto3('import public "nowhere.proto";'),
      raw('syntax = "proto3";\npackage q.p;\nimport "nowhere.proto";\nimport "c.proto";\n', {
        'c.proto': 'syntax = "proto3";\nmessage q {}\n',
      }),
      proto3('import "b.proto";\nmessage A { q.C c = 1; q.D d = 2; p.q.D e = 3; q.C.X f = 4; }', {
        'b.proto': proto3Text('import "c.proto";'),
        'c.proto': 'syntax = "proto3";\npackage p.q;\nmessage D {}\n',
      }),
    ],
  },
  'imports have no errors': {
    valid: [withB('message A { B b = 1; }', 'message B {}')],
    invalid: [
      withB('message A {}', 'message B {'),
      withB('message A { B b = 1; }', 'message B { C c = 1; }'),
      withB('message A { int32 = 1; }', 'message B {'),
      withB('message A {}', 'import "c.proto";'),
      withB('message A { B b = 1; }', 'option nothing = 1;\nmessage B {}'),
      proto3('import "b.proto";\nimport "c.proto";\nmessage A { B b = 1; D d = 2; }', {
        'b.proto': proto3Text('message B { int32 = 1; }'),
        'c.proto': proto3Text('message C { C c = 0; }'),
      }),
      withB('message A { int32 a = 0; }', 'message B { int32 b = 0; }'),
    ],
  },
  'imports make no circle': {
    valid: [
      proto3('import "b.proto";\nimport "c.proto";\nmessage A { B b = 1; C c = 2; }', {
        'b.proto': proto3Text('import "c.proto";\nmessage B { C c = 1; }'),
        'c.proto': proto3Text('message C {}'),
      }),
    ],
    invalid: [
      raw('syntax = "proto3";\nimport "a.proto";\n'),
      raw('syntax = "proto3";\nimport "b.proto";\n', { 'b.proto': 'syntax = "proto3";\nimport "a.proto";\n' }),
      withB('message A { B b = 1; }', 'import "c.proto";\nmessage B {}'),
      raw('syntax = "proto3";\nimport "b.proto";\n', {
        'b.proto': 'syntax = "proto3";\nimport "c.proto";\n',
        'c.proto': 'syntax = "proto3";\nimport "a.proto";\n',
      }),
      raw('syntax = "proto3";\nimport "b.proto";\n', {
        'b.proto': 'syntax = "proto3";\nimport "c.proto";\n',
        'c.proto': 'syntax = "proto3";\nimport "b.proto";\n',
      }),
      raw('syntax = "proto3";\nimport public "b.proto";\nmessage A { B b = 1; }\n', {
        'b.proto': 'syntax = "proto3";\nimport "a.proto";\nmessage B { A a = 1; }\n',
      }),
    ],
  },
  'imports are listed once': {
    valid: [proto3('import "google/protobuf/any.proto";\nmessage A { google.protobuf.Any a = 1; }')],
    invalid: [
      proto3(
        'import "google/protobuf/any.proto";\nimport "google/protobuf/any.proto";\nmessage A { google.protobuf.Any a = 1; }',
      ),
      proto3('import "google/protobuf/any.proto";\nimport public "google/protobuf/any.proto";'),
      proto3(
        'import "google/protobuf/any.proto";\nimport "google/protobuf/any.proto";\nimport "google/protobuf/any.proto";',
      ),
      withOption('import "b.proto";\nimport option "b.proto";\noption (o) = 1;'),
      withOption('import option "b.proto";\nimport option "b.proto";\noption (o) = 1;'),
      proto3('import "b.proto";\nimport "b.proto";'),
    ],
  },
  'full files do not import lite ones': {
    valid: [
      proto3('option optimize_for = LITE_RUNTIME;\nimport "b.proto";\nmessage A { B b = 1; }', {
        'b.proto': proto3Text('option optimize_for = LITE_RUNTIME;\nmessage B {}'),
      }),
      proto3('option optimize_for = LITE_RUNTIME;\nimport "b.proto";\nmessage A { B b = 1; }', {
        'b.proto': proto3Text('message B {}'),
      }),
    ],
    invalid: [
      withB('message A { B b = 1; }', 'option optimize_for = LITE_RUNTIME;\nmessage B {}'),
      withB(
        'option optimize_for = CODE_SIZE;\nmessage A { B b = 1; }',
        'option optimize_for = LITE_RUNTIME;\nmessage B {}',
      ),
      proto3('import "b.proto";\nimport "c.proto";', {
        'b.proto': proto3Text('option optimize_for = LITE_RUNTIME;'),
        'c.proto': proto3Text('option optimize_for = LITE_RUNTIME;'),
      }),
    ],
  },
  'imports are used': {
    valid: [
      withB('message A { B b = 1; }', 'message B {}'),
      withB('service A { rpc C(B) returns (B); }', 'message B {}'),
      proto2(
        'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { optional int32 o = 50000; }',
      ),
      proto3('import weak "b.proto";\nmessage A { B b = 1; }', { 'b.proto': proto3Text('message B {}') }),
      proto3('import "google/protobuf/descriptor.proto";\noption java_package = "a";'),
      proto3('import "b.proto";\nimport "c.proto";\nmessage A { C c = 1; }', {
        'b.proto': proto3Text('import public "c.proto";'),
        'c.proto': proto3Text('message C {}'),
      }),
    ],
    invalid: [
      proto3('import "google/protobuf/any.proto";'),
      proto3(
        'import "google/protobuf/any.proto";\nimport "google/protobuf/duration.proto";\nimport "google/protobuf/empty.proto";\nmessage A { google.protobuf.Duration d = 1; }',
      ),
      withB('message A {}', 'message B {}'),
      proto3('import weak "b.proto";', { 'b.proto': proto3Text('') }),
      withB('', ''),
      proto3('import "b.proto";\nmessage A {}', { 'b.proto': proto3Text('import "google/protobuf/any.proto";') }),
      proto3('import "b.proto";\noption (nothing) = 1;', { 'b.proto': proto3Text('') }),
      withB('message A { string a = 1 [deprecated = true]; int32 a = 2; }', 'message B {}'),
    ],
  },
  'public imports count as used': {
    valid: [
      proto3('import public "google/protobuf/any.proto";'),
      proto3('import public "b.proto";', { 'b.proto': proto3Text('') }),
    ],
    invalid: [
      proto3('import public "b.proto";\nimport "c.proto";', {
        'b.proto': proto3Text('import public "c.proto";'),
        'c.proto': proto3Text(''),
      }),
    ],
  },
  'option imports are used': {
    valid: [withOption('import option "b.proto";\noption (o) = 1;')],
    invalid: [
      withOption('import option "b.proto";'),
      withOption(
        'import option "b.proto";\nimport option "google/protobuf/cpp_features.proto";\noption features.(pb.cpp).enum_name_uses_string_view = false;',
      ),
    ],
  },
  'option imports give options only': {
    valid: [
      edition2024('import "c.proto";\nimport option "b.proto";\noption (o).c = 1;\nmessage A { C c = 1; }', {
        'b.proto': editionText(
          '2023',
          'import "google/protobuf/descriptor.proto";\nimport "c.proto";\nextend google.protobuf.FileOptions { C o = 50000; }',
        ),
        'c.proto': editionText('2023', 'message C { int32 c = 1; }'),
      }),
    ],
    invalid: [
      withOption('import option "b.proto";\noption (o) = 1;\nmessage A { B b = 1; }', `${OPTION}\nmessage B {}`),
      withOption(
        'import option "b.proto";\noption (o) = X;\nmessage A { E e = 1; }',
        'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { E o = 50000; }\nenum E { X = 0; }',
      ),
      withOption(
        'import option "b.proto";\noption (o) = 1;\nextend B { int32 b = 1; }',
        `${OPTION}\nmessage B { extensions 1; }`,
      ),
      withOption(
        'import option "b.proto";\noption (o) = 1;\nservice S { rpc X(B) returns (.p.B); }',
        `${OPTION}\nmessage B {}`,
      ),
    ],
  },
  'option imports are needed once options are set': {
    valid: [withOption('import option "b.proto";\noption (o) = 1;')],
    invalid: [
      edition2024('option (o) = 1;'),
      edition2024('import option "b.proto";\noption (q) = 1;', {
        'b.proto': editionText(
          '2023',
          'import "c.proto";\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { int32 o = 50000; }',
        ),
        'c.proto': editionText(
          '2023',
          'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { int32 q = 50001; }',
        ),
      }),
    ],
  },
  'option imports do not bring redacted options': {
    valid: [
      withOption('import option "b.proto";\noption (o) = 1;'),
      proto3('message A { string a = 1 [debug_redact = true]; }'),
    ],
    invalid: [
      withOption(
        'import option "b.proto";\noption (o) = 1;',
        'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { int32 o = 50000 [debug_redact = 1]; }',
      ),
    ],
  },
  'files exist once': {
    valid: [withB('message A { B b = 1; }', 'message B {}')],
    invalid: [
      proto3('import "google/protobuf/any.proto";\nmessage A { google.protobuf.Any a = 1; }', {
        'google/protobuf/any.proto': 'syntax = "proto3";\npackage google.protobuf;\nmessage None {}\n',
      }),
    ],
  },
};
