/**
 * Finds the type that implements a service: it embeds the `Unimplemented…Server` of the service. The type and its
 * methods may be anywhere in the package.
 */
import { basename, type FilePath } from '../../../../base/path.ts';
import type { GoMethodDeclaration, GoSource } from '../reading/goSource.ts';
import type { GoNames } from '../reading/goNames.ts';
import { isMethodOf } from './signatures.ts';
import { isBuilt } from '../writing/naming.ts';
import type { Receiver } from '../writing/serverFile.ts';
import type { GoFolder } from '../reading/serverFolder.ts';
import type { GoMethod, GoService } from '../writing/services.ts';

/** A type of the user's that implements a service. */
export interface Implementation {
  readonly service: GoService;
  readonly type: string;
  /** The file for new methods. */
  readonly path: FilePath;
  readonly source: GoSource;
  readonly receiver: Receiver;
  readonly missing: readonly GoMethod[];
  /** The type's own methods, without tests. */
  readonly methods: readonly DeclaredMethod[];
}

/** A method, with the file that declares it. */
export interface DeclaredMethod {
  readonly path: FilePath;
  readonly source: GoSource;
  readonly method: GoMethodDeclaration;
}

/** A folder's package, with its names. */
export interface GoPackageView {
  readonly folder: GoFolder;
  readonly names: GoNames;
}

/**
 * The type that serves the service; undefined if the package has none. If there are several, it is the most likely one.
 */
export function findImplementation(view: GoPackageView, service: GoService): Implementation | undefined {
  const types = [...view.folder.sources.values()]
    .flatMap((source) => source.types)
    .filter(({ alias }) => alias === undefined);
  const names = [...new Set(types.map(({ name }) => name))];
  // These signs count in this order, because a server may be wrapped by types that pass calls on to it.
  const signs = [isEmbedding, isClaimed, isServerLike];
  const candidates =
    signs.map((sign) => names.filter((type) => sign(view, service, type))).find(({ length }) => length > 0) ?? [];
  const [best] = candidates
    .map((type) => ({ type, rank: rankOf(view, service, type) }))
    .sort((a, b) => compareRanks(b.rank, a.rank));
  if (best === undefined) return undefined;
  return implementationBy(view, service, best.type);
}

/** A service with the names in its generated code. */
export interface ServiceName {
  readonly goName: string;
  readonly package: { readonly importPath: string };
}

/** The type that a server of the service embeds. */
export function isBase(name: string, { package: { importPath }, goName }: ServiceName): boolean {
  return name === `${importPath}.Unimplemented${goName}Server` || name === `${importPath}.Unsafe${goName}Server`;
}

/** Full names of all types that a type embeds, including those embedded through types of its own package. */
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

/** Names of a type's methods: its own, and the methods of embedded types that are visible here. */
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
  // A type that embeds the interface itself passes every call on.
  if (all.includes(`${service.package.importPath}.${service.goName}Server`))
    for (const { goName } of service.methods) names.add(goName);
  return names;
}

/** A higher rank is better. The first number counts most. */
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

/** Whether the type is registered or declared as a server of the service. Embedding alone does not count. */
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

/** If the package registers a server that its text does not name, the server is the type with the methods. */
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
 * Chooses the file for the methods of a type. Files that are always built come first; then the declaration's file if it
 * has methods; then the file with most methods.
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

/** Follows the type's methods. A registered value does not have the methods of its pointer. */
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

/** How a file refers to a name in a service's package, if it imports the package. */
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
