/**
 * Reads the modules and dependencies from buf.yaml (v1beta1, v1, v2) and buf.work.yaml (buf.build/docs/configuration).
 */
import { list, parseYaml, record, text, texts, type YamlRecord } from '../yaml.ts';

/** The content of a buf.yaml of any version. */
export interface BufYaml {
  /** The modules of the file. There is at least one. */
  readonly modules: readonly BufModule[];
  /** The full names of the modules that this file depends on, without labels and commits. */
  readonly deps: readonly string[];
}

/** A module of a buf.yaml. All paths are as written, relative to the buf.yaml. */
export interface BufModule {
  readonly path: string;
  /** The full name of the module, such as `buf.build/acme/weather`. */
  readonly name?: string;
  readonly excludes: readonly string[];
  /** The paths that the module includes; empty if it includes everything. */
  readonly includes: readonly string[];
}

/** The content of a buf.work.yaml. */
export interface BufWork {
  /** The folders of the modules as written, relative to the folder of buf.work.yaml. */
  readonly directories: readonly string[];
}

/** Reads a buf.yaml. It never fails: any other text becomes one module in the folder of the file. */
export function parseBufYaml(yaml: string): BufYaml {
  const fields = parseYaml(yaml);
  return { modules: modulesOf(fields), deps: texts(fields['deps']).map(withoutReference) };
}

/** Reads a buf.work.yaml. It never fails: any other text has no directories. */
export function parseBufWork(yaml: string): BufWork {
  return { directories: texts(parseYaml(yaml)['directories']) };
}

function modulesOf(fields: YamlRecord): readonly BufModule[] {
  if (fields['version'] === 'v2') return modulesOfV2(fields);
  return modulesOfV1(fields);
}

/** Returns the modules of a v1 or v1beta1 file. v1beta1 may list several roots for one module. */
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

/** Removes the label or commit at the end of a reference: the `:v1` of `buf.build/owner/module:v1`. */
function withoutReference(name: string): string {
  const colon = name.indexOf(':', name.indexOf('/') + 1);
  if (colon < 0) return name;
  return name.slice(0, colon);
}
