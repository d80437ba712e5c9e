import { edition2023, edition2024, proto2, proto2Text, proto3, type Section } from './case.ts';

export const fields: Section<'fields'> = {
  'repeated fields have no default': {
    valid: [proto2('message A { repeated int32 b = 1; }')],
    invalid: [
      proto2('message A { repeated int32 b = 1 [default = 1]; }'),
      proto2(
        'message A { repeated string b = 1 [default = "x"]; extensions 2; }\nextend A { repeated int32 c = 2 [default = 1]; }',
      ),
    ],
  },
  'messages of another file have no default': {
    valid: [proto2('import "b.proto";\nmessage A { optional B b = 1; }', { 'b.proto': proto2Text('message B {}') })],
    invalid: [
      proto2('import "b.proto";\nmessage A { optional B b = 1 [default = ""]; }', {
        'b.proto': proto2Text('message B {}'),
      }),
      proto2('message A { extensions 1; }\nextend A { optional A b = 1 [default = x]; }'),
    ],
  },
  'enum defaults exist': {
    valid: [proto2('enum E { X = 0; Y = 1; }\nmessage A { optional E b = 1 [default = Y]; }')],
    invalid: [
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = Y]; }'),
      proto2('import "b.proto";\nmessage A { optional E b = 1 [default = Y]; }', {
        'b.proto': proto2Text('enum E { X = 0; }\nenum F { Y = 0; }'),
      }),
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = E]; }'),
    ],
  },
  'enum defaults are identifiers': {
    valid: [proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = X]; }')],
    invalid: [
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = 0]; }'),
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = "X"]; }'),
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = E.X]; }'),
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = ""]; }'),
      proto2('enum E { X = 0; }\nmessage A { optional E b = 1 [default = 1.5]; }'),
    ],
  },
  'oneofs have fields': {
    valid: [proto3('message A { oneof b { int32 c = 1; } }')],
    invalid: [
      proto3('message A { oneof b { option x = 1; } }'),
      proto3('message A { int32 a = 1; oneof b { option (y) = 1; option z = 1; } }'),
    ],
  },
  'map keys are scalars': {
    valid: [
      proto3(
        'message A { map<int32, string> a = 1; map<bool, A> b = 2; map<string, bytes> c = 3; map<sfixed64, float> d = 4; }',
      ),
    ],
    invalid: [
      proto3('message A { map<bytes, string> a = 1; }'),
      proto3('message A { map<float, string> a = 1; }'),
      proto3('message A { map<double, string> a = 1; }'),
      proto3('message A { map<A, string> a = 1; }'),
      proto3('message A { map<google.protobuf.Any, string> a = 1; }'),
      proto2('message A { map<group, string> a = 1; }'),
      proto2('message A { map<string, group> a = 1; }'),
    ],
  },
  'map keys are no enums': {
    valid: [proto3('enum E { Z = 0; }\nmessage A { map<string, E> a = 1; }')],
    invalid: [proto3('enum E { Z = 0; }\nmessage A { map<E, string> a = 1; }')],
  },
  'map values of enums begin at zero': {
    valid: [proto2('enum E { Z = 0; Y = 1; }\nmessage A { map<string, E> a = 1; }')],
    invalid: [
      proto2('enum E { Z = 1; }\nmessage A { map<string, E> a = 1; }'),
      edition2023('enum E { option features.enum_type = CLOSED; Z = 1; }\nmessage A { map<string, E> a = 1; }'),
    ],
  },
  'map entries are not named': {
    valid: [
      proto3('message A { map<string, string> a = 1; }'),
      proto3('message A { map<string, string> a = 1; }\nservice S { rpc B(A.AEntry) returns (A); }'),
    ],
    invalid: [
      proto3('message A { map<string, string> a = 1; AEntry b = 2; }'),
      proto3('message A { map<string, string> a = 1; repeated AEntry b = 2; }'),
      proto3('message A { map<string, string> a = 1; }\nmessage B { A.AEntry b = 1; repeated p.A.AEntry c = 2; }'),
      proto3('message AEntry {}\nmessage A { map<string, string> a = 1; AEntry b = 2; }'),
      proto2('message A { map<string, string> a = 1; }\nextend A.AEntry { optional int32 c = 1; }'),
      proto3('message B { message AEntry {} message A { map<string, string> a = 1; AEntry b = 2; } }'),
    ],
  },
  'jstype is for 64 bits': {
    valid: [
      proto3(
        'message A { int64 a = 1 [jstype = JS_STRING]; repeated fixed64 b = 2 [jstype = JS_NUMBER]; string c = 3 [jstype = JS_NORMAL]; }',
      ),
    ],
    invalid: [
      proto3('message A { string a = 1 [jstype = JS_STRING]; }'),
      proto3('message A { int32 a = 1 [jstype = JS_NUMBER]; A b = 2 [jstype = JS_STRING]; }'),
      proto3('message A { map<string, int64> a = 1 [jstype = JS_STRING]; }'),
      proto2('message A { extensions 1; }\nextend A { optional int32 b = 1 [jstype = JS_STRING]; }'),
    ],
  },
  'lazy is for messages': {
    valid: [proto3('message A { A a = 1 [lazy = true]; int32 b = 2 [lazy = false]; repeated A c = 3 [lazy = true]; }')],
    invalid: [
      proto3('message A { int32 a = 1 [lazy = true]; }'),
      proto2('message A { optional group B = 1 [lazy = true] {} }'),
      edition2023('message A { A b = 1 [lazy = true, features.message_encoding = DELIMITED]; }'),
      proto3(
        'message A { map<string, A> a = 1 [lazy = true]; }\nenum E { X = 0; }\nmessage B { E e = 1 [lazy = true]; }',
      ),
    ],
  },
  'unverified_lazy is for messages': {
    valid: [proto3('message A { A a = 1 [unverified_lazy = true]; }')],
    invalid: [
      proto3('message A { int32 a = 1 [unverified_lazy = true]; }'),
      proto3('message A { string a = 1 [unverified_lazy = true, lazy = true]; }'),
    ],
  },
  'unverified_lazy is not for extensions': {
    valid: [proto2('message A { extensions 1; }\nextend A { optional A b = 1 [lazy = true]; }')],
    invalid: [
      proto2('message A { extensions 1; }\nextend A { optional A b = 1 [unverified_lazy = true]; }'),
      proto2('message A { extensions 1; }\nextend A { optional int32 b = 1 [unverified_lazy = true]; }'),
    ],
  },
  'packed is for repeated numbers': {
    valid: [
      proto3(
        'enum E { X = 0; }\nmessage A { repeated int32 a = 1 [packed = true]; repeated E b = 2 [packed = false]; string c = 3 [packed = false]; }',
      ),
    ],
    invalid: [
      proto3('message A { repeated string a = 1 [packed = true]; }'),
      proto3('message A { int32 a = 1 [packed = true]; }'),
      proto2(
        'message A { repeated group B = 1 [packed = true] {} repeated bytes c = 2 [packed = true]; repeated A d = 3 [packed = true]; }',
      ),
      proto3('message A { map<int32, int32> a = 1 [packed = true]; }'),
    ],
  },
  'ctype ended with 2024': {
    valid: [
      edition2023('message A { string a = 1 [ctype = CORD]; }'),
      edition2024('message A { string a = 1; }'),
      edition2023('message A { int32 a = 1 [ctype = CORD]; }'),
    ],
    invalid: [
      edition2024('message A { string a = 1 [ctype = CORD]; }'),
      edition2024(
        'message A { string a = 1 [ctype = STRING]; bytes b = 2 [ctype = CORD]; int32 c = 3 [ctype = CORD]; }',
      ),
      edition2023(
        'message A { extensions 1; }\nextend A { string a = 1 [ctype = CORD]; bytes b = 1 [ctype = STRING_PIECE]; }',
      ),
    ],
  },
  'options of fields are plain': {
    valid: [
      proto3('message A { int32 a = 1 [deprecated = true, json_name = "b"]; }'),
      proto3('message A { int32 a = 1 [weak = true]; }'),
      proto3('message A { A a = 1 [weak = true]; }'),
    ],
    invalid: [
      proto3('message A { int32 a = 1 [default.x = 1]; }'),
      proto3('message A { int32 a = 1 [deprecated.x = true]; }'),
      proto3('message A { int32 a = 1 [deprecated = 1, packed = 2]; int32 b = 2 [lazy = 1]; }'),
    ],
  },
};
