import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folds } from '../../../src/language/structure/folding.ts';
import { parse } from '../../../src/syntax/parser.ts';
import { LineIndex } from '../../../src/text/lines.ts';
import { cpuMs } from '../../support/cpu.ts';

/** Returns each fold as `first-last`, with its kind unless it is code. Lines count from zero. */
function folded(text: string): readonly string[] {
  return folds(parse(text), new LineIndex(text)).map(({ kind, startLine, endLine }) =>
    kind === 'code' ? `${startLine}-${endLine}` : `${startLine}-${endLine} ${kind}`,
  );
}

describe('folds', () => {
  test('folds hide the text between the lines of the braces', () => {
    expect(
      folded(`message A {
  oneof o {
    int32 x = 1;
  }
  enum E {
    Z = 0;
  }
  message Inner {
  }
}
service S
{
  rpc Get(A) returns (A) {
    option deprecated = true;
  }
}
extend A {
  optional int32 y = 100;
}
message OnOneLine { int32 x = 1; }`),
    ).toEqual(['0-8', '1-2', '4-5', '10-14', '12-13', '16-17']);
  });

  test('folds hide the options of a field, and messages and lists in an option', () => {
    expect(
      folded(`option (a) = {
  get: "x"
  list: [
    { b: 1 },
    {
      c: 1
    }
  ]
};
message A {
  int32 x = 1 [
    deprecated = true,
    (o) = {
      a: 1
    }
  ];
  reserved 1,
    2,
    3;
}`),
    ).toEqual(['0-7', '2-6', '4-5', '9-18', '10-14', '12-13', '16-18']);
  });

  test('folds hide comments of several lines, and end where something else begins', () => {
    expect(
      folded(`// Licence
// of this file

/* A
 * block */
message A { // trailing
  // one
  // two

  // three
  int32 x = 1; // four
  // five
}
// six
/* seven */ message B {}
// eight`),
    ).toEqual(['0-1 comment', '3-4 comment', '5-11', '6-7 comment', '13-14 comment']);
  });

  test('folds hide successive imports', () => {
    expect(
      folded(`syntax = "proto3";
import "a.proto";

// Why b.
import public "b.proto";
option java_package = "x";
import "c.proto";
message A {}`),
    ).toEqual(['1-4 imports']);
  });

  test('folds hide regions, which may nest and must be closed', () => {
    expect(
      folded(`// #region all
// a comment
//#region inner
message A {
}
// #endregion
//endregion
// region of the world, which nothing closes
// goes on
// #endregion
// #endregion`),
    ).toEqual(['0-6 region', '2-5 region', '7-9 region']);
  });

  test('a fold hides a whole comment that only looks like the beginning of a region', () => {
    expect(folded('// The\n// region where the machine is.\nmessage A {}')).toEqual(['0-1 comment']);
  });

  test('folds use the markers of language-configuration.json, which editors read if there is no server', () => {
    const { start, end } = (
      JSON.parse(readFileSync('language-configuration.json', 'utf8')) as {
        folding: { markers: { start: string; end: string } };
      }
    ).folding.markers;
    for (const line of [
      '// #region a',
      '//region',
      '  // region',
      '//#regions',
      '// a #region',
      '/// #region',
      '#region',
    ])
      expect([
        line,
        folded(`${line}\n// #endregion`).length > 0 && !folded(`${line}\n// #endregion`).includes('0-1 comment'),
      ]).toEqual([line, new RegExp(start).test(line)]);
    expect(new RegExp(end).test('// #endregion')).toBe(true);
  });

  test('folds are right in texts with CRLF and characters outside of the basic plane', () => {
    expect(folded('// 😀\r\n// 😀\r\nmessage A {\r\n  // 😀\r\n  int32 x = 1;\r\n}\r\n')).toEqual([
      '0-1 comment',
      '2-4',
    ]);
  });

  test('a fold ends at the end of the text if a brace is missing', () => {
    expect(folded('message A {\n  int32 x = 1;\n  int32 y = 2;')).toEqual(['0-2']);
    expect(folded('')).toEqual([]);
  });

  test('folds of an enum with more values than a function may have arguments are found', () => {
    expect(folded(`enum E {\n${'A=0;\n'.repeat(300_000)}}`)).toEqual(['0-300000']);
  });

  test('folds of a text with many comments and braces on one line take linear time', () => {
    const before = cpuMs();
    folded(`${'/* a\n */ '.repeat(100_000)}\n${'message A {\n'.repeat(20_000)}${'}'.repeat(20_000)}`);
    folded('/* \0'.repeat(200_000));
    expect(cpuMs() - before).toBeLessThan(6000);
  });
});
