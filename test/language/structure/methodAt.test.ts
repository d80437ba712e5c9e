/** The rpc at the cursor, to which a request is sent. */
import { expect, test } from 'vitest';
import { methodAt } from '../../../src/language/structure/methodAt.ts';
import { parse } from '../../../src/syntax/parser.ts';

const HEAD = 'syntax = "proto3";\npackage shop.v1;\n';

function at(source: string): string | undefined {
  return methodAt(parse(source.replace('$0', '')), source.indexOf('$0'));
}

test.each([
  ['its name', 'service S { rpc Ge$0t(A) returns (A); }', 'shop.v1.S/Get'],
  ['its types', 'service S { rpc Get(A) returns (stream $0A); }', 'shop.v1.S/Get'],
  ['its body', 'service S { rpc Get(A) returns (A) { option deprecated = $0true; } }', 'shop.v1.S/Get'],
  ['the second of two methods', 'service S { rpc A(M) returns (M); rpc $0B(M) returns (M); }', 'shop.v1.S/B'],
  ['a method that is being written', 'service S { rpc Get($0', 'shop.v1.S/Get'],
  ['the name of the service', 'service $0S { rpc Get(A) returns (A); }', undefined],
  ['a message', 'message $0A {}', undefined],
])('the method at the cursor is found in %s', (_, source, method) => {
  expect(at(HEAD + source)).toBe(method);
});

test('the method at the cursor is found without a package', () => {
  expect(at('service S { rpc Ge$0t(A) returns (A); }')).toBe('S/Get');
});
