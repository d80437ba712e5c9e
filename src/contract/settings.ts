/**
 * Lists all `grpcWorkbench` settings once: type, default, scope, trust, and how to read the value. This list generates
 * the settings in package.json and the table in the README: `npx vitest run test/package/settings.test.ts -u`.
 */
import { isBoolean, isOneOf, isString, type Check } from '../base/check.ts';

interface Place {
  /** The scope of the setting. With `resource`, each folder may have its own value. */
  readonly scope: 'window' | 'resource';
  /** Whether only a trusted folder may set the setting, because it names a path, a module, plugins or a port. */
  readonly needsTrust: boolean;
}

/** One setting: the part that package.json needs, and a function that reads the value. */
export interface Setting<Value> extends Place {
  /** The JSON schema of the values in package.json. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: Value;
  /** Returns the value; undefined if it is not valid. Then the default applies. */
  readonly read: (value: unknown) => Value | undefined;
}

/** One plugin in the setting `go.additionalPlugins`. We ignore a property of the wrong type. */
export interface AdditionalPluginSetting {
  readonly plugin: string;
  readonly options: readonly string[];
  readonly out: string;
  readonly goPackages: boolean;
}

const MAX_PORT = 65_535;

/** All settings, by their names without the prefix `grpcWorkbench.`. */
export const SETTINGS = {
  importRoots: texts({ scope: 'resource', needsTrust: true }),
  exclude: texts({ scope: 'resource', needsTrust: false }),
  'editing.enabled': flag(true, { scope: 'window', needsTrust: false }),
  'diagnostics.scope': describedChoice('diagnostics.scope', ['workspace', 'openFiles'], {
    scope: 'window',
    needsTrust: false,
  }),
  'rename.jsonName': describedChoice('rename.jsonName', ['change', 'keep', 'ask'], {
    scope: 'window',
    needsTrust: false,
  }),
  'codeLens.enabled': flag(true, { scope: 'window', needsTrust: false }),
  'codeLens.references': flag(false, { scope: 'window', needsTrust: false }),
  'codeLens.goInProto': flag(true, { scope: 'window', needsTrust: false }),
  'codeLens.protoInGo': flag(true, { scope: 'window', needsTrust: false }),
  'inlayHints.features': flag(false, { scope: 'window', needsTrust: false }),
  'inlayHints.defaults': flag(false, { scope: 'window', needsTrust: false }),
  'inlayHints.numbers': flag(false, { scope: 'window', needsTrust: false }),
  'go.outputRoot': text({ scope: 'resource', needsTrust: true }),
  'go.module': text({ scope: 'resource', needsTrust: true }),
  'go.preview': flag(false, { scope: 'resource', needsTrust: true }),
  'go.plugins': describedChoice('go.plugins', ['auto', 'bundled', 'path'], { scope: 'resource', needsTrust: true }),
  'go.options': texts({ scope: 'resource', needsTrust: true }),
  'go.grpcOptions': texts({ scope: 'resource', needsTrust: true }),
  'go.additionalPlugins': additionalPlugins('go.additionalPlugins', { scope: 'resource', needsTrust: true }),
  'server.port': port({ scope: 'resource', needsTrust: true }),
  'trace.server': choice(['off', 'messages', 'verbose'], { scope: 'window', needsTrust: false }),
} as const;

/** A name in SETTINGS, such as `go.outputRoot`. */
export type SettingName = keyof typeof SETTINGS;
/** The type of a setting's value. It is the type of the default. */
export type SettingValue<Name extends SettingName> = (typeof SETTINGS)[Name]['default'];

type Table = { readonly [Name in SettingName]: Setting<SettingValue<Name>> };

/** Returns the checked value that the user wrote for a setting; undefined if it is missing or not valid. */
export function readSetting<Name extends SettingName>(name: Name, value: unknown): SettingValue<Name> | undefined {
  const table: Table = SETTINGS;
  return table[name].read(value);
}

/** Returns the value that applies if the user has not set the setting. */
export function defaultOf<Name extends SettingName>(name: Name): SettingValue<Name> {
  return SETTINGS[name].default;
}

/** Reads a setting from an object that nests names as VS Code does: `{ "codeLens": { "enabled": true } }`. */
export function settingIn<Name extends SettingName>(section: unknown, name: Name): SettingValue<Name> | undefined {
  const value = name.split('.').reduce<unknown>((object, key) => record(object)[key], section);
  return readSetting(name, value);
}

function flag(byDefault: boolean, place: Place): Setting<boolean> {
  return { ...place, schema: { type: 'boolean' }, default: byDefault, read: reader(isBoolean) };
}

function text(place: Place): Setting<string> {
  return { ...place, schema: { type: 'string' }, default: '', read: trimmed };
}

function texts(place: Place): Setting<readonly string[]> {
  const schema = { type: 'array', items: { type: 'string' } };
  return { ...place, schema, default: [], read: textsIn };
}

/** Makes a setting with a choice of values. The first value is the default. */
function choice<const Value extends string>(
  values: readonly [Value, ...(readonly Value[])],
  place: Place,
): Setting<Value> {
  const schema = { type: 'string', enum: values };
  return { ...place, schema, default: values[0], read: reader(isOneOf(...values)) };
}

/** Makes a choice that has a description for each value in package.nls.json. */
function describedChoice<const Value extends string>(
  name: string,
  values: readonly [Value, ...(readonly Value[])],
  place: Place,
): Setting<Value> {
  const setting = choice(values, place);
  const enumDescriptions = values.map((value) => `%config.${name}.${value}%`);
  return { ...setting, schema: { ...setting.schema, enumDescriptions } };
}

function port(place: Place): Setting<number> {
  const schema = { type: 'integer', minimum: 0, maximum: MAX_PORT };
  return { ...place, schema, default: 0, read: reader(isPort) };
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_PORT;
}

function additionalPlugins(name: string, place: Place): Setting<readonly AdditionalPluginSetting[]> {
  const described = (property: string, schema: object): object => ({
    ...schema,
    description: `%config.${name}.${property}%`,
  });
  const items = {
    type: 'object',
    required: ['plugin'],
    additionalProperties: false,
    properties: {
      plugin: described('plugin', { type: 'string' }),
      options: described('options', { type: 'array', items: { type: 'string' } }),
      out: described('out', { type: 'string' }),
      goPackages: described('goPackages', { type: 'boolean', default: true }),
    },
  };
  return { ...place, schema: { type: 'array', items }, default: [], read: additionalPluginsIn };
}

function additionalPluginsIn(value: unknown): readonly AdditionalPluginSetting[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map(record).flatMap(({ plugin, options, out, goPackages }) => {
    const name = trimmed(plugin) ?? '';
    if (name === '') return [];
    return [
      { plugin: name, options: textsIn(options) ?? [], out: trimmed(out) ?? '', goPackages: goPackages !== false },
    ];
  });
}

function reader<Value>(check: Check<Value>): (value: unknown) => Value | undefined {
  return (value) => (check(value) ? value : undefined);
}

function trimmed(value: unknown): string | undefined {
  if (isString(value)) return value.trim();
  return undefined;
}

function textsIn(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.filter(isString);
  return undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  return {};
}
