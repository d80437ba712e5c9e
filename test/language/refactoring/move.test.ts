/** Moves of top-level declarations to other files. */
import { describe, expect, test } from 'vitest';
import { resultOf } from '../../../src/base/slices.ts';
import { moving } from '../../../src/language/refactoring/move.ts';
import { FOLDER } from '../../support/memoryWorkspace.ts';
import { drawn, open, refactored, titles } from './check.ts';

function moved(source: string, target: string): string {
  const { made, selection } = open(source);
  return drawn(made, resultOf(moving(selection, `${FOLDER}/${target}`)));
}

const HEAD = 'syntax = "proto3";\npackage p;\n';

describe('a declaration moves to a new file', () => {
  test('a declaration moves to a new file with its comments, its imports and its importers', () => {
    const source = `-- main.proto --
syntax = "proto3";

package p;

import "google/protobuf/any.proto";
import "t.proto";

option go_package = "example.com/p";

// Stays.

// Of A.
// Two lines.
message $0A { // open
  t.T t = 1;
  Inner i = 2;
  message Inner {}
} // closed

/* Of B. */
message B {
  A a = 1;
  google.protobuf.Any any = 2;
}
-- b.proto --
syntax = "proto3";
package q;
import "main.proto";
message Q {
  p.A a = 1;
}
-- c.proto --
syntax = "proto3";
package q;
import "main.proto";
message R {
  p.A.Inner a = 1;
  p.B b = 2;
}
-- t.proto --
syntax = "proto3";
package t;
message T {}
`;
    expect(titles(source).slice(0, 2)).toEqual(['Move A to new file a.proto', 'Move A to another file…']);
    expect(refactored(source, 'Move A to new file a.proto')).toBe(`-- a.proto --
syntax = "proto3";

package p;

import "t.proto";

option go_package = "example.com/p";

// Of A.
// Two lines.
message A { // open
  t.T t = 1;
  Inner i = 2;
  message Inner {}
} // closed
-- b.proto --
syntax = "proto3";
package q;
import "a.proto";
message Q {
  p.A a = 1;
}
-- c.proto --
syntax = "proto3";
package q;
import "a.proto";
import "main.proto";
message R {
  p.A.Inner a = 1;
  p.B b = 2;
}
-- main.proto --
syntax = "proto3";

package p;

import "a.proto";
import "google/protobuf/any.proto";

option go_package = "example.com/p";

// Stays.

/* Of B. */
message B {
  A a = 1;
  google.protobuf.Any any = 2;
}
`);
  });
});

describe('a declaration moves to an existing file', () => {
  test('a moved declaration comes after the others, and names are written as its package needs them', () => {
    const source = `-- main.proto --
syntax = "proto3";
package p;
enum $0E { E_UNSPECIFIED = 0; }
message M { E e = 1; Other o = 2; }
message Other {}
-- sub/other.proto --
syntax = "proto3";
package q.r;

message X {}
-- user.proto --
syntax = "proto3";
package p;
import "main.proto";
message U { E e = 1; .p.E f = 2; p.E g = 3; map<string, E> h = 4; M m = 5; }
`;
    expect(moved(source, 'sub/other.proto')).toBe(`-- warning --
The full names change, because sub/other.proto is in q.r and not in p. With them, the paths of calls and the types of google.protobuf.Any values change.
-- main.proto --
syntax = "proto3";
package p;

import "sub/other.proto";

message M { q.r.E e = 1; Other o = 2; }
message Other {}
-- sub/other.proto --
syntax = "proto3";
package q.r;

message X {}

enum E { E_UNSPECIFIED = 0; }
-- user.proto --
syntax = "proto3";
package p;
import "main.proto";
import "sub/other.proto";
message U { q.r.E e = 1; q.r.E f = 2; q.r.E g = 3; map<string, q.r.E> h = 4; M m = 5; }
`);
  });

  test('all selected declarations move together, and keep their order', () => {
    const source = `-- main.proto --
${HEAD}
message Before {}

«// Of A.
message A { B b = 1; }

service S {
  // Of Get.
  rpc Get(A) returns (B);
}

message B {}»

message After {}
-- other.proto --
${HEAD}`;
    expect(titles(source)[0]).toBe('Move A and 2 others to new file a.proto');
    expect(moved(source, 'other.proto')).toBe(`-- main.proto --
${HEAD}
message Before {}

message After {}
-- other.proto --
${HEAD}
// Of A.
message A { B b = 1; }

service S {
  // Of Get.
  rpc Get(A) returns (B);
}

message B {}
`);
  });

  test('an import that only the moved declaration used is removed, unless the import has a comment', () => {
    const source = (comment: string): string => `-- main.proto --
${HEAD}import "t.proto";${comment}
message $0A { T t = 1; }
-- other.proto --
${HEAD}-- t.proto --
${HEAD}message T {}
`;
    expect(moved(source(''), 'other.proto')).toBe(
      `-- main.proto --\n${HEAD}-- other.proto --\n${HEAD}\nimport "t.proto";\n\nmessage A { T t = 1; }\n`,
    );
    expect(moved(source(' // For A.'), 'other.proto')).toContain(
      `-- main.proto --\n${HEAD}import "t.proto"; // For A.`,
    );
  });

  test('a file with Windows line breaks keeps them after a move', () => {
    const crlf = HEAD.replaceAll('\n', '\r\n');
    const source = `-- main.proto --\n${HEAD}message $0A {\n  B b = 1;\n}\nmessage C {}\n-- other.proto --\n${crlf}message B {}\r\n`;
    expect(
      moved(source.replace('package p;\nmessage', 'package p;\nimport "other.proto";\nmessage'), 'other.proto'),
    ).toBe(
      `-- main.proto --\n${HEAD}message C {}\n-- other.proto --\n${crlf}message B {}\r\n\r\nmessage A {\r\n  B b = 1;\r\n}\r\n`,
    );
  });
});

