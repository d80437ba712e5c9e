/** Our own table of the standard options equals descriptor.proto. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Entity } from '../../src/schema/descriptors/descriptor.ts';
import { linkFile } from '../../src/schema/link.ts';
import { DESCRIPTOR_PATH, makeOptionTable } from '../../src/schema/options/optionTable.ts';
import { isMessageValue, type MessageValue } from '../../src/schema/options/value.ts';
import { parse } from '../../src/syntax/parser.ts';

const include = join(dirname(createRequire(import.meta.url).resolve('protoc/package.json')), 'include');
const real = linkFile(DESCRIPTOR_PATH, parse(readFileSync(join(include, DESCRIPTOR_PATH), 'utf8')), () => 'missing');
const table = makeOptionTable();

/** Users must not set this option, and our compiler does not produce it. */
const UNINTERPRETED = 'uninterpreted_option';
/** features.ts holds the defaults of features. */
const DEFAULTS = 'edition_defaults';

function setOptions(message: MessageValue): Record<string, unknown> {
  const set = message.fields.filter(({ field }) => field.name !== DEFAULTS);
  return Object.fromEntries(
    set.map(({ field, values }) => [field.name, values.map((one) => (isMessageValue(one) ? setOptions(one) : one))]),
  );
}

/** Returns the contents of a declaration, without its place in the text. */
function saidOf(entity: Entity): Record<string, unknown> {
  const { kind, name, fullName, options, features } = entity;
  const common = { kind, name, fullName, file: entity.file.name, features };
  const own = options === undefined ? {} : setOptions(options.known);
  switch (entity.kind) {
    case 'message':
      return {
        ...common,
        fields: entity.fields.map((one) => one.name).filter((one) => one !== UNINTERPRETED),
        extensionRanges: entity.extensionRanges.map(({ start, end }) => [start, end]),
      };
    case 'field': {
      const { number, label, type, typeName, defaultValue, jsonName } = entity;
      const [message, values] = [entity.message?.fullName, entity.enum?.fullName];
      return { ...common, number, label, type, typeName, message, values, defaultValue, jsonName, own };
    }
    case 'enumValue':
      return { ...common, number: entity.number, own };
    default:
      return common;
  }
}

test('each entry equals descriptor.proto', () => {
  for (const [fullName, entity] of table) {
    const declared = real.interface.scope.get(fullName);
    expect(declared && saidOf(declared), fullName).toEqual(saidOf(entity));
  }
});

test('no option of descriptor.proto is missing', () => {
  const isOption = (name: string): boolean => /^google\.protobuf\.(\w+Options|FeatureSet|Edition|EDITION)\b/.test(name);
  const declared = [...real.interface.scope.keys()].filter(isOption);
  const missing = declared.filter((name) => !table.has(name) && !name.endsWith(`.${UNINTERPRETED}`));
  expect(declared.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
