/**
 * Reads the parts of buf.yaml (v1beta1, v1, v2) and buf.work.yaml that we need: modules and dependencies
 * (buf.build/docs/configuration).
 */
import { list, parseYaml, record, text, texts, type YamlRecord } from '../yaml.ts';

/** The content of a buf.yaml of any version. */
export interface BufYaml {
  /** At least one. */
  readonly modules: readonly BufModule[];
  /** Full names of modules, without labels and commits. */
  readonly deps: readonly string[];
}

/** A module of a buf.yaml. All paths are as written, relative to the buf.yaml. */
export interface BufModule {
  readonly path: string;
  /** `buf.build/acme/weather` */
  readonly name?: string;
  readonly excludes: readonly string[];
  /** Empty if the module includes everything. */
  readonly includes: readonly string[];
}

/** The content of a buf.work.yaml. */
export interface BufWork {
  /** As written, relative to the buf.work.yaml. */
  readonly directories: readonly string[];
}

/** Never fails: a text that is not a buf.yaml gives one module, its folder. */
export function parseBufYaml(yaml: string): BufYaml {
  const fields = parseYaml(yaml);
  return { modules: modulesOf(fields), deps: texts(fields['deps']).map(withoutReference) };
}

/** Never fails: a text that is not a buf.work.yaml gives no directories. */
export function parseBufWork(yaml: string): BufWork {
  return { directories: texts(parseYaml(yaml)['directories']) };
}

function modulesOf(fields: YamlRecord): readonly BufModule[] {
  if (fields['version'] === 'v2') return modulesOfV2(fields);
  return modulesOfV1(fields);
}

/** v1beta1 may list several roots for one module. */
function modulesOfV1(fields: YamlRecord): readonly BufModule[] {
  const build = record(fields['build']);
  const roots = texts(build['roots']);
  const shared = { ...nameIn(fields), excludes: texts(build['excludes']), includes: [] };
  return (roots.length === 0 ? ['.'] : roots).map((path) => ({ path, ...shared }));
}

function modulesOfV2(fields: YamlRecord): readonly BufModule[] {
  const modules = list(fields['modules']).map(record);
  if (modules.length === 0) return [{ path: '.', ...nameIn(fields), excludes: [], includes: [] }];
  return modules.map((module) => ({
    path: text(module['path']) ?? '.',
    ...nameIn(module),
    excludes: texts(module['excludes']),
    includes: texts(module['includes']),
  }));
}

function nameIn(fields: YamlRecord): { readonly name?: string } {
  const name = text(fields['name']);
  if (name === undefined) return {};
  return { name };
}

/** A reference may end with a label or a commit: `buf.build/owner/module:v1`. */
function withoutReference(name: string): string {
  const colon = name.indexOf(':', name.indexOf('/') + 1);
  if (colon < 0) return name;
  return name.slice(0, colon);
}