describe('a move is refused', () => {
  const other = `-- other.proto --\n${HEAD}`;

  test.each([
    [
      'if the files would import each other',
      `-- main.proto --\n${HEAD}message $0A { B b = 1; }\nmessage B { A a = 1; }\n${other}`,
      'The two files would import each other. Move what both need too.',
    ],
    [
      'if the name is taken',
      `-- main.proto --\n${HEAD}message $0A {}\n-- other.proto --\nsyntax = "proto3";\npackage q;\nmessage A {}\n`,
      'other.proto would have a new error: "A" is already defined in "q".',
    ],
    [
      'if the other file has another syntax',
      `-- main.proto --\n${HEAD}message $0A {}\n-- other.proto --\nsyntax = "proto2";\npackage p;\n`,
      'other.proto has another syntax or edition, so the declaration would mean something else there.',
    ],
    [
      'if features of the other file change the meaning',
      `-- main.proto --\nedition = "2023";\npackage p;\nmessage $0A { int32 a = 1; }\n-- other.proto --\nedition = "2023";\npackage p;\noption features.field_presence = IMPLICIT;\n`,
      'The message "p.A" would mean something else.',
    ],
    [
      'if its file has errors',
      `-- main.proto --\n${HEAD}message $0A { Gone g = 1; }\n${other}`,
      'main.proto has errors. Correct them first.',
    ],
    [
      'if a file that mentions the declaration has errors in that place',
      `-- main.proto --\n${HEAD}message $0A {}\n${other}-- user.proto --\n${HEAD}import "main.proto";\nmessage U { A a = 1\n`,
      'user.proto has errors. Correct them first.',
    ],
    [
      'if the name of the declaration leads nowhere in another file',
      `-- main.proto --\n${HEAD}message $0A {}\n${other}-- user.proto --\n${HEAD}import "main.proto";\nmessage U { q.A a = 1; A b = 2; }\n`,
      'user.proto has errors where it mentions "A". Correct them first.',
    ],
  ])('a move is refused %s', (_, source, reason) => {
    expect(moved(source, 'other.proto')).toBe(reason);
  });
});

test('options inside of a moved declaration stay as they are', () => {
  const source = `-- main.proto --
${HEAD}import "opt.proto";
enum $0E {
  option allow_alias = true;
  option (o.mark).note = "a";
  E_UNSPECIFIED = 0;
  E_NONE = 0 [deprecated = true];
}
-- opt.proto --
syntax = "proto3";
package o;
import "google/protobuf/descriptor.proto";
message Mark { string note = 1; }
extend google.protobuf.EnumOptions { Mark mark = 50000; }
`;
  expect(refactored(source, 'Move E to new file e.proto')).toContain(`-- e.proto --
syntax = "proto3";

package p;

import "opt.proto";

enum E {
  option allow_alias = true;
  option (o.mark).note = "a";
  E_UNSPECIFIED = 0;
  E_NONE = 0 [deprecated = true];
}
`);
});
