/**
 * Reads the parts of managed mode in buf.gen.yaml that determine go_package (buf.build/docs/generate/managed-mode). v1
 * and v2 have different keys, but we turn both into the same kind of rules.
 */
import { list, record, text, texts, type YamlRecord } from '../yaml.ts';

/** The options that determine go_package. */
export type ManagedOption = 'go_package' | 'go_package_prefix';

/** One rule of managed mode. The last override that matches a file wins, unless a rule disables it. */
export type ManagedRule = ManagedOverride | ManagedDisable;

/** The files that a rule applies to. */
interface ManagedScope {
  /** The import path of a file or a folder; missing if the rule applies to all paths. */
  readonly path?: string;
  /** The name of a module, such as `buf.build/acme/weather`; missing if the rule applies to all modules. */
  readonly module?: string;
}

/** A rule that sets an option in the files that match. */
export interface ManagedOverride extends ManagedScope {
  readonly kind: 'override';
  readonly option: ManagedOption;
  readonly value: string;
}

/** A rule that leaves the options of the matching files unchanged. */
export interface ManagedDisable extends ManagedScope {
  readonly kind: 'disable';
  /** The option that the rule leaves unchanged; missing if it leaves all options unchanged. */
  readonly option?: ManagedOption;
}

/** Returns the rules in the order of the file; empty if managed mode is off. */
export function managedRules(managed: YamlRecord): readonly ManagedRule[] {
  if (managed['enabled'] !== true) return [];
  return [
    ...prefixRules(record(managed['go_package_prefix'])),
    ...fileRules(record(record(managed['override'])['GO_PACKAGE'])),
    ...list(managed['disable']).flatMap((entry) => disableRule(record(entry))),
    ...list(managed['override']).flatMap((entry) => overrideRule(record(entry))),
  ];
}

/** Reads `go_package_prefix` of v1, with its keys `default`, `except` and `override`. */
function prefixRules(prefix: YamlRecord): readonly ManagedRule[] {
  const option = 'go_package_prefix';
  return [
    ...texts(prefix['default']).map((value): ManagedRule => ({ kind: 'override', option, value })),
    ...texts(prefix['except']).map((module): ManagedRule => ({ kind: 'disable', option, module })),
    ...entriesOf(prefix['override']).map(
      ([module, value]): ManagedRule => ({ kind: 'override', option, module, value }),
    ),
  ];
}

/** Reads `GO_PACKAGE` in the `override` section of v1, which sets the option per file. */
function fileRules(files: YamlRecord): readonly ManagedRule[] {
  return entriesOf(files).map(([path, value]) => ({ kind: 'override', option: 'go_package', path, value }));
}

function entriesOf(fields: unknown): readonly (readonly [key: string, value: string])[] {
  return Object.entries(record(fields)).flatMap(([key, value]) => texts(value).map((one) => [key, one] as const));
}

/** Reads one entry of `disable` in v2. An entry without an option applies to all options. */
function disableRule(entry: YamlRecord): readonly ManagedRule[] {
  const option = goOption(entry);
  if (option !== undefined) return [{ kind: 'disable', option, ...scopeOf(entry) }];
  if (namesOption(entry)) return [];
  return [{ kind: 'disable', ...scopeOf(entry) }];
}

/** Reads one entry of `override` in v2. */
function overrideRule(entry: YamlRecord): readonly ManagedRule[] {
  const option = goOption(entry);
  const { value } = entry;
  if (option === undefined || typeof value !== 'string') return [];
  return [{ kind: 'override', option, value, ...scopeOf(entry) }];
}

function goOption({ file_option: option }: YamlRecord): ManagedOption | undefined {
  if (option === 'go_package' || option === 'go_package_prefix') return option;
  return undefined;
}

function namesOption({ file_option: ofFile, field_option: ofField, field }: YamlRecord): boolean {
  return [ofFile, ofField, field].some((name) => name !== undefined);
}

function scopeOf(entry: YamlRecord): ManagedScope {
  const path = text(entry['path']);
  const module = text(entry['module']);
  if (path !== undefined && module !== undefined) return { path, module };
  if (path !== undefined) return { path };
  if (module === undefined) return {};
  return { module };
}
