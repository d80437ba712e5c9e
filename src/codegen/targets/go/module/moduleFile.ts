/** What a go.mod means for generated code: which version of each module Go builds with. */
import { parseGoMod, type GoReplacement } from '../../../../project/goMod.ts';

/** A go.mod with its versions settled. */
export interface GoModFile {
  readonly module: string;
  /** Module paths and versions. */
  readonly requires: ReadonlyMap<string, string>;
  /** Modules that are built from something else than the required version, by path. */
  readonly replaced: ReadonlyMap<string, ModuleReplacement>;
  /** `1.25.0`: the oldest Go that it takes. */
  readonly go?: string;
}

/** What Go builds a module from instead. */
export type ModuleReplacement =
  /** Its version is whatever lies there. */
  { readonly kind: 'folder' } | { readonly kind: 'module'; readonly version: string };

/** A go.mod that says nothing. */
export const EMPTY_MODULE_FILE: GoModFile = { module: '', requires: new Map(), replaced: new Map() };

/** Undefined where there is no module line. */
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

/** The required module that holds a package, if any. */
export function moduleOf(mod: GoModFile, importPath: string): string | undefined {
  const holders = [...mod.requires.keys(), ...mod.replaced.keys()].filter(
    (path) => importPath === path || importPath.startsWith(`${path}/`),
  );
  return holders.sort((a, b) => b.length - a.length)[0];
}
