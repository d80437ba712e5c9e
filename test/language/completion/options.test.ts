import { describe, expect, test } from 'vitest';
import { accepted, labels, offered } from './check.ts';

const HEAD = 'syntax = "proto3";\npackage p;\n';
const CUSTOM = `syntax = "proto2";
package p;
import "google/protobuf/descriptor.proto";
enum Level { LOW = 0; HIGH = 1; }
message Rule { optional string name = 1; optional Rule inner = 2; optional bool on = 3; repeated Rule many = 4; optional Level level = 5; optional int32 old = 6 [deprecated = true]; extensions 100 to 200; }
extend Rule { optional string more = 100; }
extend google.protobuf.FieldOptions { optional Rule rule = 50000; optional Level level = 50001; }
extend google.protobuf.MessageOptions { optional Rule message_rule = 50000; }
`;
const ELSEWHERE =
  '-- rules/rules.proto --\nsyntax = "proto3";\npackage rules;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { string my_rule = 50000; }\n';

describe('names of options', () => {
  test.each<[string, string, string, string]>([
    ['a file', `${HEAD}option $0`, 'go_package', 'allow_alias'],
    ['a message', `${HEAD}message M { option $0 }`, 'deprecated', 'go_package'],
    ['an enum', `${HEAD}enum E { option $0 Z = 0; }`, 'allow_alias', 'go_package'],
    ['a method', `${HEAD}service S { rpc A(M) returns (M) { option $0 } }`, 'idempotency_level', 'go_package'],
    ['a field', `${HEAD}message M { string a = 1 [$0]; }`, 'json_name', 'allow_alias'],
    ['an enum value', `${HEAD}enum E { Z = 0 [$0]; }`, 'debug_redact', 'json_name'],
    ['a range of extensions', 'syntax = "proto2";\nmessage M { extensions 1 to 9 [$0]; }', 'verification', 'json_name'],
    ['an entry after a comma', `${HEAD}message M { string a = 1 [json_name = "b", $0]; }`, 'deprecated', 'json_name'],
  ])('names of options are offered for %s', (_title, source, has, hasNot) => {
    expect(labels(source)).toContain(has);
    expect(labels(source)).not.toContain(hasNot);
  });

  test.each<[string, string, string]>([
    ['default in proto3', `${HEAD}message M { string a = 1 [$0]; }`, 'default'],
    ['default of a message', 'syntax = "proto2";\nmessage M { optional M a = 1 [$0]; }', 'default'],
    ['default of a list', 'syntax = "proto2";\nmessage M { repeated string a = 1 [$0]; }', 'default'],
    ['jstype of a string', `${HEAD}message M { string a = 1 [$0]; }`, 'jstype'],
    ['packed of a single field', `${HEAD}message M { int32 a = 1 [$0]; }`, 'packed'],
    ['features before editions', `${HEAD}option $0`, 'features'],
    ['features that edition 2024 removed', 'edition = "2024";\noption $0', 'java_multiple_files'],
    [
      'json_name of an extension',
      'syntax = "proto2";\nmessage M { extensions 1; }\nextend M { optional int32 a = 1 [$0]; }',
      'json_name',
    ],
  ])('names of options do not include %s', (_title, source, hasNot) => {
    expect(labels(source)).not.toContain(hasNot);
  });

  test('names of options come with the start of a value', () => {
    expect(accepted(`${HEAD}message M { string a = 1 [depr$0]; }`, 'deprecated')).toContain('[deprecated = true]');
    expect(accepted(`${HEAD}option go_p$0\n`, 'go_package')).toContain('option go_package = "";\n');
    expect(accepted(`${HEAD}option go_p$0 = "x";\n`, 'go_package')).toContain('option go_package = "x";\n');
  });

  test('the offered features are those that the edition and the place allow', () => {
    expect(labels('edition = "2023";\nmessage M { string a = 1 [features.$0]; }')).toEqual([
      'field_presence',
      'repeated_field_encoding',
      'utf8_validation',
      'message_encoding',
    ]);
    expect(labels('edition = "2024";\noption features.$0')).toContain('default_symbol_visibility');
  });

  describe('custom options', () => {
    test('custom options are offered if their place allows them', () => {
      expect(labels(`${CUSTOM}message M { optional string a = 1 [($0)]; }`)).toEqual(['p.rule', 'p.level']);
      expect(labels(`${CUSTOM}message M { option ($0 }`)).toEqual(['p.message_rule']);
    });

    test('custom options are written as short as possible, with a closing parenthesis', () => {
      expect(accepted(`${CUSTOM}message M { optional string a = 1 [(lev$0)]; }`, 'p.level')).toContain('[(level) = ]');
      expect(accepted(`${CUSTOM}message M { optional string a = 1 [(lev$0]; }`, 'p.level')).toContain('[(level) = ]');
    });

    test('custom options are followed by the fields of their message', () => {
      expect(labels(`${CUSTOM}message M { optional string a = 1 [(rule).$0]; }`)).toEqual([
        'name',
        'inner',
        'on',
        'many',
        'level',
        'old',
        '(p.more)',
      ]);
      expect(labels(`${CUSTOM}message M { optional string a = 1 [(rule).inner.$0]; }`)).toContain('many');
    });

    test('custom options add their import', () => {
      expect(
        accepted(`-- a.proto --\n${HEAD}message M { string a = 1 [(my$0)]; }\n${ELSEWHERE}`, 'rules.my_rule'),
      ).toBe(
        'syntax = "proto3";\npackage p;\n\nimport "rules/rules.proto";\n\nmessage M { string a = 1 [(rules.my_rule) = ]; }\n',
      );
    });

    test('custom options add an option import if the edition has option imports', () => {
      expect(
        accepted(
          `-- a.proto --\nedition = "2024";\npackage p;\nmessage M { string a = 1 [(my$0)]; }\n${ELSEWHERE}`,
          'rules.my_rule',
        ),
      ).toContain('import option "rules/rules.proto";');
    });
  });
});

