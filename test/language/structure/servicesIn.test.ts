/** The services of a file and their methods, without anything else that it declares. */
import { expect, test } from 'vitest';
import { servicesIn } from '../../../src/language/structure/servicesIn.ts';
import { parse } from '../../../src/syntax/parser.ts';

function namesIn(text: string): readonly string[] {
  return servicesIn(parse(text)).map(
    ({ kind, fullName, nameSpan }) => `${kind} ${fullName} at ${text.slice(nameSpan.start, nameSpan.end)}`,
  );
}

test('services and methods are named with their package, in source order', () => {
  const text =
    'package p.v1; message M {} service B { rpc Get(M) returns (M); option deprecated = true; } service A { rpc Put(M) returns (M); }';
  expect(namesIn(text)).toEqual([
    'service p.v1.B at B',
    'method p.v1.B.Get at Get',
    'service p.v1.A at A',
    'method p.v1.A.Put at Put',
  ]);
});

test('the services and methods of a broken text are still found', () => {
  expect(namesIn('service S { rpc Get( rpc Put(M) returns (M); ')[0]).toBe('service S at S');
  expect(namesIn('message M {}')).toEqual([]);
});
