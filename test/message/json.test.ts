import { create, equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { describe, expect, test } from 'vitest';
import { checkMessage, parseMessage, printMessage } from '../../src/message/json.ts';
import { schema, type } from './protos.ts';
import { cpuMs } from '../support/cpu.ts';

const all = type('all.All');

/** Returns the JSON after the text was read, sent, received and printed. */
function roundTrip(text: string, typeName = 'all.All'): unknown {
  const parsed = parseMessage(schema, type(typeName), text);
  if (parsed.kind === 'problems') throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const received = fromBinary(type(typeName), toBinary(type(typeName), parsed.message));
  return JSON.parse(printMessage(schema, received)) as unknown;
}

describe('the canonical mapping', () => {
  test.each([
    // Integers: numbers and strings, exponents and a zero fraction; 64 bits come back as strings.
    ['{"int32": 1}', { int32: 1 }],
    ['{"int32": "-2147483648"}', { int32: -2147483648 }],
    ['{"int32": 1e5}', { int32: 100000 }],
    ['{"int32": 1.0}', { int32: 1 }],
    ['{"int32": "1.50e1"}', { int32: 15 }],
    ['{"int32": 0}', {}],
    ['{"int32": -1.20e1}', { int32: -12 }],
    ['{"int32": 1200e-2}', { int32: 12 }],
    ['{"int32": -0.0e5}', {}],
    ['{"int32": 0e-99999999999}', {}],
    ['{"uint32": 4294967295}', { uint32: 4294967295 }],
    ['{"int64": 9007199254740993}', { int64: '9007199254740993' }],
    ['{"int64": "9223372036854775807"}', { int64: '9223372036854775807' }],
    ['{"int64": -9223372036854775808}', { int64: '-9223372036854775808' }],
    ['{"uint64": 18446744073709551615}', { uint64: '18446744073709551615' }],
    ['{"uint64": 1.8446744073709551615e19}', { uint64: '18446744073709551615' }],
    [
      '{"sint32": -1, "sint64": -2, "fixed32": 3, "fixed64": 4, "sfixed32": -5, "sfixed64": -6}',
      { sint32: -1, sint64: '-2', fixed32: 3, fixed64: '4', sfixed32: -5, sfixed64: '-6' },
    ],
    ['{"int64s": [1, "2", 9007199254740993]}', { int64s: ['1', '2', '9007199254740993'] }],
    // Floating point.
    ['{"double": 1.5, "float": "2.5"}', { double: 1.5, float: 2.5 }],
    ['{"float": 0.1}', { float: 0.1 }],
    ['{"float": 3.4028235e38}', { float: 3.4028235e38 }],
    ['{"double": "NaN", "float": "-Infinity"}', { double: 'NaN', float: '-Infinity' }],
    ['{"double": 1e300}', { double: 1e300 }],
    // Bools, strings, bytes, enums and messages.
    ['{"bool": true, "string": "a\\u00e9\\n\\ud83d\\ude00"}', { bool: true, string: 'aé\n😀' }],
    ['{"bytes": "aGk="}', { bytes: 'aGk=' }],
    ['{"bytes": "aGk"}', { bytes: 'aGk=' }],
    ['{"bytes": "_-8"}', { bytes: '/+8=' }],
    ['{"color": "COLOR_RED"}', { color: 'COLOR_RED' }],
    ['{"color": 2}', { color: 'COLOR_BLUE' }],
    ['{"color": 77}', { color: 77 }],
    ['{"inner": {}}', { inner: {} }],
    ['{"inner": {"name": "x", "homeNumber": 3}}', { inner: { name: 'x', homeNumber: 3 } }],
    ['{"inner": {"home_number": 3}}', { inner: { homeNumber: 3 } }],
    ['{"special": "x"}', { special: 'x' }],
    ['{"named_otherwise": "x"}', { special: 'x' }],
    // Presence.
    ['{"maybe": 0, "maybeText": ""}', { maybe: 0, maybeText: '' }],
    ['{"int32": null, "inner": null, "strings": null, "byString": null, "maybe": null, "color": null}', {}],
    // Maps and lists.
    ['{"byString": {"a": 1, "__proto__": 2}}', JSON.parse('{"byString": {"a": "1", "__proto__": "2"}}')],
    [
      '{"byInt32": {"-5": {"name": "x"}}, "byBool": {"true": "COLOR_RED", "false": 0}, "byUint64": {"18446744073709551615": 1}}',
      {
        byInt32: { '-5': { name: 'x' } },
        byBool: { false: 'COLOR_UNSPECIFIED', true: 'COLOR_RED' },
        byUint64: { '18446744073709551615': 1 },
      },
    ],
    ['{"strings": [], "inners": [{}, {"name": "x"}]}', { inners: [{}, { name: 'x' }] }],
    ['{"tree": {"a": {"tree": {"b": {"int32": 1}}}}}', { tree: { a: { tree: { b: { int32: 1 } } } } }],
    // Oneofs: null sets nothing, but is a value of NullValue.
    ['{"text": "", "number": null}', { text: '' }],
    ['{"nothing": null}', { nothing: null }],
    ['{"nested": {}}', { nested: {} }],
    ['{"boxed": 0}', { boxed: 0 }],
    // Well-known types.
    ['{"time": "2026-01-31T12:00:00Z"}', { time: '2026-01-31T12:00:00Z' }],
    ['{"time": "2026-01-31T12:00:00.5+02:00"}', { time: '2026-01-31T10:00:00.500Z' }],
    ['{"time": "0001-01-01T00:00:00Z"}', { time: '0001-01-01T00:00:00Z' }],
    ['{"time": "9999-12-31T23:59:59.999999999Z"}', { time: '9999-12-31T23:59:59.999999999Z' }],
    ['{"time": "1970-01-01T00:00:00.000001Z"}', { time: '1970-01-01T00:00:00.000001Z' }],
    ['{"time": "2024-02-29T23:59:59-12:30"}', { time: '2024-03-01T12:29:59Z' }],
    ['{"duration": "1.5s"}', { duration: '1.500s' }],
    ['{"duration": "-0.000000001s"}', { duration: '-0.000000001s' }],
    ['{"duration": "315576000000s"}', { duration: '315576000000s' }],
    ['{"mask": "name,homeAddress.cityName"}', { mask: 'name,homeAddress.cityName' }],
    ['{"mask": ""}', { mask: '' }],
    ['{"struct": {"a": [1, "x", null, true, {"b": {}}]}}', { struct: { a: [1, 'x', null, true, { b: {} }] } }],
    ['{"value": null}', { value: null }],
    ['{"value": 1e3, "list": [[], {}]}', { value: 1000, list: [[], {}] }],
    [
      '{"values": [null, 1], "structs": [{}], "byValue": {"a": null}}',
      { values: [null, 1], structs: [{}], byValue: { a: null } },
    ],
    ['{"empty": {}}', { empty: {} }],
    [
      '{"doubleValue": 0, "floatValue": 0.1, "int64Value": 1, "uint64Value": "2", "int32Value": 3, "uint32Value": 4, "boolValue": false, "stringValue": "", "bytesValue": "aGk="}',
      {
        doubleValue: 0,
        floatValue: 0.1,
        int64Value: '1',
        uint64Value: '2',
        int32Value: 3,
        uint32Value: 4,
        boolValue: false,
        stringValue: '',
        bytesValue: 'aGk=',
      },
    ],
    [
      '{"int64Value": 9007199254740993, "int64Values": [0, 9007199254740993]}',
      { int64Value: '9007199254740993', int64Values: ['0', '9007199254740993'] },
    ],
    ['{"stringValue": null}', {}],
    [
      '{"any": {"@type": "type.googleapis.com/all.Inner", "name": "x"}}',
      { any: { '@type': 'type.googleapis.com/all.Inner', name: 'x' } },
    ],
    [
      '{"any": {"name": "x", "@type": "example.com/types/all.Inner"}}',
      { any: { '@type': 'example.com/types/all.Inner', name: 'x' } },
    ],
    [
      '{"any": {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "3s"}}',
      { any: { '@type': 'type.googleapis.com/google.protobuf.Duration', value: '3s' } },
    ],
    [
      '{"any": {"@type": "type.googleapis.com/google.protobuf.Any", "value": {"@type": "type.googleapis.com/all.Inner"}}}',
      {
        any: {
          '@type': 'type.googleapis.com/google.protobuf.Any',
          value: { '@type': 'type.googleapis.com/all.Inner' },
        },
      },
    ],
    [
      '{"any": {"@type": "type.googleapis.com/google.protobuf.Value", "value": null}}',
      { any: { '@type': 'type.googleapis.com/google.protobuf.Value', value: null } },
    ],
    ['{"any": {}}', { any: {} }],
  ])('reads and prints %s', (text, expected) => {
    expect(roundTrip(text)).toEqual(expected);
  });

  test('keeps the sign of zero', () => {
    const parsed = parseMessage(schema, all, '{"double": -0, "float": -0.0}');
    expect(parsed.kind === 'message' && printMessage(schema, parsed.message)).toBe(
      '{\n  "double": -0,\n  "float": -0\n}',
    );
  });

  test('reads and prints extensions', () => {
    const text =
      '{"id": "1", "[old.big]": 9007199254740993, "[old.sizes]": ["SMALL", 2], "[old.outer]": {"old": {"id": "2"}}, "[old.loose]": {"a": [1]}, "[old.boxed]": "x", "[old.many]": [{"b": null}]}';
    expect(roundTrip(text, 'old.Old')).toEqual({
      id: '1',
      '[old.big]': '9007199254740993',
      '[old.sizes]': ['SMALL', 'LARGE'],
      '[old.outer]': { old: { id: '2' } },
      '[old.loose]': { a: [1] },
      '[old.boxed]': 'x',
      '[old.many]': [{ b: null }],
    });
  });

  test('reads groups, defaults and editions', () => {
    expect(roundTrip('{"id": "", "count": 7, "size": "LARGE", "part": {"label": "x"}}', 'old.Old')).toEqual({
      id: '',
      count: 7,
      size: 'LARGE',
      part: { label: 'x' },
    });
    expect(
      roundTrip('{"plain": "", "explicit": "", "needed": "", "part": {"size": 1}, "closed": "TWO"}', 'fresh.Fresh'),
    ).toEqual({ explicit: '', needed: '', part: { size: 1 }, closed: 'TWO' });
    expect(roundTrip('{"name": "x", "hidden": {"depth": 1}}', 'newest.Newest')).toEqual({
      name: 'x',
      hidden: { depth: 1 },
    });
  });
});

describe('printing', () => {
  test('indents by two spaces, and keeps the order of the fields in the proto', () => {
    const parsed = parseMessage(schema, all, '{"inners": [{"name": "x"}], "strings": ["a", "b"], "inner": {}}');
    expect(parsed.kind === 'message' && printMessage(schema, parsed.message)).toBe(`{
  "inner": {},
  "strings": [
    "a",
    "b"
  ],
  "inners": [
    {
      "name": "x"
    }
  ]
}`);
  });

  test('shows defaults if asked to', () => {
    expect(JSON.parse(printMessage(schema, create(type('all.Inner')), { defaults: true }))).toEqual({
      name: '',
      homeNumber: 0,
    });
    expect(JSON.parse(printMessage(schema, create(type('fresh.Fresh')), { defaults: true }))).toEqual({ plain: '' });
  });

  test('shows a value without a canonical form instead of nothing', () => {
    const message = reflect(all);
    const set = (name: string, values: Record<string, unknown>): void => {
      const field = all.fields.find((candidate) => candidate.name === name);
      if (field?.fieldKind !== 'message') throw new Error(name);
      const nested = reflect(field.message);
      for (const [key, value] of Object.entries(values)) {
        const inner = field.message.fields.find((candidate) => candidate.name === key);
        if (inner !== undefined) nested.set(inner, value);
      }
      message.set(field, nested);
    };
    set('time', { seconds: 999_999_999_999_999n });
    set('duration', { seconds: 1n, nanos: -1 });
    set('any', { type_url: 'type.googleapis.com/nobody.Knows', value: new Uint8Array([1, 2]) });
    expect(JSON.parse(printMessage(schema, message.message))).toEqual({
      time: { seconds: '999999999999999' },
      duration: { seconds: '1', nanos: -1 },
      any: { '@type': 'type.googleapis.com/nobody.Knows', value: 'AQI=' },
    });
  });
});

/** In the text, `⟨` and `⟩` mark the place of the problem. */
function problemsOf(
  marked: string,
  typeName: string,
): { readonly text: string; readonly places: readonly [number, number][] } {
  const places: [number, number][] = [];
  let text = '';
  for (const char of marked) {
    if (char === '⟨') places.push([text.length, -1]);
    else if (char === '⟩') (places.findLast(([, end]) => end < 0) ?? [0, 0])[1] = text.length;
    else text += char;
  }
  expect(checkMessage(schema, type(typeName), text).map(({ start, end }) => [start, end])).toEqual(places);
  return { text, places };
}

describe('a problem', () => {
  test.each([
    // Names.
    ['{⟨"strin"⟩: ""}', 'all.All has no field "strin". Did you mean "string"?'],
    ['{⟨"HOME_number"⟩: 1}', 'all.Inner has no field "HOME_number". Did you mean "homeNumber"?', 'all.Inner'],
    ['{⟨"zzzzzzzz"⟩: 1}', 'all.Inner has no field "zzzzzzzz". There are name, homeNumber.', 'all.Inner'],
    ['{"name": "x", ⟨"name"⟩: "y"}', 'Field "name" is set already.', 'all.Inner'],
    ['{"homeNumber": 1, ⟨"home_number"⟩: 2}', 'Field "home_number" is set already, as "homeNumber".', 'all.Inner'],
    ['{"text": "x", ⟨"number"⟩: 1}', 'Only one field of oneof "choice" can be set, and "text" is set already.'],
    // Types.
    ['{"string": ⟨7⟩}', 'Expected a string, found 7.'],
    ['{"bool": ⟨"true"⟩}', 'Expected true or false, found "true".'],
    ['{"int32": ⟨true⟩}', 'Expected a whole number (int32), found true.'],
    ['{"int32": ⟨1.5⟩}', 'Expected a whole number (int32), found 1.5.'],
    ['{"int32": ⟨"1 "⟩}', 'Expected a whole number (int32), found "1 ".'],
    ['{"int32": ⟨""⟩}', 'Expected a whole number (int32), found "".'],
    ['{"inner": ⟨[]⟩}', 'Expected an object (all.Inner), found a list.'],
    ['{"strings": ⟨"x"⟩}', 'Expected a list (strings), found "x".'],
    ['{"byString": ⟨[]⟩}', 'Expected an object of keys and values (by_string), found a list.'],
    ['⟨[]⟩', 'Expected an object (all.All), found a list.'],
    // Ranges.
    ['{"int32": ⟨2147483648⟩}', '2147483648 is out of range for int32: -2147483648 to 2147483647.'],
    ['{"uint32": ⟨-1⟩}', '-1 is out of range for uint32: 0 to 4294967295.'],
    [
      '{"int64": ⟨9223372036854775808⟩}',
      '9223372036854775808 is out of range for int64: -9223372036854775808 to 9223372036854775807.',
    ],
    ['{"uint64": ⟨1e100⟩}', '1e100 is out of range for uint64: 0 to 18446744073709551615.'],
    ['{"float": ⟨3.5e38⟩}', '3.5e38 is out of range for float.'],
    ['{"double": ⟨1e309⟩}', '1e309 is out of range for double.'],
    // Enums.
    ['{"color": ⟨"COLOR_REDD"⟩}', 'all.Color has no value "COLOR_REDD". Did you mean "COLOR_RED"?'],
    ['{"color": ⟨1.5⟩}', 'Expected a whole number (int32), found 1.5.'],
    ['{"color": ⟨true⟩}', 'Expected a value of all.Color, found true.'],
    ['{"id": "", "size": ⟨3⟩}', 'old.Size has no value 3, and takes no others.', 'old.Old'],
    // Bytes and strings.
    ['{"bytes": ⟨"a"⟩}', 'This is not base64.'],
    ['{"bytes": ⟨"a=b="⟩}', 'This is not base64.'],
    ['{"bytes": ⟨"aGk=="⟩}', 'This is not base64.'],
    ['{"bytes": ⟨"a b"⟩}', 'This is not base64.'],
    ['{"string": ⟨"\\ud800"⟩}', 'This is not valid Unicode: a surrogate stands alone.'],
    // Maps and lists.
    ['{"byInt32": {⟨"x"⟩: {}}}', 'Expected a whole number (int32), found the key "x".'],
    ['{"byBool": {⟨"1"⟩: 0}}', 'Expected the key "true" or "false", found "1".'],
    ['{"byString": {"a": 1, ⟨"a"⟩: 2}}', 'The key "a" is there already.'],
    ['{"byInt32": {"1": {}, ⟨"1.0"⟩: {}}}', 'The key "1.0" is there already.'],
    ['{"byString": {"a": ⟨null⟩}}', 'A map cannot hold null.'],
    ['{"strings": ["a", ⟨null⟩]}', 'A list cannot hold null.'],
    // Well-known types.
    ['{"time": ⟨"2026-01-31"⟩}', 'Expected a time such as "2026-01-31T12:00:00Z", found "2026-01-31".'],
    ['{"time": ⟨"2026-02-29T00:00:00Z"⟩}', 'This time does not exist: "2026-02-29T00:00:00Z".'],
    [
      '{"time": ⟨"2026-01-31t12:00:00Z"⟩}',
      'Expected a time such as "2026-01-31T12:00:00Z", found "2026-01-31t12:00:00Z".',
    ],
    [
      '{"time": ⟨"0001-01-01T00:00:00+01:00"⟩}',
      'Times go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.',
    ],
    ['{"time": ⟨5⟩}', 'Expected a time such as "2026-01-31T12:00:00Z", found 5.'],
    ['{"duration": ⟨"5"⟩}', 'Expected a duration such as "1.5s", found "5".'],
    ['{"duration": ⟨"315576000001s"⟩}', 'Durations go from -315576000000s to 315576000000s.'],
    [
      '{"mask": ⟨"home_number"⟩}',
      'Expected field paths in lowerCamelCase such as "name,homeAddress.city", found "home_number".',
    ],
    ['{"int32Value": ⟨{}⟩}', 'Expected a whole number (int32), found an object.'],
    [
      '{"any": ⟨{⟩"name": "x"}}',
      'Expected "@type" with the type\'s URL, such as "type.googleapis.com/google.protobuf.Duration".',
    ],
    [
      '{"any": {"@type": ⟨"type.googleapis.com/all.Iner"⟩}}',
      'The schema has no message "all.Iner". Did you mean "all.Inner"?',
    ],
    [
      '{"any": {"@type": ⟨"all.Inner"⟩}}',
      'A type\'s URL has a slash before its name: "type.googleapis.com/all.Inner".',
    ],
    ['{"any": {"@type": "type.googleapis.com/all.Inner", "name": ⟨1⟩}}', 'Expected a string, found 1.'],
    [
      '{"any": {"@type": "type.googleapis.com/google.protobuf.Duration", ⟨"seconds"⟩: 1, "value": "1s"}}',
      'google.protobuf.Duration is given as "value" next to "@type".',
    ],
    // Required fields.
    ['⟨{⟩}', 'Required field "id" is missing.', 'old.Old'],
    ['{"old": ⟨{⟩}}', 'Required field "id" is missing.', 'old.Outer'],
    ['⟨{⟩"plain": ""}', 'Required field "needed" is missing.', 'fresh.Fresh'],
    ['{"id": ⟨null⟩}', 'Required field "id" cannot be null.', 'old.Old'],
    // Extensions.
    [
      '{"id": "", ⟨"[old.nothing]"⟩: 1}',
      'old.Old has no field "[old.nothing]". There are id, count, size, part.',
      'old.Old',
    ],
    ['{"id": "", "[old.sizes]": ⟨1⟩}', 'Expected a list (sizes), found 1.', 'old.Old'],
  ])('a problem is reported with its place: %s', (marked, message, typeName = 'all.All') => {
    const { text } = problemsOf(marked, typeName);
    expect(checkMessage(schema, type(typeName), text)[0]?.message).toBe(message);
  });
});

describe('a JSON mistake', () => {
  test.each([
    ['', 'Expected a JSON value. An empty message is {}.', [0, 0]],
    ['  \n ', 'Expected a JSON value. An empty message is {}.', [4, 4]],
    ['{', "Expected '}'.", [1, 1]],
    ['{"name": "x",}', "JSON allows no comma before '}'.", [12, 13]],
    ['{"name" "x"}', "Expected ':' and a value after the field's name.", [1, 7]],
    ['{"name":}', 'Expected a value after the colon.', [7, 8]],
    ['{"name": "x" "homeNumber": 1}', "Expected ',' or '}'.", [13, 14]],
    ['{name: "x"}', 'Field names are written in double quotes.', [1, 5]],
    ['{\'name\': "x"}', 'Strings are written in double quotes.', [1, 7]],
    ['{"name": "x}', 'Expected a closing ".', [9, 12]],
    ['{"name": "\\q"}', "Unknown escape '\\q'.", [10, 12]],
    ['{"name": x}', "'x' is not a JSON value; strings are written in double quotes.", [9, 10]],
    ['{"homeNumber": 01}', "'01' is not a JSON number.", [15, 17]],
    ['{"homeNumber": +1}', "'+1' is not a JSON number.", [15, 17]],
    ['{"homeNumber": NaN}', 'NaN is written as a string: "NaN", "Infinity" or "-Infinity".', [15, 18]],
    ['{"name": "x"} {}', 'Expected nothing after the message.', [14, 16]],
    ['{"name": "x"} // why', 'JSON has no comments.', [14, 20]],
    ['{"name": "x"]', "Expected '}', found ']'.", [12, 13]],
    ['{{}: "x"}', 'Expected a field name in double quotes.', [1, 2]],
    ['{,}', 'Expected a field name in double quotes.', [1, 2]],
    ['{"name": "a\tb"}', 'Control characters are written as escapes, such as \\t.', [11, 12]],
  ])('a JSON mistake is reported with its place: %j', (text, message, place) => {
    const [first] = checkMessage(schema, type('all.Inner'), text);
    expect(first).toEqual({ message, start: place[0], end: place[1] });
  });

  test('the rest of a text with a mistake is still checked', () => {
    const problems = checkMessage(schema, type('all.Inner'), '{"name": 1, "homeNumber": "x" "nam": 2}');
    expect(problems.map(({ message }) => message)).toEqual([
      'Expected a string, found 1.',
      'Expected a whole number (int32), found "x".',
      "Expected ',' or '}'.",
      'all.Inner has no field "nam". Did you mean "name"?',
    ]);
  });

  test('endless nesting is refused, not followed', () => {
    const problems = checkMessage(schema, all, '{"again":'.repeat(50_000));
    expect(problems[0]?.message).toBe('Nested deeper than 100 levels.');
  });
});

test('a reply with many fields is printed and read quickly', () => {
  const text = `{"strings": [${Array.from({ length: 100_000 }, (_, index) => `"value ${index}"`).join()}]}`;
  const started = cpuMs();
  const parsed = parseMessage(schema, all, text);
  if (parsed.kind !== 'message') throw new Error('the text is good');
  const again = parseMessage(schema, all, printMessage(schema, parsed.message));
  expect(cpuMs() - started).toBeLessThan(5000);
  expect(again.kind === 'message' && equals(all, again.message, parsed.message)).toBe(true);
});

/** Each number takes minutes if the reader searches for its zeros again and again. */
const LONG_NUMBERS: readonly (readonly [string, string])[] = [
  ['a fraction of zeros', `1.${'0'.repeat(300_000)}`],
  ['zeros that an exponent removes', `1${'0'.repeat(200_000)}e-200000`],
  ['zeros and a digit after them', `1.${'0'.repeat(300_000)}1`],
  ['nines', '9'.repeat(300_000)],
  ['an exponent of many digits', `1e-${'9'.repeat(300_000)}`],
  ['zeros before a fraction', `0.${'0'.repeat(300_000)}1e300001`],
];

describe.each(['int64', 'int32', 'double', 'color'])('a long number for the field %s', (field) => {
  test.each(LONG_NUMBERS)('a long number is read quickly: %s', (_, number) => {
    for (const text of [`{"${field}": ${number}}`, `{"${field}": "${number}"}`]) {
      const before = cpuMs();
      const problems = checkMessage(schema, all, text);
      expect(cpuMs() - before).toBeLessThan(500);
      for (const { message } of problems) expect(message.length).toBeLessThan(310);
    }
  });
});

test('bytes of very many equals signs are refused quickly', () => {
  const before = cpuMs();
  checkMessage(schema, all, `{"bytes": "${'='.repeat(300_000)}!"}`);
  expect(cpuMs() - before).toBeLessThan(500);
});

test('a number with very many zeros keeps its value', () => {
  expect(roundTrip(`{"int64": 1.${'0'.repeat(3_000)}}`)).toEqual({ int64: '1' });
  expect(roundTrip(`{"int64": 7${'0'.repeat(3_000)}e-3000}`)).toEqual({ int64: '7' });
});
