import { edition2023, proto2, type Section } from './case.ts';

const SET = 'message S { option message_set_wire_format = true; extensions 4 to max; }\nmessage M {}\n';

export const messageset: Section<'messageset'> = {
  'MessageSets have no fields': {
    valid: [proto2(`${SET}extend S { optional M m = 4; }`)],
    invalid: [
      proto2('message S { option message_set_wire_format = true; optional int32 a = 1; extensions 4 to max; }'),
      proto2('message S { option message_set_wire_format = true; oneof o { S a = 1; } repeated int32 b = 2; }'),
    ],
  },
  'MessageSets hold optional messages': {
    valid: [proto2(`${SET}message N { extend S { optional N n = 5; } }`)],
    invalid: [
      proto2(`${SET}extend S { optional int32 m = 4; }`),
      proto2(`${SET}extend S { repeated M m = 4; }`),
      proto2(`${SET}extend S { optional group G = 4 {} }`),
      edition2023(
        `${SET}extend S { M m = 4 [features.message_encoding = DELIMITED]; M n = 5 [features.field_presence = LEGACY_REQUIRED]; }`,
      ),
    ],
  },
  'MessageSets have more numbers': {
    valid: [
      proto2(`${SET}extend S { optional M m = 2147483646; optional M n = 536870912; }`),
      proto2('message S { option message_set_wire_format = true; extensions 4 to 2147483646; }'),
    ],
    invalid: [
      proto2(`${SET}extend S { optional M m = 2147483647; }`),
      proto2('message S { option message_set_wire_format = true; extensions 4 to 2147483647; }'),
      proto2(
        'message S { option message_set_wire_format = false; extensions 4 to max; }\nextend S { optional S m = 536870912; }',
      ),
      proto2('message S { option message_set_wire_format = true; reserved 4 to 2147483647; }'),
    ],
  },
};
