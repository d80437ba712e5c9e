/** Moves of nested declarations to the top level, and back. */
import { describe, expect, test } from 'vitest';
import { refactored, titles } from './check.ts';

const HEAD = 'syntax = "proto3";\npackage p;\n';

describe('a nested declaration', () => {
  test('a nested declaration moves to the top level, and all names that lead to it follow', () => {
    const source = `-- main.proto --
${HEAD}
message A {
  // Of Inner.
  message $0Inner {
    // Of deep.
    Deep deep = 1;
    message Deep {}

    Kind kind = 2;
  }

  enum Kind { KIND_UNSPECIFIED = 0; }
  Inner inner = 1; // last
} // closed

message B { A.Inner i = 1; A.Inner.Deep d = 2; }
-- user.proto --
${HEAD}import "main.proto";
message U { A.Inner.Deep d = 1; .p.A.Inner i = 2; }
`;
    expect(titles(source)).toContain('Move Inner to the top level');
    expect(refactored(source, 'Move Inner to the top level')).toBe(`-- warning --
The full name changes from p.A.Inner to p.Inner. Generated code and the types of google.protobuf.Any values change with it.
-- main.proto --
${HEAD}
message A {
  enum Kind { KIND_UNSPECIFIED = 0; }
  Inner inner = 1; // last
} // closed

// Of Inner.
message Inner {
  // Of deep.
  Deep deep = 1;
  message Deep {}

  A.Kind kind = 2;
}

message B { Inner i = 1; Inner.Deep d = 2; }
-- user.proto --
${HEAD}import "main.proto";
message U { Inner.Deep d = 1; Inner i = 2; }
`);
  });

  test('a nested declaration stays if its name, or the name of one of its values, is taken', () => {
    const taken = `${HEAD}message A { enum $0Kind { NONE = 0; } }\nenum Other { NONE = 0; }\n`;
    expect(refactored(taken, 'Move Kind to the top level')).toContain('"NONE" is already defined in "p".');
  });
});

describe('a declaration with one user', () => {
  test('a declaration with one user moves into the message that uses it', () => {
    const source = `${HEAD}
// Of Part.
message $0Part {
  Part next = 1;

  int32 n = 2;
}

message Whole {
  message Other {}

  repeated Part parts = 1;
  map<string, Part> by_name = 2;
}
`;
    expect(refactored(source, 'Move Part into Whole')).toBe(`-- warning --
The full name changes from p.Part to p.Whole.Part. Generated code and the types of google.protobuf.Any values change with it.
-- a.proto --
${HEAD}
message Whole {
  // Of Part.
  message Part {
    Part next = 1;

    int32 n = 2;
  }

  message Other {}

  repeated Part parts = 1;
  map<string, Part> by_name = 2;
}
`);
  });

  test('a declaration stays if it has several users, or if one of them is not a message', () => {
    expect(titles(`${HEAD}message $0P {}\nmessage A { P p = 1; }\nmessage B { P p = 1; }\n`).join()).not.toContain(
      'into',
    );
    expect(titles(`${HEAD}message $0P {}\nservice S { rpc Get(P) returns (P); }\n`).join()).not.toContain('into');
  });

  test('a declaration stays if another file uses it', () => {
    const source = `-- main.proto --\n${HEAD}message $0P {}\nmessage A {\n  P p = 1;\n}\n-- user.proto --\n${HEAD}import "main.proto";\nmessage U { P p = 1; }\n`;
    expect(refactored(source, 'Move P into A')).toBe('user.proto uses P too.');
  });
});
