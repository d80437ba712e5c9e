/** What is in `server/` already: who implements what there. */
import { basename, join, type FilePath } from '../../base/path.ts';
import type { FormatResult } from '../gofmt.ts';
import type { GenerateHost } from '../model.ts';
import { readGoSource, type GoSource } from './goSource.ts';
import type { GoMethod, GoService } from './services.ts';
import type { GoImport } from './writer.ts';

export interface GoFolder {
  readonly path: FilePath;
  /** Names of all its files. */
  readonly files: readonly string[];
  /** Go files, without tests. */
  readonly sources: ReadonlyMap<FilePath, GoSource>;
  /** Files that do not parse, and gofmt's words. */
  readonly broken: ReadonlyMap<FilePath, string>;
}

export type Format = (sources: readonly string[]) => Promise<readonly FormatResult[]>;

export async function readGoFolder(path: FilePath, host: GenerateHost, format: Format): Promise<GoFolder> {
  const files = await host.listFiles(path);
  const names = files.filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  const texts = await Promise.all(names.map((name) => host.readText(join(path, name))));
  const checked = await format(texts.map((text) => text ?? ''));
  const sources = new Map<FilePath, GoSource>();
  const broken = new Map<FilePath, string>();
  names.forEach((name, i) => {
    const result = checked[i];
    if (result?.kind !== 'formatted') broken.set(join(path, name), result?.message ?? '');
    else sources.set(join(path, name), readGoSource(texts[i] ?? ''));
  });
  return { path, files, sources, broken };
}

/** A person's type that implements a service. */
export interface Implementation {
  readonly path: FilePath;
  readonly source: GoSource;
  readonly type: string;
  readonly missing: readonly GoMethod[];
}

/** The type that embeds the service's `Unimplemented…Server`, and the rpcs that the package has no method for. */
export function findImplementation(folder: GoFolder, service: GoService): Implementation | undefined {
  for (const [path, source] of folder.sources) {
    const embedded = selectorIn(source, service, `Unimplemented${service.goName}Server`);
    const type = source.types.find(({ embeds }) => embedded !== undefined && embeds.includes(embedded));
    if (type === undefined) continue;
    const methods = new Set([...folder.sources.values()].flatMap((file) => file.methods).filter((method) => method.type === type.name).map(({ name }) => name));
    return { path, source, type: type.name, missing: service.methods.filter(({ goName }) => !methods.has(goName)) };
  }
  return undefined;
}

/** How a file refers to a name of a service's package, if it imports that. */
export function selectorIn(source: GoSource, service: GoService, name: string): string | undefined {
  const found = source.imports.find(({ path }) => path === service.package.importPath);
  return found === undefined ? undefined : `${found.alias ?? service.package.name}.${name}`;
}

/** A file's imports, with the names of packages that are known here said aloud. */
export function knownImports(source: GoSource, services: readonly GoService[]): readonly GoImport[] {
  const packages = services.flatMap((service) => [service.package, ...service.methods.flatMap(({ input, output }) => [input.package, output.package])]);
  return source.imports.map(({ path, alias }) => {
    const name = alias ?? packages.find(({ importPath }) => importPath === path)?.name;
    return name === undefined ? { path } : { path, alias: name };
  });
}

/** Every name that the folder's package declares. */
export function namesIn(folder: GoFolder): readonly string[] {
  return [...folder.sources.values()].flatMap((source) => [...source.names]);
}

/** The name of the folder's package; a folder without Go files has none yet. */
export function packageIn(folder: GoFolder): string | undefined {
  return [...folder.sources.values()].map((source) => source.package).find((name) => name !== '');
}

export function describe(path: FilePath): string {
  return path.split('/').slice(-2).join('/') || basename(path);
}
