import { edition2023, proto2Text, proto3, proto3Text, type Section } from './case.ts';

export const proto3Rules: Section<'proto3'> = {
  'proto3 has no required': {
    valid: [proto3('message A { optional int32 a = 1; repeated int32 b = 2; }')],
    invalid: [
      proto3('message A { required int32 a = 1; }'),
      proto3('message A { required A a = 1; message B { required int32 b = 1; } }'),
    ],
  },
  'proto3 has no groups': {
    valid: [proto3('message A { message B {} B b = 1; }')],
    invalid: [
      proto3('message A { optional group B = 1 {} }'),
      proto3('message A { group B = 1 { int32 c = 1; } }'),
      proto3(
        'message A { optional group B = 1 { optional int32 c = 1; optional string d = 2; oneof o { int32 e = 3; } } }',
      ),
      proto3('message A { repeated group B = 1 {} oneof o { group C = 2 {} } }'),
    ],
  },
  'proto3 has no defaults': {
    valid: [proto3('message A { int32 a = 1; }')],
    invalid: [
      proto3('message A { int32 a = 1 [default = 1]; }'),
      proto3('message A { optional string a = 1 [default = "x"]; E e = 2 [default = X]; }\nenum E { X = 0; }'),
      proto3(
        'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { string a = 50000 [default = "x"]; }',
      ),
    ],
  },
  'proto3 has no extension ranges': {
    valid: [proto3('message A { reserved 1; }')],
    invalid: [
      proto3('message A { extensions 1; }'),
      proto3('message A { message B { extensions 1 to 5; extensions 7; } }'),
    ],
  },
  'proto3 has no MessageSets': {
    valid: [proto3('message A { option message_set_wire_format = false; }')],
    invalid: [
      proto3('message A { option message_set_wire_format = true; }'),
      proto3('message A { message B { option message_set_wire_format = true; } }'),
    ],
  },
  'proto3 extends options only': {
    valid: [
      proto3(
        'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { string a = 50000; }\nextend google.protobuf.EnumValueOptions { string b = 50000; }',
      ),
    ],
    invalid: [
      proto3('import "b.proto";\nextend B { int32 a = 1; }', { 'b.proto': proto2Text('message B { extensions 1; }') }),
      proto3('import "b.proto";\nmessage A { extend B { int32 a = 1; } }', {
        'b.proto': proto2Text('message B { extensions 1; }'),
      }),
      proto3(
        'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileDescriptorProto { int32 a = 50000; }',
      ),
      proto3('import "google/protobuf/descriptor.proto";\nextend google.protobuf.FeatureSet { int32 a = 9995; }'),
    ],
  },
  'proto3 enums begin at zero': {
    valid: [proto3('enum A { B = 0; C = -1; }')],
    invalid: [proto3('enum A { B = 1; }'), proto3('message M { enum A { B = -1; C = 0; } enum D { E = 2; } }')],
  },
  'proto3 has open enums': {
    valid: [
      proto3('import "b.proto";\nmessage A { E e = 1; }', { 'b.proto': proto3Text('enum E { X = 0; }') }),
      edition2023('enum E { X = 0; }\nmessage A { E e = 1 [features.field_presence = IMPLICIT]; }'),
    ],
    invalid: [
      proto3('import "b.proto";\nmessage A { E e = 1; }', { 'b.proto': proto2Text('enum E { X = 0; }') }),
      proto3('import "b.proto";\nmessage A { repeated E e = 1; optional E f = 2; map<string, E> g = 3; }', {
        'b.proto': proto2Text('enum E { X = 0; }'),
      }),
      edition2023(
        'enum E { option features.enum_type = CLOSED; X = 0; }\nmessage A { E e = 1 [features.field_presence = IMPLICIT]; }',
      ),
      proto3('import "b.proto";\nmessage A { oneof o { E e = 1; } }', { 'b.proto': proto2Text('enum E { X = 0; }') }),
    ],
  },
  'proto3 JSON names differ': {
    valid: [proto3('message A { string a_b = 1; string ac = 2; }')],
    invalid: [
      proto3('message A { string a_b = 1; string aB = 2; }'),
      proto3('message A { string a_b = 1; string a__b = 2; string aB = 3; }'),
      proto3('message A { string _a = 1; string A = 2; }'),
    ],
  },
};
