/**
 * Finds the type that implements a service. Such a type embeds the service's `Unimplemented…Server`. The type and its
 * methods may be in any file of the package.
 */
import { basename, type FilePath } from '../../../../base/path.ts';
import type { GoMethodDeclaration, GoSource } from '../reading/goSource.ts';
import type { GoNames } from '../reading/goNames.ts';
import { isMethodOf } from './signatures.ts';
import { isBuilt } from '../writing/naming.ts';
import type { Receiver } from '../writing/serverFile.ts';
import type { GoFolder } from '../reading/serverFolder.ts';
import type { GoMethod, GoService } from '../writing/services.ts';

/** A type in the user's code that implements a service. */
export interface Implementation {
  readonly service: GoService;
  readonly type: string;
  /** The file to which we add methods. */
  readonly path: FilePath;
  readonly source: GoSource;
  readonly receiver: Receiver;
  readonly missing: readonly GoMethod[];
  /** The methods that are declared for the type itself, outside tests. */
  readonly methods: readonly DeclaredMethod[];
}

/** A method of a type, with the file that declares it. */
export interface DeclaredMethod {
  readonly path: FilePath;
  readonly source: GoSource;
  readonly method: GoMethodDeclaration;
}

/** The Go package in a folder, with the names that we can resolve in it. */
export interface GoPackageView {
  readonly folder: GoFolder;
  readonly names: GoNames;
}

/**
 * Returns the type that implements the service; undefined if the package has no such type. If there are several, it
 * returns the most likely one.
 */
export function findImplementation(view: GoPackageView, service: GoService): Implementation | undefined {
  const types = [...view.folder.sources.values()]
    .flatMap((source) => source.types)
    .filter(({ alias }) => alias === undefined);
  const names = [...new Set(types.map(({ name }) => name))];
  // The strongest sign comes first. A server may be wrapped by other types that pass calls on to it, and these have
  // only weaker signs.
  const signs = [isEmbedding, isClaimed, isServerLike];
  const candidates =
    signs.map((sign) => names.filter((type) => sign(view, service, type))).find(({ length }) => length > 0) ?? [];
  const [best] = candidates
    .map((type) => ({ type, rank: rankOf(view, service, type) }))
    .sort((a, b) => compareRanks(b.rank, a.rank));
  if (best === undefined) return undefined;
  return implementationBy(view, service, best.type);
}

/** Identifies a service by the names in its generated code. */
export interface ServiceName {
  readonly goName: string;
  readonly package: { readonly importPath: string };
}

/** Whether a type is the base of the service's servers, which is the type that they embed. */
export function isBase(name: string, { package: { importPath }, goName }: ServiceName): boolean {
  return name === `${importPath}.Unimplemented${goName}Server` || name === `${importPath}.Unsafe${goName}Server`;
}

/** Returns the full names of all types that a type embeds, directly or through other types of its package. */
export function embedded(view: GoPackageView, type: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(type)) return [];
  seen.add(type);
  return view.names.declared(type).flatMap(({ source, declaration }) =>
    declaration.embeds.flatMap((embed) => {
      const name = view.names.fullName(source, embed.type)?.replace(/^\*/, '').split('[', 1)[0];
      if (name === undefined) return [];
      if (name.startsWith('.')) return [name, ...embedded(view, name.slice(1), seen)];
      return [name];
    }),
  );
}

/** Returns the names of a type's methods: its own methods, and those of embedded types that this package shows. */
function methodNames(view: GoPackageView, type: string, service: GoService): ReadonlySet<string> {
  const all = embedded(view, type);
  const types = new Set([type, ...all.filter((name) => name.startsWith('.')).map((name) => name.slice(1))]);
  const names = new Set(
    [...view.folder.sources.values(), ...view.folder.tests.values()].flatMap((source) =>
      source.methods.filter(({ receiver }) => types.has(receiver.type)).map(({ name }) => name),
    ),
  );
  for (const local of types)
    for (const { declaration } of view.names.declared(local))
      for (const { name } of declaration.interfaceMethods) names.add(name);
  // A type that embeds the generated interface has all methods of the service.
  if (all.includes(`${service.package.importPath}.${service.goName}Server`))
    for (const { goName } of service.methods) names.add(goName);
  return names;
}

/** Ranks a type by several numbers. A higher number is better, and the first number decides before the others. */
function rankOf(view: GoPackageView, service: GoService, type: string): readonly number[] {
  const has = methodNames(view, type, service);
  const isDirect = view.names
    .declared(type)
    .some(({ source, declaration }) =>
      declaration.embeds.some((embed) =>
        isBase(view.names.fullName(source, embed.type)?.replace(/^\*/, '') ?? '', service),
      ),
    );
  return [
    Number(claims(view, service, type, 'Register')),
    Number(claims(view, service, type, '')),
    service.methods.filter(({ goName }) => has.has(goName)).length,
    Number(isDirect),
  ];
}

