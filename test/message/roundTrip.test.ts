/** Any message is the same after printing and reading, with our JSON and with protobuf-es's own JSON. */
import {
  fromBinary,
  fromJson,
  ScalarType,
  toBinary,
  toJsonString,
  type DescField,
  type DescMessage,
  type JsonValue,
  type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMessage, printMessage } from '../../src/message/json.ts';
import { schema, type } from './protos.ts';

type Gen = fc.GeneratorValue;

function oneOf<T>(g: Gen, values: readonly T[]): T | undefined {
  return values[g(fc.nat, { max: values.length - 1 })];
}

function anyMessage(g: Gen, desc: DescMessage, depth: number): ReflectMessage {
  const message = reflect(desc);
  if (wellKnown(g, message, depth)) return message;
  for (const field of desc.fields) {
    const required = field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
    if (!required && !g(fc.boolean)) continue;
    if (!required && field.message !== undefined && depth >= 3) continue;
    if (field.oneof !== undefined && message.oneofCase(field.oneof) !== undefined) continue;
    setField(g, message, field, depth);
  }
  return message;
}

function setField(g: Gen, message: ReflectMessage, field: DescField, depth: number): void {
  const count = g(fc.integer, { min: 0, max: 3 });
  if (field.fieldKind === 'list') {
    for (let index = 0; index < count; index++) message.get(field).add(anyValue(g, field, depth));
  } else if (field.fieldKind === 'map') {
    for (let index = 0; index < count; index++)
      message.get(field).set(anyScalar(g, field.mapKey), anyValue(g, field, depth));
  } else {
    message.set(field, anyValue(g, field, depth));
  }
}

function anyValue(g: Gen, field: DescField, depth: number): unknown {
  if (field.message !== undefined) return anyMessage(g, field.message, depth + 1);
  if (field.enum === undefined) return anyScalar(g, field.scalar);
  const known =
    oneOf(
      g,
      field.enum.values.map((value) => value.number),
    ) ?? 0;
  // NullValue has only one JSON form, whatever its number.
  return field.enum.open && field.enum.typeName !== 'google.protobuf.NullValue' && g(fc.boolean)
    ? g(fc.integer)
    : known;
}

function anyScalar(g: Gen, scalar: ScalarType): unknown {
  switch (scalar) {
    case ScalarType.BOOL:
      return g(fc.boolean);
    case ScalarType.STRING:
      return g(fc.string, { unit: 'binary' });
    case ScalarType.BYTES:
      return g(fc.uint8Array, { maxLength: 20 });
    case ScalarType.DOUBLE:
      return g(fc.double, { noNaN: true });
    case ScalarType.FLOAT:
      return g(fc.float, { noNaN: true });
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return g(fc.nat, { max: 2 ** 32 - 1 });
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return g(fc.bigInt, { min: 0n, max: 2n ** 64n - 1n });
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return g(fc.bigInt, { min: -(2n ** 63n), max: 2n ** 63n - 1n });
    default:
      return g(fc.integer);
  }
}

/** Types whose fields allow only certain values. */
function wellKnown(g: Gen, message: ReflectMessage, depth: number): boolean {
  const set = (name: string, value: unknown): boolean => {
    const field = message.desc.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) message.set(field, value);
    return true;
  };
  const { typeName } = message.desc;
  if (typeName === 'google.protobuf.Timestamp')
    return (
      set('seconds', g(fc.bigInt, { min: -62135596800n, max: 253402300799n })) &&
      set('nanos', g(fc.nat, { max: 999_999_999 }))
    );
  if (typeName === 'google.protobuf.Duration') {
    const sign = oneOf(g, [1, -1]) ?? 1;
    return (
      set('seconds', g(fc.bigInt, { min: 0n, max: 315_575_999_999n }) * BigInt(sign)) &&
      set('nanos', g(fc.nat, { max: 999_999_999 }) * sign)
    );
  }
  if (typeName === 'google.protobuf.FieldMask') {
    const [paths] = message.desc.fields;
    if (paths?.fieldKind === 'list')
      for (const path of g(fc.subarray, ['a', 'b_c', 'd_e.f_g'])) message.get(paths).add(path);
    return true;
  }
  if (typeName === 'google.protobuf.Value') return anyJsonValue(g, message, depth);
  if (typeName !== 'google.protobuf.Any') return false;
  const inner = type(oneOf(g, ['all.Inner', 'google.protobuf.Duration', 'google.protobuf.Struct']) ?? '');
  return (
    set('type_url', `type.googleapis.com/${inner.typeName}`) &&
    set('value', toBinary(inner, anyMessage(g, inner, depth + 1).message))
  );
}

