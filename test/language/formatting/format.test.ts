/** What formatting changes, what it keeps, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { formatFile } from '../../../src/language/formatting/format.ts';
import { BUF_STYLE, type FormatStyle } from '../../../src/language/formatting/style.ts';
import { parse } from '../../../src/syntax/parser.ts';
import { cpuMs } from '../../support/cpu.ts';
import { formatted } from '../../support/formatting.ts';

function textOf(text: string, style: Partial<FormatStyle> = {}): string {
  const result = formatFile(parse(text), { ...BUF_STYLE, ...style });
  return result.kind === 'formatted' ? result.text : `${result.kind}: ${result.reason}`;
}

function refusal(text: string): { readonly reason: string; readonly offset: number } | undefined {
  const result = formatFile(parse(text), BUF_STYLE);
  return result.kind === 'refused' ? { reason: result.reason, offset: result.offset } : undefined;
}

describe('a file', () => {
  it('a formatted file has one statement per line, and sorted imports and options', () => {
    expect(
      textOf(
        'syntax="proto3";package a;import "b.proto";import "a.proto";option java_package="j";option go_package="g";message A{string b=1[deprecated=true];}',
      ),
    ).toBe(`syntax = "proto3";
package a;

import "a.proto";
import "b.proto";

option go_package = "g";
option java_package = "j";
message A {
  string b = 1 [deprecated = true];
}
`);
  });

  it('a license stays at the top when imports are sorted', () => {
    expect(textOf('// License\n\n// About b.\nimport "b";\nimport "a";\n')).toBe(
      '// License\n\nimport "a";\n// About b.\nimport "b";\n',
    );
  });

  it('a file with a syntax error is refused with the place of the error', () => {
    expect(refusal('message A {\n  string = 1;\n}\n')).toEqual({ reason: 'Expected field name.', offset: 21 });
  });

  it('a file without a closing brace is refused', () => {
    expect(refusal('message A {')?.reason).toContain("missing '}'");
  });

  it('the refusal names the line where an editor underlines the error, and not the line after it', () => {
    const text = 'message A {\n  string a = 1\n  int32 b = 2;\n}\n';
    expect(text.slice(0, refusal(text)?.offset).split('\n')).toHaveLength(2);
  });

  it('a file with an error that does not concern its syntax is formatted', () => {
    expect(textOf('syntax = "proto2";\nmessage A {string a=1;}')).toBe(
      'syntax = "proto2";\n\nmessage A {\n  string a = 1;\n}\n',
    );
  });

  it('with a block comment that begins in a comment of text format is refused', () => {
    expect(refusal('option (a) = { b: 1 # why /* not\n */ };')).toMatchObject({ offset: 20 });
  });

  it.each(['a: [1', 'a <b: 1', 'a [{}', 'a'])(
    'with text format that the tree does not have is refused: %s',
    (value) => {
      expect(refusal(`option (o) = {${value}};`)?.reason).toContain('does not understand');
    },
  );

  it('a message literal that is nested too deeply is left alone', () => {
    const deep = `option (a) = ${'{ a '.repeat(200)}{}${'}'.repeat(200)};`;

    expect(formatted(deep).kind).not.toBe('formatted');
  });

  it('an empty file stays empty', () => {
    expect(textOf('')).toBe('');
    expect(textOf('\n \n')).toBe('');
  });
});

describe('a comment', () => {
  it('a comment that cannot become a block comment ends its line', () => {
    expect(textOf('message A // see */\n{ }')).toBe('message A // see */\n{}\n');
  });

  it('a comment before a separator of a message literal is kept', () => {
    expect(textOf('option (a) = { b: 1 /* c */, d: 2 };')).toBe('option (a) = {\n  b: 1 /* c */\n  d: 2\n};\n');
  });
});

describe('line breaks', () => {
  it('line breaks stay CRLF', () => {
    expect(textOf('message A {\r\n    string a=1;\r\n}\r\n')).toBe('message A {\r\n  string a = 1;\r\n}\r\n');
  });

  it('the line breaks of unchanged lines stay as they are', () => {
    expect(textOf('message A {\r\n  string a = 1;\n  string b=2;\r\n}\n')).toBe(
      'message A {\r\n  string a = 1;\n  string b = 2;\r\n}\n',
    );
  });

  it('the user chooses the line breaks', () => {
    expect(textOf('// a\r\nmessage A {\n}\n', { lineBreak: '\r\n' })).toBe('// a\r\nmessage A {}\r\n');
    expect(textOf('/* a\r\n b */\r\nmessage A {}\r\n', { lineBreak: '\n' })).toBe('/* a\n   b */\nmessage A {}\n');
  });

  it('a byte-order mark stays in its place', () => {
    expect(textOf('\ufeffmessage  A{}')).toBe('\ufeffmessage A {}\n');
  });

  it('the last line break can be missing', () => {
    expect(textOf('message A{}\n\n', { finalLineBreak: false })).toBe('message A {}');
  });
});

describe('indentation', () => {
  it('the user chooses the indentation', () => {
    expect(textOf('message A { message B { string a = 1; } }', { indent: '\t' })).toBe(
      'message A {\n\tmessage B {\n\t\tstring a = 1;\n\t}\n}\n',
    );
  });
});

describe('edits', () => {
  it('edits touch only what changes', () => {
    const text = 'syntax = "proto3";\n\nmessage A {\n  string a  = 1;\n  string b = 2;\n}\n';
    const result = formatted(text);

    expect(result.kind === 'formatted' && result.edits).toEqual([
      { span: { start: text.indexOf('  = 1') + 1, end: text.indexOf('  = 1') + 2 }, newText: '' },
    ]);
  });

  it('formatted text needs no edits', () => {
    const result = formatted('syntax = "proto3";\n');

    expect(result.kind === 'formatted' && result.edits).toEqual([]);
  });
});

describe('a long text', () => {
  const SIZE = 200_000;
  const TEXTS: readonly (readonly [string, string])[] = [
    ['fields', `message A {${'string a=1;'.repeat(SIZE)}}`],
    ['semicolons', ';'.repeat(SIZE * 5)],
    ['comments in one gap', `message A {${'/*c*/ // d\n'.repeat(SIZE)}}`],
    ['a comment with many lines', `/*${'\n   text'.repeat(SIZE)}*/`],
    ['imports', 'import "b";import "a";'.repeat(SIZE / 4)],
    ['a list', `option (a) = {b:[${'1,'.repeat(SIZE)}1]};`],
    ['separators', `option (a) = {b:1${','.repeat(SIZE)}};`],
    ['a path', `message A { ${'a.'.repeat(SIZE)}b c = 1; }`],
    ['one line', `option (a) = ${'"x" '.repeat(SIZE)};`],
  ];

  // A quadratic formatter takes minutes for any of these texts.
  it.each(TEXTS)('a long text is formatted in linear time: %s', (_, text) => {
    const before = cpuMs();
    const { kind } = formatted(text);

    expect(kind).toBe('formatted');
    expect(cpuMs() - before).toBeLessThan(8_000);
  });
});
