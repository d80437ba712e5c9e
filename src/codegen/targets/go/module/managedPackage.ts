/** Decides which go_package buf's managed mode gives to a file (buf.build/docs/generate/managed-mode). */
import type { ManagedOption, ManagedOverride, ManagedRule } from '../../../../project/buf/managed.ts';

/** The facts about a proto file that decide which rules of managed mode apply. */
export interface ManagedFile {
  /** The import path of the file. */
  readonly path: string;
  readonly protoPackage: string;
  /** The name of the buf module that contains the file, if the module has a name. */
  readonly module: string | undefined;
}

/**
 * Returns the go_package that a project sets outside the file; undefined if it sets none. `path` is the file's import
 * path.
 */
export type GivePackage = (path: string, protoPackage: string) => string | undefined;

/** Returns the go_package of a file by managed mode. The last override wins, unless a rule disables it. */
export function managedPackage(rules: readonly ManagedRule[], file: ManagedFile): string | undefined {
  const own = rules.filter((rule) => isAbout(rule, file));
  const isDisabled = (option: ManagedOption): boolean =>
    own.some((rule) => rule.kind === 'disable' && (rule.option ?? option) === option);
  if (isDisabled('go_package')) return undefined;
  const overrides = own.filter((rule): rule is ManagedOverride => rule.kind === 'override');
  const last = overrides.filter(({ option }) => !isDisabled(option)).at(-1);
  if (last === undefined) return undefined;
  if (last.option === 'go_package') return last.value;
  return withPrefix(last.value, file);
}

function isAbout({ path = '.', module }: ManagedRule, file: ManagedFile): boolean {
  const folder = withoutTrailingSlashes(path);
  const isBelow = folder === '.' || file.path === folder || file.path.startsWith(`${folder}/`);
  return isBelow && (module === undefined || module === file.module);
}

/**
 * Returns the go_package for a prefix. Like buf, it adds a package name only if the proto package ends in a version.
 */
function withPrefix(prefix: string, { path, protoPackage }: ManagedFile): string {
  const importPath = [withoutTrailingSlashes(prefix), ...path.split('/').slice(0, -1)].join('/');
  const [version = '', name] = protoPackage.split('.').reverse();
  if (name !== undefined && VERSION.test(version)) return `${importPath};${name}${version}`;
  return importPath;
}

const VERSION = /^v\d+(?:test.*|(?:p\d+)?(?:alpha|beta)\d*)?$/;

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}
