/** The go_package that managed mode in buf.gen.yaml gives to a file (buf.build/docs/generate/managed-mode). */
import type { ManagedOption, ManagedOverride, ManagedRule } from '../../../../project/buf/managed.ts';

/** A proto file as the rules of managed mode see it. */
export interface ManagedFile {
  /** Import path. */
  readonly path: string;
  readonly protoPackage: string;
  /** Name of its module, if it has one. */
  readonly module: string | undefined;
}

/** The go_package that a project sets outside the file, by import path and proto package. */
export type GivePackage = (path: string, protoPackage: string) => string | undefined;

/** The last override counts, unless a rule disables it. */
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

/** buf derives a name for the Go package only if the proto package ends in a version. */
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