function anyJsonValue(g: Gen, message: ReflectMessage, depth: number): boolean {
  const choices = depth < 4 ? 6 : 4;
  const field = message.desc.fields[g(fc.nat, { max: choices - 1 })];
  if (field === undefined) return true;
  if (field.scalar === ScalarType.DOUBLE) message.set(field, g(fc.double, { noNaN: true, noDefaultInfinity: true }));
  else message.set(field, anyValue(g, field, depth));
  return true;
}

function read(desc: DescMessage, text: string): Message {
  const parsed = parseMessage(schema, desc, text);
  if (parsed.kind === 'problems') throw new Error(`${parsed.problems.map((each) => each.message).join('\n')}\n${text}`);
  return parsed.message;
}

function expectSame(desc: DescMessage, actual: Message, expected: Message): void {
  expect(Buffer.compare(toBinary(desc, actual), toBinary(desc, expected))).toBe(0);
}

describe.each(['all.All', 'old.Outer', 'fresh.Fresh', 'newest.Newest'])('any message %s', (name) => {
  const desc = type(name);
  const options = { numRuns: 60 };

  test('any message is the same after it is printed and read', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const { message } = anyMessage(g, desc, 0);
        expectSame(desc, read(desc, printMessage(schema, message)), message);
      }),
      options,
    );
  });

  test('protobuf-es reads any message from our JSON', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const { message } = anyMessage(g, desc, 0);
        const again = fromJson(desc, JSON.parse(printMessage(schema, message)) as JsonValue, {
          registry: schema.registry,
        });
        expectSame(desc, again, message);
      }),
      options,
    );
  });

  test('we read any message from the JSON of protobuf-es', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const { message } = anyMessage(g, desc, 0);
        // protobuf-es prints numbers with JSON.stringify, which loses the sign of zero.
        fc.pre(!/(^ *|: )-0,?$/m.test(printMessage(schema, message)));
        expectSame(desc, read(desc, toJsonString(desc, message, { registry: schema.registry })), message);
      }),
      options,
    );
  });
});

test('any text is read without a crash, and all problems have places inside the text', () => {
  const parts = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '"name"',
    '"inner"',
    '"byString"',
    '"any"',
    '"@type"',
    '1',
    '-',
    '1e9999',
    'null',
    'true',
    "'",
    '\\',
    '\\u12',
    '//',
    '/*',
    '\n',
    ' ',
    '😀',
    '"color"',
    '"time"',
    '"2026-01-31T12:00:00Z"',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const parsed = parseMessage(schema, type('all.All'), text);
      if (parsed.kind === 'message') {
        toBinary(type('all.All'), parsed.message);
        return;
      }
      expect(parsed.problems.length).toBeGreaterThan(0);
      for (const { start, end } of parsed.problems) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 3000 },
  );
});

test('any JSON is accepted exactly if JSON.parse accepts it', () => {
  const value = type('google.protobuf.Value');
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 6 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', '{', '\\', '0', '\u0000'),
      (text, at, inserted) => {
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + inserted + text.slice(place);
        let valid = true;
        try {
          JSON.parse(changed);
        } catch {
          valid = false;
        }
        const parsed = parseMessage(schema, value, changed);
        const refused =
          parsed.kind === 'problems' &&
          parsed.problems.some(({ message }) => !/there already|surrogate|out of range/.test(message));
        expect(refused).toBe(!valid);
      },
    ),
    { numRuns: 2000 },
  );
});

test('any bytes of a received message can be printed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      let message: Message;
      try {
        message = fromBinary(type('all.All'), bytes);
      } catch {
        return;
      }
      JSON.parse(printMessage(schema, message));
    }),
    { numRuns: 2000 },
  );
});
