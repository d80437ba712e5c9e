/**
 * Decides where Go plugins put their files, and with which options. The flags `paths=`, `module=` and `M` apply to all
 * plugins. Each other option applies only to its own plugin (protobuf.dev/reference/go/go-generated).
 */
import { defined } from '../../../../base/defined.ts';
import { isWithin, join, relativeTo, resolve, type FilePath } from '../../../../base/path.ts';

/** A plugin that the user or the project has chosen. */
export interface GoPlugin {
  /** The name of the plugin, such as `protoc-gen-go`. */
  readonly name: string;
  /** The options of the plugin, one per element. Each has the form of a value of protoc's `--go_opt`. */
  readonly options: readonly string[];
  /** The absolute path of the output folder; undefined if it is the folder of protoc-gen-go. */
  readonly out?: FilePath;
  /** Whether the plugin accepts `M` flags with Go packages, as every plugin that writes Go does. */
  readonly takesPackages: boolean;
}

/** Where a plugin puts its files. The flags `paths` and `module` of protoc-gen-go decide this. */
export interface GoLayout {
  readonly kind: 'module' | 'source-relative' | 'import-path';
  /** The folder that the names of output files are relative to. */
  readonly root: FilePath;
  /** The start of the import path that is not a part of a file's name; empty unless the kind is `module`. */
  readonly prefix: string;
}

/** The options of a plugin. The flags that all plugins share are separate from the other options. */
export interface SplitOptions {
  readonly paths?: string;
  readonly module?: string;
  /** The go_package that an `M` flag sets, by the import path of the file. */
  readonly packages: ReadonlyMap<string, string>;
  readonly others: readonly string[];
}

/** Splits options that have the form of `--go_opt`. If a flag occurs twice, the last one wins. */
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

/** Returns the layout of a plugin's files. By default, files go to the folder in which Go looks for their package. */
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

/** Returns the option that sets the layout of a plugin; empty for the plugin's default layout. */
function placeOption(layout: GoLayout, paths: string | undefined): readonly string[] {
  if (layout.kind === 'source-relative') return ['paths=source_relative'];
  if (layout.kind === 'module') return [`module=${layout.prefix}`];
  if (paths === undefined) return [];
  return [`paths=${paths}`];
}

/**
 * Returns the parameter for a plugin: its layout, its own options, and the packages that files do not set themselves.
 */
export function parameterOf(layout: GoLayout, plugin: GoPlugin, mapped: readonly string[]): string {
  const { others, paths } = splitOptions(plugin.options);
  // The value of `paths` may be wrong. Then the plugin reports it.
  const place = placeOption(layout, paths);
  return [...place, ...others, ...mapped].join(',');
}

/** Returns the folder for the generated code of a file. */
export function folderOf(layout: GoLayout, file: string, importPath: string): FilePath {
  if (layout.kind === 'source-relative') return resolve(layout.root, `./${file}/..`);
  if (layout.kind === 'import-path') return join(layout.root, importPath);
  if (importPath === layout.prefix) return layout.root;
  return join(layout.root, relativeTo(layout.prefix, importPath) ?? importPath);
}

/** Returns the import path of a folder; undefined if the folder is outside the module. */
export function importPathOf(
  folder: FilePath,
  module: { readonly root: FilePath; readonly path: string },
): string | undefined {
  if (!isWithin(module.root, folder)) return undefined;
  const below = relativeTo(module.root, folder);
  if (below === undefined) return module.path;
  return `${module.path}/${below}`;
}
