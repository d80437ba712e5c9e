import { describe, expect, test } from 'vitest';
import { completeJson } from '../../src/message/complete.ts';
import { exampleJson } from '../../src/message/example.ts';
import { isGreeterShaped } from '../../src/message/greeter.ts';
import { checkMessage } from '../../src/message/json.ts';
import { loadSchema } from '../../src/message/schema.ts';
import { greeterSet, schemaOf } from '../support/descriptorSet.ts';

describe('the Greeter', () => {
  const schema = loadSchema(greeterSet());
  const hello = schema.method('greeter.v1.Greeter/SayHello');
  if (hello === undefined) throw new Error('SayHello is missing');

  test('has an example request with the name "world"', () => {
    expect(exampleJson(schema, hello.input)).toBe('{\n  "name": "world"\n}');
  });

  test('reports a misspelled field', () => {
    expect(checkMessage(schema, hello.input, '{"nam": "x"}')).toEqual([
      { start: 1, end: 6, message: 'greeter.v1.HelloRequest has no field "nam". Did you mean "name"?' },
    ]);
  });

  test('completes its field with its comment', () => {
    expect(completeJson(schema, hello.input, '{', 1).items).toEqual([
      { label: 'name', kind: 'field', detail: 'string', documentation: 'The name of the person.', apply: '"name": ' },
    ]);
  });

  test('greets only in its unary method', () => {
    const shaped = schema.services.flatMap((service) => service.methods).filter(isGreeterShaped);
    expect(shaped.map((method) => method.name)).toEqual(['SayHello']);
  });
});

test.each([
  ['rpc SayHello(A) returns (B);', true],
  ['rpc say_hi(A) returns (B);', true],
  ['rpc Greet(A) returns (B);', true],
  ['rpc Hello(A) returns (stream B);', false],
  ['rpc Say(A) returns (B);', false],
  ['rpc SayHello(B) returns (A);', false],
])('the method %s greets: %s', (rpc, greets) => {
  const schema = schemaOf(
    `syntax = "proto3"; message A { string name = 1; } message B { string message = 1; } service S { ${rpc} }`,
  );
  expect(schema.services[0]?.methods.map(isGreeterShaped)).toEqual([greets]);
});
