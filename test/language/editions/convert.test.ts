/** Files of proto2 and proto3 become files of an edition that mean the same, and protoc accepts them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Converted, convertFile } from '../../../src/language/editions/convert.ts';
import type { TargetEdition } from '../../../src/language/editions/plan.ts';
import type { LinkedFile } from '../../../src/schema/descriptors/model.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { compileTexts } from '../../support/compileText.ts';
import { growthOf, LINEAR } from '../../support/growth.ts';
import { fixture } from '../../support/memoryWorkspace.ts';
import { runProtoc } from '../../support/protoc.ts';

function convert(text: string, target: TargetEdition): Converted {
  const { workspace } = fixture(`-- a.proto --\n${text}`, { wellKnown: true });
  const file = workspace.linked('/project/a.proto');
  if (file === undefined) throw new Error('no file');
  const result = convertFile(file, target, (path) => workspace.exported(`/wkt/${path}`));
  if (result.kind === 'converted') expect(applyEdits(file.tree.text, result.edits)).toBe(result.text);
  return result;
}

function converted(text: string, target: TargetEdition): string {
  const result = convert(text, target);
  return result.kind === 'converted' ? result.text : `refused: ${result.reason}`;
}

interface Case {
  readonly name: string;
  readonly target: TargetEdition;
  readonly before: string;
  readonly after: string;
}

function golden(name: string, target: TargetEdition, before: string, after: string): Case {
  return { name, target, before, after };
}

const CASES: readonly Case[] = [
  golden(
    'sets only features that make a difference',
    '2023',
    `// Licence.
syntax = 'proto3'; // here
package a;
message A {
  repeated int32 packed = 1;
  A message = 2;
  oneof pick { int32 n = 3; }
  map<string, int32> map = 4;
}
`,
    `// Licence.
edition = '2023'; // here
package a;
message A {
  repeated int32 packed = 1;
  A message = 2;
  oneof pick { int32 n = 3; }
  map<string, int32> map = 4;
}
`,
  ),
  golden(
    'sets implicit presence once if most fields of proto3 have it',
    '2023',
    `syntax = "proto3";

import "google/protobuf/any.proto";

message A {
  int32 a = 1;
  google.protobuf.Any any = 2;
  optional int32 b = 3 [deprecated = true];
  optional A c = 4; // kept
  int32 d = 5;
}
`,
    `edition = "2023";

import "google/protobuf/any.proto";

option features.field_presence = IMPLICIT;

message A {
  int32 a = 1;
  google.protobuf.Any any = 2;
  int32 b = 3 [deprecated = true, features.field_presence = EXPLICIT];
  A c = 4; // kept
  int32 d = 5;
}
`,
  ),
  golden(
    'sets implicit presence on the only field without "optional"',
    '2023',
    `syntax = "proto3";
message A {
  int32 a = 1;
  optional int32 b = 2;
}
`,
    `edition = "2023";
message A {
  int32 a = 1 [features.field_presence = IMPLICIT];
  int32 b = 2;
}
`,
  ),
  golden(
    'replaces "packed" if it differs from the default, and removes it otherwise',
    '2023',
    `syntax = "proto3";
message A {
  repeated int32 a = 1 [packed = false];
  repeated int32 b = 2 [packed = true];
  repeated int32 c = 3 [deprecated = true, packed = true];
  repeated int32 d = 4 [packed = true, /* why */ deprecated = true];
  repeated int32 e = 5 [deprecated = true, packed = false, json_name = "E"];
  repeated string f = 6 [packed = false];
}
`,
    `edition = "2023";
message A {
  repeated int32 a = 1 [features.repeated_field_encoding = EXPANDED];
  repeated int32 b = 2;
  repeated int32 c = 3 [deprecated = true];
  repeated int32 d = 4 [/* why */ deprecated = true];
  repeated int32 e = 5 [deprecated = true, features.repeated_field_encoding = EXPANDED, json_name = "E"];
  repeated string f = 6;
}
`,
  ),
  golden(
    'sets the defaults of proto2',
    '2023',
    `syntax = "proto2";
package a;
option optimize_for = SPEED; // fast
message A {
  required int32 id = 1;
  optional   string name = 2 [default = "x"];
  repeated int32 numbers = 3;
  extensions 100 to max;
  reserved "old", 'older'; // names
}
enum E { X = 1; reserved "Y"; }
extend A { optional bytes raw = 100; }
`,
    `edition = "2023";
