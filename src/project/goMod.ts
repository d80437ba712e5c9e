/**
 * Reads go.mod (go.dev/ref/mod#go-mod-file). It returns each directive as written; the caller decides what it means.
 */
import { defined } from '../base/defined.ts';
import { goDirectives } from './goDirectives.ts';

/** The directives of a go.mod that we need, in the order of the file. */
export interface GoMod {
  /** The path of the module; undefined if the file has no `module` directive. */
  readonly module: string | undefined;
  /** The oldest Go version that the module accepts, such as `1.25.0`. */
  readonly go: string | undefined;
  /** The Go toolchain that the module prefers, such as `go1.26.1`. */
  readonly toolchain: string | undefined;
  readonly requires: readonly GoRequirement[];
  readonly replaces: readonly GoReplacement[];
  readonly excludes: readonly GoModuleVersion[];
  /** The packages of programs that `go tool` runs. */
  readonly tools: readonly string[];
}

/** A module at one version, as written: `example.com/m` and `v1.2.3`. */
export interface GoModuleVersion {
  readonly path: string;
  readonly version: string;
}

/** A module that the module of this go.mod needs, at this version or a later one. */
export interface GoRequirement extends GoModuleVersion {
  /** Whether only other modules need this module. */
  readonly indirect: boolean;
}

/** A `replace` directive: another module or a folder replaces the module named `path`. */
export interface GoReplacement {
  readonly path: string;
  /** The version that the directive replaces; missing if it replaces all versions. */
  readonly version?: string;
  readonly by: GoReplacementTarget;
}

/** What replaces a module. */
export type GoReplacementTarget =
  | { readonly kind: 'module'; readonly path: string; readonly version: string }
  /** A folder replaces the module. Its path is as written, relative to the folder of go.mod. */
  | { readonly kind: 'folder'; readonly folder: string };

/** Reads a go.mod. It never fails, and leaves out incomplete directives. */
export function parseGoMod(text: string): GoMod {
  const directives = [...goDirectives(text)];
  const named = (verb: string) => directives.filter((directive) => directive.verb === verb);
  const firstArgument = (verb: string): string | undefined => named(verb)[0]?.args[0];
  return {
    module: firstArgument('module'),
    go: firstArgument('go'),
    toolchain: firstArgument('toolchain'),
    requires: named('require').flatMap(({ args, comment }) =>
      moduleVersions(args).map((required) => ({ ...required, indirect: isIndirect(comment) })),
    ),
    replaces: named('replace').flatMap(({ args }) => replacements(args)),
    excludes: named('exclude').flatMap(({ args }) => moduleVersions(args)),
    tools: named('tool').flatMap(({ args }) => args.slice(0, 1)),
  };
}

/** Returns one module with its version; empty if the path or the version is missing. */
function moduleVersions([path, version]: readonly string[]): readonly GoModuleVersion[] {
  if (path === undefined || version === undefined) return [];
  return [{ path, version }];
}

function isIndirect(comment: string): boolean {
  return comment === 'indirect' || comment.startsWith('indirect;');
}

function replacements(args: readonly string[]): readonly GoReplacement[] {
  const arrow = args.indexOf('=>');
  const [path, version] = args.slice(0, arrow);
  const [target, targetVersion] = args.slice(arrow + 1);
  if (arrow < 1 || path === undefined || target === undefined) return [];
  const by = replacementTarget(target, targetVersion);
  return [defined({ path, version, by })];
}

function replacementTarget(target: string, version: string | undefined): GoReplacementTarget {
  if (version === undefined) return { kind: 'folder', folder: target };
  return { kind: 'module', path: target, version };
}
