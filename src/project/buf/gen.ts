/**
 * Reads the parts of buf.gen.yaml (v1beta1, v1, v2) that we need: the chosen plugins with their options and folders,
 * and what managed mode says about go_package (buf.build/docs/configuration). We leave errors to buf.
 */
import { list, parseYaml, record, text, texts, type YamlRecord } from '../yaml.ts';
import { managedRules, type ManagedRule } from './managed.ts';

/** The content of a buf.gen.yaml, in the order of the file. */
export interface BufGen {
  readonly plugins: readonly BufPlugin[];
  readonly managed: readonly ManagedRule[];
}

/** One plugin in a buf.gen.yaml. */
export interface BufPlugin {
  /** The name of the plugin's program, such as `protoc-gen-go`. */
  readonly name: string;
  /**
   * The program and its arguments. Paths are relative to the folder of buf.gen.yaml. Missing if the plugin comes from a
   * registry or is part of protoc.
   */
  readonly command?: readonly string[];
  readonly options: readonly string[];
  /** The output folder as written, relative to the folder of buf.gen.yaml. */
  readonly out: string;
}

/** Reads a buf.gen.yaml. It never fails, and leaves out entries that are not valid. */
export function parseBufGen(yaml: string): BufGen {
  const fields = parseYaml(yaml);
  return {
    plugins: list(fields['plugins']).flatMap((entry) => pluginOf(record(entry))),
    managed: managedRules(record(fields['managed'])),
  };
}

function pluginOf(entry: YamlRecord): readonly BufPlugin[] {
  const program = programOf(entry);
  if (program === undefined) return [];
  // Plugins get their options in one parameter, separated by commas. So one entry may contain several options.
  const options = texts(entry['opt']).flatMap((option) => option.split(','));
  return [{ ...program, options, out: text(entry['out']) ?? '.' }];
}

type Program = Pick<BufPlugin, 'name' | 'command'>;

function programOf(entry: YamlRecord): Program | undefined {
  const local = texts(entry['local']);
  if (local.length > 0) return { name: nameOf(local), command: local };
  const builtIn = text(entry['protoc_builtin']);
  if (builtIn !== undefined) return { name: `protoc-gen-${builtIn}` };
  const written = text(entry['remote']) ?? text(entry['plugin']) ?? text(entry['name']);
  if (written === undefined) return undefined;
  return programOfV1(written, texts(entry['path']));
}

/**
 * Finds the program of a plugin in v1, which uses one key for plugins from a registry, from protoc and from this
 * machine.
 */
function programOfV1(written: string, path: readonly string[]): Program {
  if (written.includes('/')) return { name: remoteName(written) };
  const name = `protoc-gen-${written}`;
  if (path.length > 0) return { name, command: path };
  if (IN_PROTOC.has(written)) return { name };
  return { name, command: [name] };
}

/** The names of the plugins that are part of protoc. */
const IN_PROTOC = new Set(['cpp', 'csharp', 'java', 'kotlin', 'objc', 'php', 'pyi', 'python', 'ruby', 'rust']);

/** The name of the program that a command runs: protoc-gen-x for `["go", "run", "example.com/cmd/protoc-gen-x@v1"]`. */
function nameOf(command: readonly string[]): string {
  const file = lastPart(withoutVersion(command.at(-1) ?? ''));
  if (file.endsWith('.exe')) return file.slice(0, -'.exe'.length);
  return file;
}

function withoutVersion(path: string): string {
  const version = path.lastIndexOf('@');
  if (version > path.lastIndexOf('/')) return path.slice(0, version);
  return path;
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The program of a plugin in buf's registry: protoc-gen-go for `buf.build/protocolbuffers/go:v1.36.0`. */
function remoteName(reference: string): string {
  const [, owner = '', versioned = ''] = reference.split('/', 3);
  const [plugin = ''] = versioned.split(':', 1);
  if (owner === 'grpc') return `protoc-gen-${plugin}-grpc`;
  return `protoc-gen-${plugin}`;
}
