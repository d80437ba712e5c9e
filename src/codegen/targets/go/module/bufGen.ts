/**
 * Reads buf.gen.yaml (v1beta1, v1, v2) as far as generation here asks: which plugins a project has chosen, with
 * their options and folders, and what managed mode says of go_package (buf.build/docs/configuration).
 */
import { managedRules, type ManagedRule } from './bufManaged.ts';
import { list, record, texts, yamlRecord, type YamlRecord } from './yaml.ts';

export interface BufGen {
  readonly plugins: readonly BufPlugin[];
  readonly managed: readonly ManagedRule[];
}

export interface BufPlugin {
  /** `protoc-gen-go` */
  readonly name: string;
  /** What starts it, relative to the file; none for a plugin of a registry, or one in protoc. */
  readonly command?: readonly string[];
  readonly options: readonly string[];
  /** As written, relative to the file. */
  readonly out: string;
}

/** Undefined where it is no mapping; what buf would refuse is left to buf. */
export function parseBufGen(text: string): BufGen | undefined {
  const root = yamlRecord(text);
  if (root === undefined) return undefined;
  const plugins = list(root['plugins']).flatMap((entry) => pluginOf(record(entry) ?? {}));
  return { plugins, managed: managedRules(record(root['managed']) ?? {}) };
}

/** The name of the module that a buf.yaml is of, where there is but one. */
export function bufModuleName(text: string): string | undefined {
  const root = yamlRecord(text) ?? {};
  const modules = list(root['modules']);
  const [name] = texts((modules.length === 0 ? root : record(modules[0]))?.['name']);
  return modules.length > 1 ? undefined : name;
}

function pluginOf(entry: YamlRecord): readonly BufPlugin[] {
  const out = typeof entry['out'] === 'string' ? entry['out'] : '.';
  // Commas separate options of a plugin in its parameter.
  const options = texts(entry['opt']).flatMap((option) => option.split(','));
  const local = texts(entry['local']);
  if (local.length > 0) return [{ name: nameOf(local), command: local, options, out }];
  const [builtin] = texts(entry['protoc_builtin']);
  if (builtin !== undefined) return [{ name: `protoc-gen-${builtin}`, options, out }];
  const [written] = [...texts(entry['remote']), ...texts(entry['plugin']), ...texts(entry['name'])];
  if (written === undefined) return [];
  if (written.includes('/')) return [{ name: remoteName(written), options, out }];
  const path = texts(entry['path']);
  if (path.length === 0 && IN_PROTOC.has(written)) return [{ name: `protoc-gen-${written}`, options, out }];
  return [{ name: `protoc-gen-${written}`, command: path.length > 0 ? path : [`protoc-gen-${written}`], options, out }];
}

/** Generators that protoc has in it. */
const IN_PROTOC = new Set(['cpp', 'csharp', 'java', 'kotlin', 'objc', 'php', 'pyi', 'python', 'ruby', 'rust']);

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
