/** Anyone may have written the file with a setting, so only valid values are used. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultOf, readSetting, settingIn, SETTINGS, type SettingName } from '../../src/contract/settings.ts';

const names = Object.keys(SETTINGS) as SettingName[];

describe.each(names)('%s', (name) => {
  test('the default of a setting is one of its values', () => {
    expect(readSetting(name, defaultOf(name))).toEqual(defaultOf(name));
  });

  test('any value is read as a valid value or as undefined', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readSetting(name, value);
        if (read !== undefined) expect(readSetting(name, read)).toEqual(read);
      }),
    );
  });
});

test.each([
  { name: 'codeLens.enabled', value: 'true' },
  { name: 'go.plugins', value: 'others' },
  { name: 'go.module', value: 1 },
  { name: 'server.port', value: 65_536 },
  { name: 'server.port', value: 1.5 },
  { name: 'importRoots', value: 'proto' },
] as const)('the setting $name does not accept the value $value', ({ name, value }) => {
  expect(readSetting(name, value)).toBeUndefined();
});

test('a list keeps only its strings', () => {
  expect(readSetting('exclude', ['a', 1, null, 'b'])).toEqual(['a', 'b']);
});

test('whitespace at both ends of a string is removed', () => {
  expect(readSetting('go.outputRoot', ' out ')).toBe('out');
});

test('an additional plugin needs a name, and keeps its other properties', () => {
  expect(
    readSetting('go.additionalPlugins', [
      { plugin: ' protoc-gen-a ', options: ['x', 1], out: 'gen', goPackages: false },
      { plugin: 'protoc-gen-b' },
      { plugin: ' ' },
      'protoc-gen-c',
      null,
    ]),
  ).toEqual([
    { plugin: 'protoc-gen-a', options: ['x'], out: 'gen', goPackages: false },
    { plugin: 'protoc-gen-b', options: [], out: '', goPackages: true },
  ]);
});

test('a dotted name is found in nested objects', () => {
  expect(settingIn({ codeLens: { enabled: false } }, 'codeLens.enabled')).toBe(false);
  for (const section of [undefined, null, 1, { codeLens: null }, { codeLens: true }])
    expect(settingIn(section, 'codeLens.enabled')).toBeUndefined();
});
