/**
 * Reads the parts of managed mode in buf.gen.yaml that determine go_package. v1 and v2 give the same list of rules
 * (buf.build/docs/generate/managed-mode).
 */
import { list, record, text, texts, type YamlRecord } from '../yaml.ts';

/** The options that determine go_package. */
export type ManagedOption = 'go_package' | 'go_package_prefix';

/** One rule. The last override that matches wins, unless a rule disables it. */
export type ManagedRule = ManagedOverride | ManagedDisable;

/** The files that a rule applies to. */
interface ManagedScope {
  /** A file or a folder, by import path; missing if the rule applies to all of them. */
  readonly path?: string;
  /** `buf.build/acme/weather`; missing if the rule applies to all modules. */
  readonly module?: string;
}

/** Gives an option a value in the files that match. */
export interface ManagedOverride extends ManagedScope {
  readonly kind: 'override';
  readonly option: ManagedOption;
  readonly value: string;
}

/** Leaves the files that match as they are. */
export interface ManagedDisable extends ManagedScope {
  readonly kind: 'disable';
  /** Missing if the rule applies to all options. */
  readonly option?: ManagedOption;
}

/** In the order of the file; empty if managed mode is off. */
export function managedRules(managed: YamlRecord): readonly ManagedRule[] {
  if (managed['enabled'] !== true) return [];
  return [
    ...prefixRules(record(managed['go_package_prefix'])),
    ...fileRules(record(record(managed['override'])['GO_PACKAGE'])),
    ...list(managed['disable']).flatMap((entry) => disableRule(record(entry))),
    ...list(managed['override']).flatMap((entry) => overrideRule(record(entry))),
  ];
}

/** v1: `go_package_prefix` with `default`, `except` and `override`. */
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

/** v1: `GO_PACKAGE`, per file. */
function fileRules(files: YamlRecord): readonly ManagedRule[] {
  return entriesOf(files).map(([path, value]) => ({ kind: 'override', option: 'go_package', path, value }));
}

function entriesOf(fields: unknown): readonly (readonly [key: string, value: string])[] {
  return Object.entries(record(fields)).flatMap(([key, value]) => texts(value).map((one) => [key, one] as const));
}

/** v2: an entry of `disable`. An entry without an option applies to all options. */
function disableRule(entry: YamlRecord): readonly ManagedRule[] {
  const option = goOption(entry);
  if (option !== undefined) return [{ kind: 'disable', option, ...scopeOf(entry) }];
  if (namesOption(entry)) return [];
  return [{ kind: 'disable', ...scopeOf(entry) }];
}

/** v2: an entry of `override`. */
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
