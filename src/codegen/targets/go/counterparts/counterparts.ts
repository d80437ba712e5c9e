/**
 * Finds the counterparts of protos: the names in the user's Go that belong to declarations. It needs no schema and no
 * Go toolchain, because generated code contains the full names of methods and the path of its proto.
 */
import type { FilePath } from '../../../../base/path.ts';
import type { Counterpart, ProtoReference } from '../../../../contract/generation.ts';
import type { Span } from '../../../../text/span.ts';
import { groupBy } from '../../../groupBy.ts';
import { embedded, isBase, type GoPackageView, type ServiceName } from '../existing/implementations.ts';
import { goCamelCase } from '../packages/names.ts';
import type { GoPackage } from '../packages/packages.ts';
import { GoNames } from '../reading/goNames.ts';
import type { GoNamedType, GoOperand, GoSource, GoTypeDeclaration } from '../reading/goSource.ts';
import type { GeneratedCode } from '../reading/goFacts.ts';

/** A counterpart whose place is given in offsets of the text. */
export interface CounterpartInText {
  readonly role: Counterpart['role'];
  readonly proto: ProtoReference;
  readonly path: FilePath;
  /** The span of the name in the Go file. */
  readonly span: Span;
}

/** A Go file that we have read. */
export interface GoFileSource {
  readonly path: FilePath;
  /** The import path of the file's package; undefined if the folder is in no module. */
  readonly importPath: string | undefined;
  readonly source: GoSource;
  /** The facts about generated code; undefined if the user wrote the file. */
  readonly generated: GeneratedCode | undefined;
}

/** A service, as its generated code describes it. */
interface GoService extends ServiceName {
  readonly fullName: string;
  /** The full names of the methods, by their names in Go. */
  readonly methods: ReadonlyMap<string, string>;
}

/** The packages and services of the generated code. Counterparts in the user's code belong to these. */
export interface GeneratedPackages {
  readonly packages: readonly GoPackage[];
  /** The services of each package, by the import path of the package. */
  readonly services: ReadonlyMap<string, readonly GoService[]>;
}

/**
 * Returns the packages and services that the generated files in `files` declare. It skips files without an import path.
 */
export function generatedPackages(files: readonly GoFileSource[]): GeneratedPackages {
  const importable = files.filter(({ generated, importPath }) => generated !== undefined && importPath !== undefined);
  const byPath = groupBy(importable, ({ importPath = '' }) => importPath);
  return {
    packages: importable.map(({ importPath = '', source }) => ({ importPath, name: source.package })),
    services: new Map([...byPath].map(([importPath, members]) => [importPath, members.flatMap(servicesIn)])),
  };
}

/** Returns the counterparts in all files. `files` must include the generated code. */
export function counterpartsIn(files: readonly GoFileSource[]): readonly CounterpartInText[] {
  const generated = generatedPackages(files);
  return [...groupBy(files, packageKey).values()].flatMap((members) => packageCounterparts(members, generated));
}

/** Returns the counterparts in one package of one folder. */
export function packageCounterparts(
  files: readonly GoFileSource[],
  generated: GeneratedPackages,
): readonly CounterpartInText[] {
  const view = viewOf(files, generated.packages);
  const services = servicesFor(files, generated);
  return [
    ...files.flatMap(inGeneratedCode),
    ...inServers(view, services),
    ...inPrograms(view, services),
    ...inClientCalls(view, services),
  ];
}

/** The key of a file's package. A folder may have two packages, because its tests may have a separate one. */
export function packageKey({ path, source }: GoFileSource): string {
  return `${path.slice(0, path.lastIndexOf('/'))} ${source.package}`;
}

/**
 * Returns the services that the files of a package can refer to: the services in the packages that they import, and in
 * the package itself.
 */
function servicesFor(files: readonly GoFileSource[], { services }: GeneratedPackages): readonly GoService[] {
  const imports = files.flatMap(({ source }) => source.imports.map(({ path }) => path));
  const paths = new Set([...files.map(({ importPath = '' }) => importPath), ...imports]);
  return [...paths].flatMap((path) => services.get(path) ?? []);
}

/**
 * Returns the services of a generated file. The full names of the rpcs in the file contain the names of the services.
 */
