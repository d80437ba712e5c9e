/**
 * Reads buf.gen.yaml (v1beta1, v1, v2) as far as generation here asks: which plugins a project has chosen, with
 * their options and folders, and the prefix of managed mode (buf.build/docs/configuration).
 */
import { parse } from 'yaml';

export interface BufGen {
  readonly plugins: readonly BufPlugin[];
  /** `go_package_prefix`, where managed mode is on. */
  readonly goPackagePrefix?: string;
}

export interface BufPlugin {
  /** `protoc-gen-go` */
  readonly name: string;
  /** What starts it, relative to the file; none for a plugin of a registry. */
  readonly command?: readonly string[];
  readonly options: readonly string[];
  /** As written, relative to the file. */
  readonly out: string;
}

/** Undefined where it is no mapping; what buf would refuse is left to buf. */
export function parseBufGen(text: string): BufGen | undefined {
  const root = record(yamlOf(text));
  if (root === undefined) return undefined;
  const plugins = list(root['plugins']).flatMap((entry) => pluginOf(record(entry) ?? {}));
  const prefix = managedPrefix(record(root['managed']) ?? {});
  return { plugins, ...(prefix === undefined ? {} : { goPackagePrefix: prefix }) };
}

function yamlOf(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function pluginOf(entry: Readonly<Record<string, unknown>>): readonly BufPlugin[] {
  const out = typeof entry['out'] === 'string' ? entry['out'] : '.';
  // Commas separate options of a plugin in its parameter.
  const options = texts(entry['opt']).flatMap((option) => option.split(','));
  const local = texts(entry['local']);
  if (local.length > 0) return [{ name: nameOf(local), command: local, options, out }];
  const [written] = [...texts(entry['remote']), ...texts(entry['plugin']), ...texts(entry['name'])];
  if (written === undefined) return [];
  if (written.includes('/')) return [{ name: remoteName(written), options, out }];
  const path = texts(entry['path']);
  return [{ name: `protoc-gen-${written}`, command: path.length > 0 ? path : [`protoc-gen-${written}`], options, out }];
}

/** `["go", "run", "example.com/cmd/protoc-gen-x@v1"]` runs protoc-gen-x. */
function nameOf(command: readonly string[]): string {
  const last = command.at(-1) ?? '';
  return (/[^/\\]*$/.exec(last.replace(/@[^@/]*$/, ''))?.[0] ?? last).replace(/\.exe$/, '');
}

/** `buf.build/protocolbuffers/go:v1.36.0` and `buf.build/grpc/go` by the names that their programs have. */
function remoteName(reference: string): string {
  const [, owner = '', plugin = ''] = reference.replace(/:.*$/, '').split('/');
  return owner === 'grpc' ? `protoc-gen-${plugin}-grpc` : `protoc-gen-${plugin}`;
}

function managedPrefix(managed: Readonly<Record<string, unknown>>): string | undefined {
  if (managed['enabled'] !== true) return undefined;
  const v1 = record(managed['go_package_prefix'])?.['default'];
  const v2 = list(managed['override']).map(record).find((entry) => entry?.['file_option'] === 'go_package_prefix' && entry['path'] === undefined && entry['module'] === undefined)?.['value'];
  const prefix = v2 ?? v1;
  return typeof prefix === 'string' ? prefix.replace(/\/+$/, '') : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text or a list of texts. */
function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one): one is string => typeof one === 'string' && one !== '');
}
