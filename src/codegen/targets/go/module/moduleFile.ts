/** What a go.mod means for generated code: the version of each module that Go builds with. */
import { parseGoMod, type GoReplacement } from '../../../../project/goMod.ts';

/** A go.mod after its versions are resolved. */
export interface GoModFile {
  readonly module: string;
  /** Module paths and versions. */
  readonly requires: ReadonlyMap<string, string>;
  /** Modules that Go builds from something other than the required version, by path. */
  readonly replaced: ReadonlyMap<string, ModuleReplacement>;
  /** For example `1.25.0`: the oldest Go version that it accepts. */
  readonly go?: string;
}

/** What Go builds a module from instead. */
export type ModuleReplacement =
  /** A folder, with whatever version is in it. */
  { readonly kind: 'folder' } | { readonly kind: 'module'; readonly version: string };

/** A go.mod without any statement. */
export const EMPTY_MODULE_FILE: GoModFile = { module: '', requires: new Map(), replaced: new Map() };

/** Undefined if it has no module line. */
export function readModuleFile(text: string): GoModFile | undefined {
  const { module, go, requires: required, replaces } = parseGoMod(text);
  if (module === undefined) return undefined;
  const requires = new Map(required.map(({ path, version }) => [path, version]));
  const applied = replaces.filter(({ path, version }) => version === undefined || version === requires.get(path));
  const replaced = new Map(applied.map((replacement) => [replacement.path, meaningOf(replacement)]));
  if (go === undefined) return { module, requires, replaced };
  return { module, requires, replaced, go };
}

function meaningOf({ by }: GoReplacement): ModuleReplacement {
  if (by.kind === 'folder') return { kind: 'folder' };
  return { kind: 'module', version: by.version };
}

/** The required module that contains a package, if there is one. */
export function moduleOf(mod: GoModFile, importPath: string): string | undefined {
  const holders = [...mod.requires.keys(), ...mod.replaced.keys()].filter(
    (path) => importPath === path || importPath.startsWith(`${path}/`),
  );
  return holders.sort((a, b) => b.length - a.length)[0];
}