function servicesIn({ importPath = '', generated }: GoFileSource): readonly GoService[] {
  return [...groupBy(generated?.rpcs ?? [], ({ service }) => service)].map(([fullName, rpcs]) => ({
    fullName,
    goName: goCamelCase(fullName.slice(fullName.lastIndexOf('.') + 1)),
    package: { importPath },
    methods: new Map(rpcs.map(({ name, goName }) => [goName, `${fullName}.${name}`])),
  }));
}

function inGeneratedCode(file: GoFileSource): readonly CounterpartInText[] {
  const { path, source, generated } = file;
  if (generated === undefined) return [];
  const interfaces = new Map(
    servicesIn(file).flatMap((service) => ['Server', 'Client'].map((suffix) => [service.goName + suffix, service])),
  );
  return source.types.flatMap((type): readonly CounterpartInText[] => {
    const service = interfaces.get(type.name);
    if (service !== undefined) return inInterface(path, type, service);
    if (generated.proto === undefined || !isMessage(type)) return [];
    const proto = { kind: 'message' as const, source: generated.proto, goName: type.name };
    return [{ role: 'generated', proto, path, span: type.nameSpan }];
  });
}

/** Whether a struct in generated code is a message. No other exported struct there has one of these fields. */
function isMessage({ name, fields }: GoTypeDeclaration): boolean {
  return /^\p{Lu}/u.test(name) && fields.some((field) => ['unknownFields', 'XXX_unrecognized'].includes(field.name));
}

function inInterface(path: FilePath, type: GoTypeDeclaration, { fullName, methods }: GoService): CounterpartInText[] {
  const own: CounterpartInText = { role: 'generated', proto: { kind: 'service', fullName }, path, span: type.nameSpan };
  const members = type.interfaceMethods.flatMap(({ name, nameSpan }): CounterpartInText[] => {
    const method = methods.get(name);
    if (method === undefined) return [];
    return [{ role: 'generated', proto: { kind: 'method', fullName: method }, path, span: nameSpan }];
  });
  return [own, ...members];
}

/** One package of one folder. `GoNames` writes the names of this package as `.Name`. */
interface PackageView extends GoPackageView {
  readonly importPath: string | undefined;
  /** The files that the user wrote, except tests. */
  readonly written: ReadonlyMap<FilePath, GoSource>;
}

function viewOf(files: readonly GoFileSource[], packages: readonly GoPackage[]): PackageView {
  const isTest = ({ path }: GoFileSource): boolean => path.endsWith('_test.go');
  const built = files.filter((file) => !isTest(file));
  const folder = { path: '', files: [], sources: sourcesOf(built), tests: sourcesOf(files.filter(isTest)), broken: [] };
  return {
    folder,
    names: new GoNames(folder, packages),
    importPath: files[0]?.importPath,
    written: sourcesOf(built.filter(({ generated }) => generated === undefined)),
  };
}

function sourcesOf(files: readonly GoFileSource[]): ReadonlyMap<FilePath, GoSource> {
  return new Map(files.map(({ path, source }) => [path, source]));
}

/** Adds the import path if a name belongs to this package. */
function qualified({ importPath = '' }: PackageView, name: string): string {
  if (name.startsWith('.')) return `${importPath}${name}`;
  return name;
}

/**
 * Returns the types that are servers, and their methods. It ignores servers in tests, because they are usually fakes.
 */
function inServers(view: PackageView, services: readonly GoService[]): CounterpartInText[] {
  const found = new Map<string, CounterpartInText>();
  for (const [path, source] of view.written) {
    for (const type of source.types) {
      if (type.alias !== undefined) continue;
      const all = embedded(view, type.name);
      const own = new Set([type.name, ...all.filter((name) => name.startsWith('.')).map((name) => name.slice(1))]);
      for (const service of services.filter((each) => serves(view, type.name, all, each))) {
        const server: CounterpartInText = {
          role: 'server',
          proto: { kind: 'service', fullName: service.fullName },
          path,
          span: type.nameSpan,
        };
        for (const each of [server, ...inServerMethods(view, own, service)])
          found.set(`${each.path} ${each.span.start} ${each.proto.kind} ${service.fullName}`, each);
      }
    }
  }
  return [...found.values()];
}

/**
 * Whether a type is a server of the service: it embeds the type that servers embed, or the package registers or
 * declares it as a server.
 */
function serves(view: PackageView, type: string, all: readonly string[], service: GoService): boolean {
  if (all.some((name) => isBase(qualified(view, name), service))) return true;
  const { goName } = service;
  return [...view.written.values()].some((source) =>
    source.claims.some(
      (claim) =>
        claim.type === type &&
        [`Register${goName}Server`, `${goName}Server`].includes(claim.name) &&
        view.names.importPath(source, claim.package) === service.package.importPath,
    ),
  );
}

