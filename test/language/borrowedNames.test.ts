/**
 * Names that each JavaScript object has, used as names of declarations: no table may confuse them with its own entries.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { completion } from '../../src/language/completion/completion.ts';
import { definition } from '../../src/language/navigation/definition.ts';
import { hover } from '../../src/language/navigation/hover.ts';
import { outline } from '../../src/language/structure/outline.ts';
import { completeJson } from '../../src/message/complete.ts';
import { exampleJson } from '../../src/message/example.ts';
import { parseMessage, printMessage } from '../../src/message/json.ts';
import { loadSchema } from '../../src/message/schema.ts';
import { compileTexts } from '../support/compileText.ts';
import { descriptorSet } from '../support/descriptorSet.ts';
import { fixture } from '../support/memoryWorkspace.ts';

const NAMES = [
  'constructor',
  'toString',
  '__proto__',
  'hasOwnProperty',
  'valueOf',
  'isPrototypeOf',
  '__defineGetter__',
];

/** Makes a file in which everything has one of these names. */
function named(name: string): string {
  return `syntax = "proto2";
package p.${name};
import "google/protobuf/descriptor.proto";
message ${name} { optional int32 ${name} = 1; message M { optional .p.${name}.${name} ${name} = 1; reserved "${name}"; } }
message Other {
  optional ${name} ${name} = 1;
  oneof o { ${name}.M m = 2; }
  map<string, ${name}> map = 3;
  optional E e = 4 [default = E_${name}];
}
enum E { E_${name} = 0; }
service S { rpc ${name}(.p.${name}.${name}) returns (stream .p.${name}.${name}.M); }
extend google.protobuf.MessageOptions { optional Other opt_${name} = 50000; }
message User { option (opt_${name}) = { ${name} { ${name}: 1 } map { key: "${name}" value { ${name}: 2 } } e: E_${name} }; }
`;
}

describe.each(NAMES)('declarations named %s', (name) => {
  it('such names make no feature fail, at any offset', () => {
    const text = named(name);
    const { workspace, path } = fixture(`-- a.proto --\n$0${text}`, { wellKnown: true });
    const file = workspace.linked(path);
    if (file === undefined) throw new Error('The file is not there');
    expect(outline(file.tree).length).toBeGreaterThan(0);
    for (let offset = 0; offset <= text.length; offset++) {
      completion(workspace, path, offset);
      hover(file, offset, (home, importPath) => workspace.textOf(home, importPath));
      definition(file, offset, (home, importPath) => workspace.textOf(home, importPath));
    }
    const type = text.indexOf(`optional ${name} ${name} = 1;`) + 'optional '.length;
    expect(hover(file, type, (home) => workspace.textOf(home))?.markdown).toContain(`*message* \`p.${name}.${name}\``);
  });

  it('such names mean the same as they do for protoc', () => {
    const text = named(name).replace(/reserved .*?; /, '');
    expect(compileTexts({ 'a.proto': text }).lines).toEqual([]);
    expect(descriptorSet({ 'a.proto': text }).length).toBeGreaterThan(0);
  });

  it('the defaults of fields with such names are checked only against their own type', () => {
    const text = `syntax = "proto2";\nenum ${name} { A = 0; }\nmessage M { optional ${name} a = 1 [default = A]; optional ${name} b = 2 [default = B]; }\n`;
    const { diagnostics } = compileTexts({ 'a.proto': text });
    expect(diagnostics.map(({ diagnostic }) => diagnostic.message)).toEqual([
      `Enum type "${name}" has no value named "B".`,
    ]);
  });

  it('fields with such names are read from JSON, printed as JSON, and have an example', () => {
    const text = `syntax = "proto3";\nmessage ${name} { string ${name} = 1; map<string, int32> map = 2; ${name} inner = 3; }\n`;
    const schema = loadSchema(descriptorSet({ 'a.proto': text }));
    const type = schema.registry.getMessage(name);
    if (type === undefined) throw new Error('The type is not there');
    const json = type.fields[0]?.jsonName ?? '';
    const value = `{"${json}":"x","map":{"${name}":1},"inner":{"${json}":"y"}}`;
    const parsed = parseMessage(schema, type, value);
    if (parsed.kind === 'problems') throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
    const printed = printMessage(schema, fromBinary(type, toBinary(type, parsed.message)));
    expect(printed.replaceAll(/\s/g, '')).toBe(value);
    expect(exampleJson(schema, type)).toContain(`"${json}"`);
    expect(completeJson(schema, type, '{', 1).items.map(({ label }) => label)).toContain(json);
  });
});