package a;
option optimize_for = SPEED; // fast
option features.enum_type = CLOSED;
option features.repeated_field_encoding = EXPANDED;
option features.utf8_validation = NONE;
option features.json_format = LEGACY_BEST_EFFORT;
message A {
  int32 id = 1 [features.field_presence = LEGACY_REQUIRED];
  string name = 2 [default = "x"];
  repeated int32 numbers = 3;
  extensions 100 to max;
  reserved old, older; // names
}
enum E { X = 1; reserved Y; }
extend A { bytes raw = 100; }
`,
  ),
  golden(
    'makes packed the default of the file if most fields of proto2 are packed',
    '2023',
    `syntax = "proto2";
extend M {
  repeated int32 a = 1 [packed = true];
  repeated int32 b = 2 [packed = true];
  repeated int32 c = 3;
}
message M { extensions 1 to 9; }
`,
    `edition = "2023";

option features.json_format = LEGACY_BEST_EFFORT;

extend M {
  repeated int32 a = 1;
  repeated int32 b = 2;
  repeated int32 c = 3 [features.repeated_field_encoding = EXPANDED];
}
message M { extensions 1 to 9; }
`,
  ),
  golden(
    'writes a group as a message and a delimited field',
    '2023',
    `syntax = "proto2";
message A {
  // A group.
  repeated group Inner = 1 [deprecated = true] { // behind the brace
    optional group Deep = 2 {
      required bool y = 1;
    } // deep
  }
  oneof pick {
    // In a oneof.
    group Picked = 3 {
      // Inside.
      optional int32 z = 1;
    }
    int32 n = 4;
  } // end
}
`,
    `edition = "2023";

option features.json_format = LEGACY_BEST_EFFORT;

message A {
  // A group.
  message Inner { // behind the brace
    message Deep {
      bool y = 1 [features.field_presence = LEGACY_REQUIRED];
    }
    Deep deep = 2 [features.message_encoding = DELIMITED]; // deep
  }
  repeated Inner inner = 1 [deprecated = true, features.message_encoding = DELIMITED];
  oneof pick {
    // In a oneof.
    Picked picked = 3 [features.message_encoding = DELIMITED];
    int32 n = 4;
  } // end

  message Picked {
    // Inside.
    int32 z = 1;
  }
}
`,
  ),
  golden(
    'moves the message of a group out of an extend block',
    '2023',
    `syntax = "proto2";
message A { extensions 1; extend A { optional group G = 1 { optional int32 x = 1; } } }
`,
    `edition = "2023";

option features.json_format = LEGACY_BEST_EFFORT;

message A { extensions 1; extend A { G g = 1 [features.message_encoding = DELIMITED]; } message G { int32 x = 1; } }
`,
  ),
  golden(
    'writes the first line if the file has none',
    '2023',
    `message A { optional string a = 1; }
`,
    `edition = "2023";

option features.utf8_validation = NONE;
option features.json_format = LEGACY_BEST_EFFORT;

message A { string a = 1; }
`,
  ),
  golden(
    'keeps nested types visible and names free in edition 2024',
    '2024',
    `syntax = "proto3";
package a;
message A {
  message B {}
}
message bad_name {}
`,
    `edition = "2024";
package a;

option features.default_symbol_visibility = EXPORT_ALL;
option features.enforce_naming_style = STYLE_LEGACY;

message A {
  message B {}
}
message bad_name {}
`,
  ),
  golden(
    'does not need the visibility of the entries of maps, nor the style of generated oneofs',
    '2024',
    `syntax = "proto3";
message A {
  map<int32, int32> m = 1;
  optional int32 x = 2;
}
`,
    `edition = "2024";
message A {
  map<int32, int32> m = 1;
  int32 x = 2;
}
`,
  ),
  golden(
    'keeps the API of the Go code in edition 2024',
    '2024',
    `syntax = "proto3";

package a;

import "google/protobuf/any.proto";

option go_package = "example.com/a";

message A { google.protobuf.Any any = 1; }
`,
    `edition = "2024";

package a;

import "google/protobuf/any.proto";
import option "google/protobuf/go_features.proto";

option go_package = "example.com/a";
option features.(pb.go).api_level = API_OPEN;

message A { google.protobuf.Any any = 1; }
`,
  ),
  golden(
    'keeps the classes of Java in one file in edition 2024',
    '2024',
    `syntax = "proto3";