function inServerMethods(
  { written }: PackageView,
  types: ReadonlySet<string>,
  { methods }: GoService,
): CounterpartInText[] {
  return [...written].flatMap(([path, source]) =>
    source.methods.flatMap(({ receiver, name, nameSpan }): CounterpartInText[] => {
      const fullName = types.has(receiver.type) ? methods.get(name) : undefined;
      if (fullName === undefined) return [];
      return [{ role: 'server', proto: { kind: 'method', fullName }, path, span: nameSpan }];
    }),
  );
}

/** Returns the `func main` of a program, once for each service that the program registers. */
function inPrograms(view: PackageView, services: readonly GoService[]): CounterpartInText[] {
  const mains = [...view.written].flatMap(([path, source]) =>
    source.package === 'main' && source.main !== undefined ? [{ path, span: source.main }] : [],
  );
  if (mains.length === 0) return [];
  const registered = services.filter((service) =>
    [...view.written.values()].some((source) => registers(view, source, service)),
  );
  return mains.flatMap((main) =>
    registered.map(
      ({ fullName }): CounterpartInText => ({
        role: 'program',
        proto: { kind: 'service', fullName },
        ...main,
      }),
    ),
  );
}

function registers(view: PackageView, source: GoSource, { goName, package: { importPath } }: GoService): boolean {
  return [...source.selectors].some((selector) => {
    const [qualifier = '', name] = selector.split('.');
    return name === `Register${goName}Server` && view.names.importPath(source, qualifier) === importPath;
  });
}

function inClientCalls(view: PackageView, services: readonly GoService[]): CounterpartInText[] {
  return [...view.written, ...view.folder.tests].flatMap(([path, source]) =>
    source.calls.flatMap(({ on, name, nameSpan }): CounterpartInText[] => {
      const candidates = services.filter(({ methods }) => methods.has(name));
      const type = candidates.length === 0 ? undefined : typeOfOperand(view, source, on);
      const fullName = candidates
        .find(({ package: { importPath }, goName }) => type === `${importPath}.${goName}Client`)
        ?.methods.get(name);
      if (fullName === undefined) return [];
      return [{ role: 'client', proto: { kind: 'method', fullName }, path, span: nameSpan }];
    }),
  );
}

/** Returns the full name of an operand's type, without pointers; undefined if the text does not show the type. */
function typeOfOperand(view: PackageView, source: GoSource, operand: GoOperand): string | undefined {
  switch (operand.kind) {
    case 'typed': {
      const name = view.names.fullName(source, operand.type);
      return name && qualified(view, name.replace(/^\*/, ''));
    }
    case 'made':
      return clientMadeBy(view, source, operand.by);
    case 'field':
      return typeOfField(view, typeOfOperand(view, source, operand.of), operand.name);
  }
}

/**
 * Returns the client that a function creates. We recognize only generated functions by their name:
 * `pb.NewGreeterClient` returns a `pb.GreeterClient`.
 */
function clientMadeBy(view: PackageView, source: GoSource, by: GoNamedType): string | undefined {
  if (!by.name.startsWith('New') || !by.name.endsWith('Client')) return undefined;
  const client = by.name.slice('New'.length);
  if (by.package === undefined) return qualified(view, `.${client}`);
  const importPath = view.names.importPath(source, by.package);
  return importPath && `${importPath}.${client}`;
}

/** Returns the type of a struct field. `owner` is the full name of the struct, which must be in this package. */
function typeOfField(view: PackageView, owner: string | undefined, field: string): string | undefined {
  const struct = ownName(view, owner);
  if (struct === undefined) return undefined;
  for (const { source, declaration } of view.names.declared(struct)) {
    const found = declaration.fields.find(({ name }) => name === field);
    if (found !== undefined) return typeOfOperand(view, source, { kind: 'typed', type: found.type });
  }
  return undefined;
}

/**
 * Returns the name of a type in this package, without its package and type arguments; undefined for a type of another
 * package.
 */
function ownName({ importPath }: PackageView, fullName: string | undefined): string | undefined {
  if (importPath === undefined || fullName?.startsWith(`${importPath}.`) !== true) return undefined;
  const [name] = fullName.slice(importPath.length + 1).split('[', 1);
  return name;
}
