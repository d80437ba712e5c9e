/**
 * Decides where Go plugins put their files, and the options that say so. `paths=`, `module=` and `M` flags apply to all
 * plugins; every other option goes to its own plugin (protobuf.dev/reference/go/go-generated).
 */
import { defined } from '../../../../base/defined.ts';
import { isWithin, join, relativeTo, resolve, type FilePath } from '../../../../base/path.ts';

/** A plugin, as the user or the project asks for it. */
export interface GoPlugin {
  /** `protoc-gen-go` */
  readonly name: string;
  /** Like the values of protoc's `--go_opt`, one option per element. */
  readonly options: readonly string[];
  /** Absolute; undefined for the folder of protoc-gen-go's files. */
  readonly out?: FilePath;
  /** Whether it accepts the Go packages of files, as every plugin that writes Go does. */
  readonly takesPackages: boolean;
}

/** Where files go, as decided by the `paths` and `module` flags of protoc-gen-go. */
export interface GoLayout {
  readonly kind: 'module' | 'source-relative' | 'import-path';
  /** The folder that the names of files are relative to. */
  readonly root: FilePath;
  /** The start of import paths that names leave out; only for the kind `module`. */
  readonly prefix: string;
}

/** Options, with the flags that all plugins share separate from the rest. */
export interface SplitOptions {
  readonly paths?: string;
  readonly module?: string;
  /** go_package options that `M` flags set, by file. */
  readonly packages: ReadonlyMap<string, string>;
  readonly others: readonly string[];
}

/** Splits options as in `--go_opt`. If a flag occurs twice, the last one counts. */
export function splitOptions(options: readonly string[]): SplitOptions {
  const packages = new Map<string, string>();
  const others: string[] = [];
  let [paths, module]: (string | undefined)[] = [];
  for (const option of options) {
    const equals = option.indexOf('=');
    const [name, value] = equals < 0 ? [option, ''] : [option.slice(0, equals), option.slice(equals + 1)];
    if (name === 'paths') paths = value;
    else if (name === 'module') module = value;
    else if (/^M./.test(name) && equals > 0) packages.set(name.slice(1), value);
    else if (option !== '') others.push(option);
  }
  return defined({ paths, module, packages, others });
}

/** By default, files go where Go looks for their packages. */
export function layoutOf(
  plugin: GoPlugin,
  module: { readonly root: FilePath; readonly path: string },
  outputRoot: FilePath,
): GoLayout {
  const { paths, module: prefix } = splitOptions(plugin.options);
  const root = plugin.out ?? outputRoot;
  if (paths === 'source_relative') return { kind: 'source-relative', root, prefix: '' };
  if (prefix !== undefined) return { kind: 'module', root, prefix };
  if (paths !== undefined || plugin.out !== undefined) return { kind: 'import-path', root, prefix: '' };
  return { kind: 'module', root: module.root, prefix: module.path };
}

/** The option that decides where the plugin's files go. The plugin's default layout needs none. */
function placeOption(layout: GoLayout, paths: string | undefined): readonly string[] {
  if (layout.kind === 'source-relative') return ['paths=source_relative'];
  if (layout.kind === 'module') return [`module=${layout.prefix}`];
  if (paths === undefined) return [];
  return [`paths=${paths}`];
}

/** The plugin's options: the layout, its own options, and the packages that files do not set themselves. */
export function parameterOf(layout: GoLayout, plugin: GoPlugin, mapped: readonly string[]): string {
  const { others, paths } = splitOptions(plugin.options);
  // If the plugin does not know a value, it reports that itself.
  const place = placeOption(layout, paths);
  return [...place, ...others, ...mapped].join(',');
}

/** The folder for the code of a file. */
export function folderOf(layout: GoLayout, file: string, importPath: string): FilePath {
  if (layout.kind === 'source-relative') return resolve(layout.root, `./${file}/..`);
  if (layout.kind === 'import-path') return join(layout.root, importPath);
  if (importPath === layout.prefix) return layout.root;
  return join(layout.root, relativeTo(layout.prefix, importPath) ?? importPath);
}

/** The import path of a folder in a module. */
export function importPathOf(
  folder: FilePath,
  module: { readonly root: FilePath; readonly path: string },
): string | undefined {
  if (!isWithin(module.root, folder)) return undefined;
  const below = relativeTo(module.root, folder);
  if (below === undefined) return module.path;
  return `${module.path}/${below}`;
}
