/** Resolves a go.mod to what generated code needs: the version of each module that Go builds. */
import { parseGoMod, type GoReplacement } from '../../../../project/goMod.ts';

/** A go.mod after its versions are resolved. */
export interface GoModFile {
  readonly module: string;
  /** The required version of each module, by the path of the module. */
  readonly requires: ReadonlyMap<string, string>;
  /** What Go builds in place of the required version, by the path of the module. */
  readonly replaced: ReadonlyMap<string, ModuleReplacement>;
  /** The oldest Go version that the module accepts, such as `1.25.0`. */
  readonly go?: string;
}

/** What Go builds in place of a required module. */
export type ModuleReplacement =
  /** A folder, which can contain any version of the module. */
  { readonly kind: 'folder' } | { readonly kind: 'module'; readonly version: string };

/** The content of a go.mod without any directive. */
export const EMPTY_MODULE_FILE: GoModFile = { module: '', requires: new Map(), replaced: new Map() };

/** Reads a go.mod; undefined if it has no `module` directive. */
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

/** Returns the required module that contains a package; undefined if no module contains it. */
export function moduleOf(mod: GoModFile, importPath: string): string | undefined {
  const holders = [...mod.requires.keys(), ...mod.replaced.keys()].filter(
    (path) => importPath === path || importPath.startsWith(`${path}/`),
  );
  return holders.sort((a, b) => b.length - a.length)[0];
}