option java_package = "com.a";
message A {
  int32 x = 1;
}
enum E { E_UNSPECIFIED = 0; }
service S {}
`,
    `edition = "2024";

import option "google/protobuf/java_features.proto";

option java_package = "com.a";
option features.field_presence = IMPLICIT;
option java_outer_classname = "AOuterClass";
message A {
  option features.(pb.java).nest_in_file_class = YES;
  int32 x = 1;
}
enum E { option features.(pb.java).nest_in_file_class = YES; E_UNSPECIFIED = 0; }
service S { option features.(pb.java).nest_in_file_class = YES; }
`,
  ),
  golden(
    'removes the option for several files of Java, which is the default of edition 2024',
    '2024',
    `syntax = "proto3";
option java_multiple_files = true;
option java_outer_classname = "Outer";
message A {}
`,
    `edition = "2024";
option java_outer_classname = "Outer";
message A {}
`,
  ),
  golden(
    'keeps the strings of C++ in edition 2024',
    '2024',
    `syntax = "proto3";
message A {
  repeated string a = 1 [ctype = STRING_PIECE];
  oneof pick { bytes b = 2 [ctype = CORD]; }
}
`,
    `edition = "2024";

import option "google/protobuf/cpp_features.proto";

option features.(pb.cpp).string_type = STRING;

message A {
  repeated string a = 1;
  oneof pick { bytes b = 2 [features.(pb.cpp).string_type = CORD]; }
}
`,
  ),
];

describe('conversion', () => {
  test.each(CASES)('conversion $name', ({ target, before, after }) => {
    expect(converted(before, target)).toBe(after);
  });

  test('keeps line breaks and a byte-order mark', () => {
    expect(converted('\ufeffsyntax = "proto3";\r\nmessage A { int32 a = 1; }\r\n', '2023')).toBe(
      '\ufeffedition = "2023";\r\n\r\noption features.field_presence = IMPLICIT;\r\n\r\nmessage A { int32 a = 1; }\r\n',
    );
  });

  test('gives texts that protoc accepts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'editions-'));
    try {
      // Files may declare the same names, so protoc runs separately for each file.
      for (const [at, { after }] of CASES.entries()) {
        writeFileSync(join(folder, `${at}.proto`), after);
        const { ok, stderr } = runProtoc({ roots: [folder], files: [`${at}.proto`] });
        expect(ok ? '' : `${after}\n${stderr}`).toBe('');
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('conversion is refused', () => {
  test.each([
    ['edition = "2023";\n', '2024', 'It has an edition already.'],
    ['syntax = "proto3";\nmessage A { B b = 1; }\n', '2023', 'It has an error: "B" is not defined.'],
    [
      'syntax = "proto2";\nmessage A { reserved "a b"; }\n',
      '2023',
      'Editions allow only identifiers as reserved names, and not "a b".',
    ],
    [
      'syntax = "proto2";\nimport weak "google/protobuf/any.proto";\n',
      '2024',
      'The edition does not allow it: weak import is not supported in edition 2024 and above. Consider using option import instead.',
    ],
    ['syntax = "proto2";\nmessage A { optional group /* lost */ G = 1 {} }\n', '2023', 'A comment would be lost.'],
  ] as const)('the text %j is not converted to edition %s: %s', (text, target, reason) => {
    expect(convert(text, target)).toEqual({ kind: 'refused', reason });
  });

  test('conversion is refused if a name means something else without its label', () => {
    const text = 'syntax = "proto2";\nmessage option { }\nmessage A { optional option a = 1; }\n';
    expect(convert(text, '2023').kind).toBe('refused');
  });
});

describe('the time that a conversion takes', () => {
  // Each search for lines may replace the carriage returns of the whole text first.
  test('the time grows only with the size of the text if carriage returns separate statements', () => {
    const prepare = (size: number): LinkedFile => {
      const groups = Array.from({ length: size }, (_, at) => `oneof o${at} { group G${at} = ${at + 1} {} }`);
      const text = `syntax = "proto2";\rmessage A {\r${groups.join('\r')}\r}\r`;
      const [file] = compileTexts({ 'a.proto': text }).files;
      if (file === undefined) throw new Error('no file');
      return file;
    };
    const work = (file: LinkedFile): void => {
      expect(convertFile(file, '2023', () => undefined).kind).toBe('converted');
    };
    expect(growthOf(500, prepare, work)).toBeLessThan(LINEAR);
  });
});
