/**
 * An option that is set field by field is checked as a whole after all its statements. protoc 36 does not check it: an
 * assertion fails when protoc writes the option. So these cases cannot be among the others.
 */
import { describe, expect, it } from 'vitest';
import { compileTexts } from '../support/compileText.ts';
import { judgeCases } from '../support/ownCases.ts';
import { proto2 } from './cases/case.ts';

const DECLARATIONS = `import "google/protobuf/descriptor.proto";
message R { required string a = 1; required string b = 2; optional N n = 3; extensions 10; }
message N { required int32 x = 1; optional int32 y = 2; optional R r = 3; }
extend R { optional N ext = 10; }
extend google.protobuf.FileOptions { optional R r = 50000; optional N n = 50001; }
extend google.protobuf.MessageOptions { optional R m = 50000; }
extend google.protobuf.FieldOptions { optional R f = 50000; }
`;

/** Returns the diagnostics, each after the text that it underlines. */
function complaints(text: string): readonly string[] {
  const source = `syntax = "proto2";\npackage p;\n${DECLARATIONS}${text}\n`;
  const { diagnostics } = compileTexts({ 'a.proto': source });
  return diagnostics.map(({ diagnostic: { span, message } }) => `${source.slice(span?.start, span?.end)}: ${message}`);
}

const missing = (place: string, option: string, fields: string): string =>
  `${place}: Error while parsing option value for "${option}": Message missing required fields: ${fields}`;

describe('an option that is set field by field', () => {
  it('the option is refused at the first statement if a required field is not set', () => {
    expect(complaints('option (r).a = "a";')).toEqual([missing('(r).a', 'r', 'b')]);
    expect(complaints('option (n).y = 1; option (n).r.a = "a";')).toEqual([missing('(n).y', 'n', 'x, r.b')]);
    expect(complaints('option (r).(ext).y = 1;')).toEqual([missing('(r).(ext).y', 'r', 'a, b, (p.ext).x')]);
    expect(complaints('message M { option (m).b = "b"; }')).toEqual([missing('(m).b', 'm', 'a')]);
    expect(complaints('message M { optional int32 i = 1 [(f).n = { x: 1 }]; }')).toEqual([
      missing('(f).n', 'f', 'a, b'),
    ]);
  });

  it('the option is complete with all its statements together', () => {
    expect(complaints('option (r).b = "b"; option (r).a = "a";')).toEqual([]);
    expect(complaints('option (n).x = 1; option (n).r = { a: "a" b: "b" };')).toEqual([]);
    expect(complaints('message M { option (m).b = "b"; option (m).a = "a"; }')).toEqual([]);
  });

  it('the option is checked for each declaration separately', () => {
    expect(complaints('message M { option (m).a = "a"; }\nmessage O { option (m).b = "b"; }')).toEqual([
      missing('(m).a', 'm', 'b'),
      missing('(m).b', 'm', 'a'),
    ]);
  });

  it('the option is not checked if a statement is wrong, because the other statements were not read', () => {
    expect(complaints('option (r).a = "a"; option (r).none = 1;')).toHaveLength(1);
  });

  it('the option is accepted and refused as by protoc', async () => {
    const both = ['option (r).a = "a";', 'option (r).a = "a"; option (r).b = "b";'];
    const verdicts = await judgeCases(both.map((text) => proto2(DECLARATIONS + text)));
    expect(verdicts.map(({ ok }) => ok)).toEqual(both.map((text) => complaints(text).length === 0));
  });
});
