import { describe, expect, test } from 'vitest';
import { completeJson } from '../../src/message/complete.ts';
import { schema, type } from './protos.ts';

interface Completed {
  readonly labels: readonly string[];
  /** Returns the text after a completion is inserted. */
  take(label: string): string;
}

/** Completes at the cursor, which is `|` in the text. */
function complete(marked: string, typeName = 'all.Inner'): Completed {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, items } = completeJson(schema, type(typeName), text, offset);
  return {
    labels: items.map(({ label }) => label),
    take: (label) =>
      `${text.slice(0, from)}${items.find((item) => item.label === label)?.apply ?? `no ${label}`}${text.slice(to)}`,
  };
}

const INNER = ['name', 'homeNumber'];

describe('field names', () => {
  test.each([
    ['{|}', INNER],
    ['{|', INNER],
    ['{ | }', INNER],
    ['{\n  |\n}', INNER],
    ['{"|"}', INNER],
    ['{"na|"}', INNER],
    ['{"|', INNER],
    ['{na|}', INNER],
    ['{"name": "x", |}', ['homeNumber']],
    ['{"name": "x", "|"}', ['homeNumber']],
    ['{"home_number": 1, |}', ['name']],
    ['{"name": "x"|}', []],
    ['{"name|": "x"}', INNER],
    ['{"name": |}', []],
    ['|', ['{}']],
    ['{}|', []],
    ['|{}', []],
  ])('field names are offered: %s', (marked, labels) => {
    expect(complete(marked).labels).toEqual(labels);
  });

  test.each([
    ['{|}', '{"name": }'],
    ['{"|"}', '{"name": }'],
    ['{"na|"}', '{"name": }'],
    ['{"na|: 1}', '{"name": : 1}'],
    ['{na|}', '{"name": }'],
    ['{"na|me": "x"}', '{"name": "x"}'],
    ['{"n|": "x"}', '{"name": "x"}'],
  ])('the text %s takes a field name', (marked, taken) => {
    expect(complete(marked).take('name')).toBe(taken);
  });

  test.each([
    ['of a nested message', '{"inner": {|}}', INNER],
    ['of a message in a list', '{"inners": [{}, {|}]}', INNER],
    ['of a message in a map', '{"byInt32": {"1": {|}}}', INNER],
    [
      'of a nested message, after a mistake',
      '{"again": {"bool": tru, "more": [{"again": {"inner": {"name": "x", |',
      ['homeNumber'],
    ],
    ['none for a value that is not a message', '{"struct": {|}}', []],
    ['none for a map', '{"byInt32": {|}}', []],
    ['of an Any', '{"any": {|}}', ['@type']],
    ['of the message in an Any', '{"any": {"@type": "type.googleapis.com/all.Inner", |}}', INNER],
    [
      'of a message inside the message in an Any',
      '{"any": {"@type": "type.googleapis.com/all.All", "inner": {|}}}',
      INNER,
    ],
  ])('the right field names are offered: %s', (_, marked, labels) => {
    expect(complete(marked, 'all.All').labels).toEqual(labels);
  });

  test('the other fields of a oneof are not offered if one is already set', () => {
    const before = complete('{|}', 'all.All').labels;
    const after = complete('{"text": "x", |}', 'all.All').labels;
    expect(before).toEqual(expect.arrayContaining(['text', 'number', 'nested']));
    expect(after).toContain('int32');
    expect(after.filter((label) => ['text', 'number', 'nested', 'nothing', 'tint', 'boxed'].includes(label))).toEqual(
      [],
    );
  });

  test('field names come with their type', () => {
    const details = new Map(
      completeJson(schema, type('all.All'), '{', 1).items.map(({ label, detail }) => [label, detail]),
    );
    expect(['int64', 'strings', 'byInt32', 'inner', 'color'].map((label) => details.get(label))).toEqual([
      'int64',
      'repeated string',
      'map<int32, all.Inner>',
      'all.Inner',
      'all.Color',
    ]);
  });
});

const COLORS = ['COLOR_UNSPECIFIED', 'COLOR_RED', 'COLOR_BLUE', 'COLOR_LOW'];

describe('values', () => {
  test.each([
    ['{"color": |}', COLORS],
    ['{"color": "|"}', COLORS],
    ['{"color": "COLOR_R|"}', COLORS],
    ['{"color": |', COLORS],
    ['{"colors": [|]}', COLORS],
    ['{"colors": ["COLOR_RED", |]}', COLORS],
    ['{"colors": ["COLOR_RED", "|"]}', COLORS],
    ['{"byBool": {"true": |}}', COLORS],
    ['{"bool": |}', ['true', 'false']],
    ['{"bool": t|}', ['true', 'false']],
    ['{"bool": "|"}', []],
    ['{"boolValue": |}', ['true', 'false']],
    ['{"inner": |}', ['{}']],
    ['{"inners": |}', ['[]']],
    ['{"byInt32": |}', ['{}']],
    ['{"time": |}', ['2026-01-31T12:00:00Z']],
    ['{"duration": "|"}', ['30s']],
    ['{"nothing": |}', ['null']],
    ['{"string": "|"}', []],
    ['{"color": "COLOR_RED", "string": |}', []],
    ['{"colors": [] |}', []],
  ])('values are offered: %s', (marked, labels) => {
    expect(complete(marked, 'all.All').labels).toEqual(labels);
  });

  test.each([
    ['{"color": |}', 'COLOR_RED', '{"color": "COLOR_RED"}'],
    ['{"color": "|"}', 'COLOR_RED', '{"color": "COLOR_RED"}'],
    ['{"color": "COL|OR_BLUE"}', 'COLOR_RED', '{"color": "COLOR_RED"}'],
    ['{"color": COL|}', 'COLOR_RED', '{"color": "COLOR_RED"}'],
    ['{"color": "COL|\n}', 'COLOR_RED', '{"color": "COLOR_RED"\n}'],
    ['{"bool": fal|}', 'false', '{"bool": false}'],
    ['{"time": "|"}', '2026-01-31T12:00:00Z', '{"time": "2026-01-31T12:00:00Z"}'],
  ])('the text %s takes the value %s', (marked, label, taken) => {
    expect(complete(marked, 'all.All').take(label)).toBe(taken);
  });

  test.each([
    ['{"any": {"@type": |}}', '{"any": {"@type": "type.googleapis.com/all.Inner"}}'],
    ['{"any": {"@type": "|"}}', '{"any": {"@type": "type.googleapis.com/all.Inner"}}'],
    ['{"any": {"@type": "type.googleapis.com/al|"}}', '{"any": {"@type": "type.googleapis.com/all.Inner"}}'],
  ])('the text %s takes the name of a type', (marked, taken) => {
    expect(complete(marked, 'all.All').labels).toEqual(
      expect.arrayContaining(['all.All', 'all.Inner', 'google.protobuf.Duration']),
    );
    expect(complete(marked, 'all.All').take('all.Inner')).toBe(taken);
  });
});

test('every place of a text gives a result', () => {
  const text =
    '{"inner": {"name": "x", "homeNumber": 1}, "colors": ["COLOR_RED"], "byInt32": {"1": {}}, "any": {"@type": "type.googleapis.com/all.Inner"';
  for (let end = 0; end <= text.length; end++) {
    const { from, to } = completeJson(schema, type('all.All'), text.slice(0, end), end);
    expect(from).toBeLessThanOrEqual(end);
    expect(to).toBe(end);
  }
});
