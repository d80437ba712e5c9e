/**
 * Managed mode of buf.gen.yaml as far as it decides about go_package: v1 and v2 come to the same list of rules
 * (buf.build/docs/generate/managed-mode).
 */
import { list, record, texts, type YamlRecord } from './yaml.ts';

export type ManagedOption = 'go_package' | 'go_package_prefix';

export interface ManagedRule {
  readonly kind: 'override' | 'disable';
  /** Missing where a rule disables all options. */
  readonly option?: ManagedOption;
  /** A file or a folder, by import path; missing: all of them. */
  readonly path?: string;
  /** `buf.build/acme/weather`; missing: all modules. */
  readonly module?: string;
  /** Of an override. */
  readonly value: string;
}

export interface ManagedFile {
  /** Import path. */
  readonly path: string;
  readonly protoPackage: string;
  /** Name of its module, where it has one. */
  readonly module: string | undefined;
}

/** The go_package that a project gives a file from outside, by import path and proto package. */
export type GivePackage = (path: string, protoPackage: string) => string | undefined;

/** In their order; empty where managed mode is off. */
export function managedRules(managed: YamlRecord): readonly ManagedRule[] {
  if (managed['enabled'] !== true) return [];
  return [
    ...defaultRules(record(managed['go_package_prefix']) ?? {}),
    ...fileRules(record(record(managed['override'])?.['GO_PACKAGE']) ?? {}),
    ...entries(managed, 'disable'),
    ...entries(managed, 'override'),
  ];
}

/** v1: `go_package_prefix` with `default`, `except` and `override`. */
function defaultRules(prefix: YamlRecord): readonly ManagedRule[] {
  const option = 'go_package_prefix' as const;
  return [
    ...texts(prefix['default']).map((value) => ({ kind: 'override' as const, option, value })),
    ...texts(prefix['except']).map((module) => ({ kind: 'disable' as const, option, module, value: '' })),
    ...Object.entries(record(prefix['override']) ?? {}).flatMap(([module, value]) =>
      texts(value).map((text) => ({ kind: 'override' as const, option, module, value: text })),
    ),
  ];
}

/** v1: `GO_PACKAGE` by file. */
function fileRules(files: YamlRecord): readonly ManagedRule[] {
  return Object.entries(files).flatMap(([path, value]) =>
    texts(value).map((text) => ({ kind: 'override' as const, option: 'go_package' as const, path, value: text })),
  );
}

/** v2: lists of rules, each with what it is about. */
function entries(managed: YamlRecord, kind: ManagedRule['kind']): readonly ManagedRule[] {
  return list(managed[kind]).flatMap((entry): ManagedRule[] => {
    const { file_option: written, path, module, value, field_option: field, field: ofField } = record(entry) ?? {};
    const option = written === 'go_package' || written === 'go_package_prefix' ? written : undefined;
    const isOfOthers = (written !== undefined || field !== undefined || ofField !== undefined) && option === undefined;
    if (isOfOthers || (kind === 'override' && (option === undefined || typeof value !== 'string'))) return [];
    return [
      {
        kind,
        ...(option === undefined ? {} : { option }),
        ...(typeof path === 'string' ? { path } : {}),
        ...(typeof module === 'string' ? { module } : {}),
        value: typeof value === 'string' ? value : '',
      },
    ];
  });
}

/** The go_package that managed mode gives a file: the last rule counts, unless one disables it. */
export function managedPackage(rules: readonly ManagedRule[], file: ManagedFile): string | undefined {
  const own = rules.filter((rule) => matches(rule, file));
  const isDisabled = (option: ManagedOption): boolean =>
    own.some((rule) => rule.kind === 'disable' && (rule.option ?? option) === option);
  if (isDisabled('go_package')) return undefined;
  const last = own
    .filter(({ kind, option }) => kind === 'override' && !(option === 'go_package_prefix' && isDisabled(option)))
    .at(-1);
  if (last === undefined) return undefined;
  return last.option === 'go_package' ? last.value : withPrefix(last.value, file);
}

function matches({ path, module }: ManagedRule, file: ManagedFile): boolean {
  const folder = path?.replace(/\/*$/, '') ?? '.';
  const isBelow = folder === '.' || file.path === folder || file.path.startsWith(`${folder}/`);
  return isBelow && (module === undefined || module === file.module);
}

/** buf names the Go package itself only where the proto's ends in a version. */
function withPrefix(prefix: string, { path, protoPackage }: ManagedFile): string {
  const importPath = [prefix.replace(/\/+$/, ''), ...path.split('/').slice(0, -1)].join('/');
  const { name, version } =
    /(?<name>[^.]+)\.(?<version>v\d+(?:test.*|(?:p\d+)?(?:alpha|beta)\d*)?)$/.exec(protoPackage)?.groups ?? {};
  return name === undefined || version === undefined ? importPath : `${importPath};${name}${version}`;
}