function isEmbedding(view: GoPackageView, service: GoService, type: string): boolean {
  return embedded(view, type).some((name) => isBase(name, service));
}

/**
 * Whether the package registers or declares the type as a server of the service. It is false for a type that embeds the
 * generated interface, because such a type wraps another server.
 */
function isClaimed(view: GoPackageView, service: GoService, type: string): boolean {
  if (embedded(view, type).includes(`${service.package.importPath}.${service.goName}Server`)) return false;
  return claims(view, service, type, 'Register') || claims(view, service, type, '');
}

function claims(
  view: GoPackageView,
  { goName, package: { importPath } }: GoService,
  type: string,
  verb: 'Register' | '',
): boolean {
  const wanted = `${verb}${goName}Server`;
  return [...view.folder.sources.values()].some((source) =>
    source.claims.some(
      (claim) =>
        claim.type === type && claim.name === wanted && view.names.importPath(source, claim.package) === importPath,
    ),
  );
}

/**
 * Whether the type is probably the registered server. The package registers a server without naming its type, and this
 * type has a method of the service.
 */
function isServerLike(view: GoPackageView, service: GoService, type: string): boolean {
  const sources = [...view.folder.sources.values()];
  const isRegistered = sources.some((source) =>
    source.selectors.has(selectorIn(view, source, service, `Register${service.goName}Server`) ?? ''),
  );
  return (
    isRegistered &&
    sources.some((source) =>
      source.methods.some((method) => method.receiver.type === type && isMethodOf(view.names, source, method, service)),
    )
  );
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  return a.map((value, i) => value - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function implementationBy(view: GoPackageView, service: GoService, type: string): Implementation | undefined {
  const methods = [...view.folder.sources].flatMap(([path, source]) =>
    source.methods.filter(({ receiver }) => receiver.type === type).map((method) => ({ path, source, method })),
  );
  const home = homeOf(view, type, methods);
  if (home === undefined) return undefined;
  const [path, source] = home;
  const has = methodNames(view, type, service);
  return {
    service,
    type,
    path,
    source,
    methods,
    receiver: receiverOf(view, type, source, methods),
    missing: service.methods.filter(({ goName }) => !has.has(goName)),
  };
}

/**
 * Chooses the file to which we add methods of a type. A file that Go always builds comes first, then the file of the
 * declaration if it has methods, and then the file with the most methods.
 */
function homeOf(
  { folder }: GoPackageView,
  type: string,
  methods: readonly DeclaredMethod[],
): readonly [FilePath, GoSource] | undefined {
  const rank = ([path, source]: readonly [FilePath, GoSource]): readonly number[] => {
    const count = methods.filter((method) => method.path === path).length;
    const declares = source.types.some(({ name }) => name === type);
    const isAlwaysBuilt = source.constraint === undefined && isBuilt(basename(path).replace(/\.go$/, ''));
    return [Number(declares || count > 0), Number(isAlwaysBuilt), Number(declares && count > 0), count];
  };
  return [...folder.sources]
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((a, b) => compareRanks(b.rank, a.rank))[0]?.entry;
}

/**
 * Chooses the receiver for new methods: a pointer, unless all existing methods have a value as their receiver. A
 * registered value does not have the methods of its pointer.
 */
function receiverOf(
  { names }: GoPackageView,
  type: string,
  source: GoSource,
  methods: readonly DeclaredMethod[],
): Receiver {
  const receivers = [...methods]
    .sort((a, b) => Number(b.source === source) - Number(a.source === source))
    .map(({ method }) => method.receiver);
  const parameters = names.declared(type)[0]?.declaration.parameters ?? [];
  const written = `*${type}${parameters.length > 0 ? `[${parameters.join(', ')}]` : ''}`;
  const used = receivers.find(({ name }) => name !== '' && name !== '_')?.name;
  const imported = new Set(names.imports(source).map(({ alias }) => alias));
  const free = [used, 's', 'srv', 'server'].find(
    (name) => name !== undefined && !imported.has(name) && !PARAMETERS.has(name),
  );
  return {
    name: free ?? '_',
    type: (receivers.find(({ text }) => text.startsWith('*')) ?? receivers[0])?.text ?? written,
  };
}

const PARAMETERS = new Set(['ctx', 'req', 'stream']);

/** Returns how a file refers to a name in a service's package; undefined if the file does not import the package. */
export function selectorIn(
  { names }: GoPackageView,
  source: GoSource,
  { package: { importPath } }: GoService,
  name: string,
): string | undefined {
  const found = names.imports(source).find(({ path, alias }) => path === importPath && alias !== '_');
  if (found === undefined) return undefined;
  if (found.alias === '.') return name;
  return `${found.alias ?? ''}.${name}`;
}
