/**
 * Where Go plugins put their files, and what they are told of it: `paths=`, `module=` and `M` flags are said once for
 * all plugins, everything else goes through to the plugin that it was given for (protobuf.dev/reference/go/go-generated).
 */
import { defined } from '../../../../base/defined.ts';
import { isWithin, join, relativeTo, resolve, type FilePath } from '../../../../base/path.ts';

/** A plugin as somebody has asked for it. */
export interface GoPlugin {
  /** `protoc-gen-go` */
  readonly name: string;
  /** As behind protoc's `--go_opt`, one each. */
  readonly options: readonly string[];
  /** Absolute; missing: where protoc-gen-go puts its files. */
  readonly out?: FilePath;
  /** Whether it takes the Go packages of files, as every plugin does that writes Go. */
  readonly takesPackages: boolean;
}

/** Where files go, by protoc-gen-go's `paths` and `module` flags. */
export interface GoLayout {
  readonly kind: 'module' | 'source-relative' | 'import-path';
  /** Folder that the names of files start from. */
  readonly root: FilePath;
  /** The start of import paths that is left out of names; of kind `module` only. */
  readonly prefix: string;
}

/** Options, with the flags that all plugins share apart from the rest. */
export interface SplitOptions {
  readonly paths?: string;
  readonly module?: string;
  /** go_package options that `M` flags give, by file. */
  readonly packages: ReadonlyMap<string, string>;
  readonly others: readonly string[];
}

/** Splits options as they stand behind `--go_opt`. If a flag is there twice, the last one counts. */
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

/** Where nobody says otherwise, files go where Go looks for their packages. */
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

/** What decides where the plugin's files go; none for the layout that it has without being told. */
function placeOption(layout: GoLayout, paths: string | undefined): readonly string[] {
  if (layout.kind === 'source-relative') return ['paths=source_relative'];
  if (layout.kind === 'module') return [`module=${layout.prefix}`];
  if (paths === undefined) return [];
  return [`paths=${paths}`];
}

/** What the plugin is told: the layout, its own options, and packages that a file does not say itself. */
export function parameterOf(layout: GoLayout, plugin: GoPlugin, mapped: readonly string[]): string {
  const { others, paths } = splitOptions(plugin.options);
  // A value that the plugin does not know is the plugin's to complain about.
  const place = placeOption(layout, paths);
  return [...place, ...others, ...mapped].join(',');
}

/** The folder that the code of a file lands in. */
export function folderOf(layout: GoLayout, file: string, importPath: string): FilePath {
  if (layout.kind === 'source-relative') return resolve(layout.root, `./${file}/..`);
  if (layout.kind === 'import-path') return join(layout.root, importPath);
  if (importPath === layout.prefix) return layout.root;
  return join(layout.root, relativeTo(layout.prefix, importPath) ?? importPath);
}

/** The import path that Go knows a folder of a module by. */
export function importPathOf(
  folder: FilePath,
  module: { readonly root: FilePath; readonly path: string },
): string | undefined {
  if (!isWithin(module.root, folder)) return undefined;
  const below = relativeTo(module.root, folder);
  if (below === undefined) return module.path;
  return `${module.path}/${below}`;
}