describe('completion of option values', () => {
  test.each<[string, string, readonly string[]]>([
    ['a flag', `${HEAD}option deprecated = $0`, ['true', 'false']],
    ['an enum', `${HEAD}option optimize_for = $0`, ['SPEED', 'CODE_SIZE', 'LITE_RUNTIME']],
    [
      'a feature',
      'edition = "2023";\noption features.field_presence = $0',
      ['EXPLICIT', 'IMPLICIT', 'LEGACY_REQUIRED'],
    ],
    ['an enum of a custom option', `${CUSTOM}message M { optional string a = 1 [(level) = $0]; }`, ['LOW', 'HIGH']],
    ['a default of an enum', `${CUSTOM}message M { optional Level a = 1 [default = $0]; }`, ['LOW', 'HIGH']],
    ['a default of a bool', 'syntax = "proto2";\nmessage M { optional bool a = 1 [default = $0]; }', ['true', 'false']],
    ['a default of a float', 'syntax = "proto2";\nmessage M { optional float a = 1 [default = $0]; }', ['inf', 'nan']],
  ])('offers the values of %s', (_title, source, expected) => {
    expect(labels(source)).toEqual(expected);
  });
});

describe('text format', () => {
  const inRule = (text: string): string => `${CUSTOM}message M { option (message_rule) = { ${text} }; }`;

  test.each<[string, string, readonly string[]]>([
    ['fields that are not set yet', 'name: "x" $0', ['inner', 'on', 'many', 'level', 'old']],
    ['fields that may be set again', 'many { } $0', ['name', 'inner', 'on', 'many', 'level', 'old']],
    ['fields of a nested message', 'inner { inner { name: "a" on: true inner { } $0', ['many', 'level', 'old']],
    ['fields in a list', 'many: [{ name: "x" }, { $0', ['name', 'inner', 'on', 'many', 'level', 'old']],
    ['values of enums', 'level: $0', ['LOW', 'HIGH']],
    ['values of flags', 'inner { on: $0', ['true', 'false']],
    ['extensions', '[$0]', ['p.more']],
  ])('completion in text format offers %s', (_title, text, expected) => {
    expect(labels(inRule(text))).toEqual(expected);
  });

  test('completion adds braces to a field that is a message', () => {
    expect(accepted(inRule('inn$0'), 'inner')).toContain('{ inner {  } }');
    expect(accepted(inRule('na$0'), 'name')).toContain('{ name: "" }');
  });

  test('completion marks deprecated fields', () => {
    expect(
      offered(inRule('$0'))
        .filter((item) => item.deprecated)
        .map((item) => item.label),
    ).toEqual(['old']);
  });

  test('completion marks a deprecated extension, imported or not', () => {
    const extension =
      'import "google/protobuf/descriptor.proto";\nextend google.protobuf.MessageOptions { optional bool ripe = 50001 [deprecated = true]; }\n';
    const marks = (source: string): readonly unknown[] =>
      offered(source)
        .filter(({ label }) => label === '(ripe)')
        .map(({ deprecated }) => deprecated);
    expect(marks(`syntax = "proto2";\n${extension}message M { option rip$0 }`)).toEqual([true]);
    expect(
      marks(
        `-- a.proto --\nsyntax = "proto2";\nmessage M { option rip$0 }\n-- b.proto --\nsyntax = "proto2";\n${extension}`,
      ),
    ).toEqual([true]);
  });

  test('text format ends at its closing brace, and completion works again outside', () => {
    expect(labels(`${CUSTOM}message M { option (message_rule) = { name: "x" };\n  $0 }`)).toContain('optional');
    expect(labels(`${CUSTOM}message M { optional string a = 1 [(rule) = { name: "x" }, $0]; }`)).toContain(
      'deprecated',
    );
  });
});

describe('comments in text format', () => {
  const option = (value: string): string => `${CUSTOM}message M { option (message_rule) = {${value}} }`;

  test.each<[string, string, string]>([
    ['a field after a comment', ' # name: why\n $0', 'name'],
    ['a field of a message whose brace comes after a comment', ' inner # why\n { $0 }', 'level'],
    ['a field of a message whose colon comes before a comment', ' inner: # why\n { # on: {\n $0 }', 'level'],
    ['a value after a comment', ' level: # why\n $0', 'HIGH'],
    ['a bool after a comment', ' on: # why\n $0', 'true'],
    ['a value of a list after a comment', ' many: [ # why\n { level: # why\n $0', 'HIGH'],
    ['an extension after a comment', ' [ # why\n $0', 'p.more'],
  ])('comments do not hide %s', (_title, value, has) => {
    expect(labels(option(value))).toContain(has);
  });

  test('comments get no completion', () => {
    expect(labels(option(' # on$0'))).toEqual([]);
    expect(labels(option(' on: true # $0'))).toEqual([]);
    expect(labels(option(' inner { # level: $0\n } '))).toEqual([]);
  });

  test('fields in comments are not treated as set', () => {
    expect(labels(option(' # name: "x"\n $0'))).toContain('name');
    expect(labels(option(' name # on: why\n : "x" $0'))).not.toContain('name');
  });
});
