/**
 * Finds valid protos whose generated Go does not compile. For example, two names in a proto become the same name in Go,
 * or a package has the name of a variable in generated code. The Go compiler would report this in generated files, so
 * we report it in the protos.
 */
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type DescriptorProto,
  type FileDescriptorProto,
  type MethodDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { placeOf, type DescriptorSet } from '../../../descriptorSet.ts';
import { groupBy } from '../../../groupBy.ts';
import type { Problem } from '../../../../contract/generation.ts';
import { visible } from '../../../../base/strings.ts';
import { declaredNames, type DeclaredName } from './declared.ts';
import { cleanPackageName, goCamelCase, isPackageName } from './names.ts';
import type { FilePackage } from './packages.ts';

/** Returns the conflicts in all generated packages. `options` are the options of protoc-gen-go. */
export function conflicts(
  set: DescriptorSet,
  packages: ReadonlyMap<string, FilePackage>,
  options: readonly string[],
): readonly Problem[] {
  const byPath = groupBy(
    [...packages.values()].filter(({ generated }) => generated),
    ({ importPath }) => importPath,
  );
  const places = new Packages(set, packages);
  return [...byPath.values()].flatMap((members) => {
    const files = members.map(({ file }) => set.file(file));
    const names = files.flatMap((file) => [...declaredNames(file, options), ...forwarded(file, places)]);
    return [
      ...badImportPaths(members, places),
      ...badPackageNames(members, places),
      ...sameNames(names),
      ...methodsOfMessages(names),
      ...files.flatMap(embeddedNames),
      ...hiddenPackages(files, names, places),
    ];
  });
}

/**
 * Finds import paths that Go does not accept (pkg.go.dev/golang.org/x/mod/module#CheckImportPath). Such a path could
 * lead to a folder of another program, for example `.git/hooks`.
 */
function badImportPaths(members: readonly FilePackage[], places: Packages): Problem[] {
  return members.flatMap((member) => {
    const part = member.importPath.split('/').find((each) => !isPathPart(each));
    if (part === undefined) return [];
    const message = `Go does not take "${visible(part)}" as a part of the import path "${visible(member.importPath)}": a part holds only letters, digits, and - . _ ~ +, and does not start or end with a dot; change go_package`;
    return [problemAt(places.file(member), GO_PACKAGE, message)];
  });
}

function isPathPart(part: string): boolean {
  return /^[A-Za-z0-9._~+-]+$/.test(part) && !part.startsWith('.') && !part.endsWith('.');
}

/** Finds packages that other packages cannot import because of their names. */
function badPackageNames(members: readonly FilePackage[], places: Packages): Problem[] {
  return members
    .filter(({ name }) => !isPackageName(name))
    .map((member) => {
      const message = `a Go package cannot be named ${visible(member.name)}; choose another ending for go_package, or add the package name after a ";"`;
      return problemAt(places.file(member), GO_PACKAGE, message);
    });
}

/**
 * Returns the names that a public import adds to this package. If the imported file is in another Go package,
 * protoc-gen-go declares its types here again.
 */
function forwarded(file: FileDescriptorProto, places: Packages): readonly DeclaredName[] {
  return file.publicDependency.flatMap((at) => {
    const to = places.of(file.dependency[at] ?? '');
    if (to === undefined || to.importPath === places.of(file.name)?.importPath) return [];
    const path = [DEPENDENCY, at];
    return declaredNames(places.file(to), [])
      .filter(({ name, of }) => !name.includes('.') && !/^(?:service|rpc) /.test(of))
      .map(({ name, of }) => ({ name, of: `${of}, by import public,`, file, path }));
  });
}

/** Finds names that two declarations share. All files of a Go package have one namespace. */
function sameNames(names: readonly DeclaredName[]): Problem[] {
  const first = new Map<string, DeclaredName>();
  const reported = new Set<string>();
  return names.flatMap((declared) => {
    const other = first.get(declared.name);
    if (other === undefined) first.set(declared.name, declared);
    if (other === undefined || reported.has(declared.of)) return [];
    reported.add(declared.of);
    const where = other.file === declared.file ? '' : ` of ${other.file.name}`;
    return [
      problemAt(
        declared.file,
        declared.path,
        `in Go, ${declared.of} and ${other.of}${where} both declare ${declared.name}; rename one of them`,
      ),
    ];
  });
}

/**
 * Finds message members with the Go name ProtoReflect. protoc-gen-go does not rename them, although every message has a
 * method with this name.
 */
function methodsOfMessages(names: readonly DeclaredName[]): Problem[] {
  return names
    .filter(({ name }) => name.endsWith('.ProtoReflect'))
    .map(({ file, path, of }) =>
      problemAt(file, path, `in Go, ${of} has the same name as the method ProtoReflect of every message; rename it`),
    );
}

/**
 * Finds rpcs with the name of the type that servers embed. In Go, an embedded type is a field with the name of the
 * type, so a method cannot have this name.
 */
function embeddedNames(file: FileDescriptorProto): Problem[] {
  return file.service.flatMap((service, i) =>
    service.method.flatMap((method, at) => {
      if (goCamelCase(method.name) !== `Unimplemented${goCamelCase(service.name)}Server`) return [];
      return [
        problemAt(
          file,
          [SERVICE, i, METHOD, at, NAME],
          `in Go, rpc ${method.name} has the same name as the type that servers embed; rename it`,
        ),
      ];
    }),
  );
}

/** Field numbers of descriptor.proto, for paths in SourceCodeInfo. */
const [NAME, METHOD, DEPENDENCY, SERVICE] = [1, 2, 3, 6];
const GO_PACKAGE = [8, 11];

/**
 * The use of a type from another Go package, and the variables there. The package must not have the name of such a
 * variable.
 */
interface Use {
  readonly type: string;
  readonly variables: readonly string[];
}

/**
 * Finds packages that a variable or a declaration hides. Generated code names a package by the last part of its path,
 * even if something else there has this name.
 */
function hiddenPackages(
  files: readonly FileDescriptorProto[],
  names: readonly DeclaredName[],
  packages: Packages,
): Problem[] {
  const declared = new Map(names.map((each) => [each.name, each]));
  const reported = new Set<string>();
  return files.flatMap((file) =>
    usesIn(file).flatMap(({ type, variables }) => {
      const to = packages.ofType(type);
      if (to === undefined || to.importPath === packages.of(file.name)?.importPath || reported.has(to.importPath))
        return [];
      const name = cleanPackageName(to.importPath.slice(to.importPath.lastIndexOf('/') + 1));
      const other = declared.get(name);
      const what = variables.includes(name) ? 'a variable' : other?.of;
      if (what === undefined) return [];
      reported.add(to.importPath);
      const message = `in the Go code of ${file.name}, ${name} is ${what}, so it cannot be the package ${to.importPath}; choose another ending for go_package of ${to.file}, such as ${to.importPath.toLowerCase()}pb`;
      return [
        to.generated
          ? problemAt(packages.file(to), GO_PACKAGE, message)
          : { severity: 'error', file: file.name, message },
      ];
    }),
  );
}

/** The Go package of each proto file and of each type. */
class Packages {
  readonly #set: DescriptorSet;
  readonly #packages: ReadonlyMap<string, FilePackage>;
  /** The package of each type, by the full name of the type with a leading dot, as in descriptors. */
  readonly #types = new Map<string, FilePackage>();

  constructor(set: DescriptorSet, packages: ReadonlyMap<string, FilePackage>) {
    this.#set = set;
    this.#packages = packages;
    for (const found of packages.values()) {
      const file = set.file(found.file);
      this.#addTypes(file.package === '' ? '' : `.${file.package}`, file, found);
    }
  }

  of(file: string): FilePackage | undefined {
    return this.#packages.get(file);
  }

  ofType(type: string): FilePackage | undefined {
    return this.#types.get(type);
  }

  file({ file }: FilePackage): FileDescriptorProto {
    return this.#set.file(file);
  }

  #addTypes(prefix: string, { enumType, ...scope }: DescriptorProto | FileDescriptorProto, found: FilePackage): void {
    for (const { name } of enumType) this.#types.set(`${prefix}.${name}`, found);
    for (const message of 'messageType' in scope ? scope.messageType : scope.nestedType) {
      this.#types.set(`${prefix}.${message.name}`, found);
      this.#addTypes(`${prefix}.${message.name}`, message, found);
    }
  }
}

function usesIn(file: FileDescriptorProto): readonly Use[] {
  return [
    ...file.service.flatMap(({ method }) => method.flatMap(methodUses)),
    ...file.messageType.flatMap(messageUses),
  ];
}

/**
 * Returns the types that an rpc uses, and the parameters, receivers and variables near them in the code of
 * protoc-gen-go-grpc 1.6.
 */
function methodUses({
  inputType,
  outputType,
  clientStreaming,
  serverStreaming,
}: MethodDescriptorProto): readonly Use[] {
  if (!clientStreaming && !serverStreaming) {
    return [
      { type: inputType, variables: ['ctx', 'dec', 'in', 'info', 'interceptor', 'req', 'srv'] },
      { type: outputType, variables: ['c', 'cOpts', 'ctx', 'in', 'opts'] },
    ];
  }
  const variables = ['c', 'cOpts', 'ctx', 'err', 'opts', 'srv', 'stream', ...(clientStreaming ? [] : ['in', 'm'])];
  return [inputType, outputType].map((type) => ({ type, variables }));
}

/**
 * Returns the types that a message uses. Only getters of enums name a type in their bodies, in which `x` is the
 * receiver. All other methods name types only in their signatures.
 */
function messageUses(message: DescriptorProto): readonly Use[] {
  const own = message.field
    .filter(({ typeName }) => typeName !== '')
    .map(
      ({ typeName, type, label }): Use => ({
        type: typeName,
        variables:
          type === FieldDescriptorProto_Type.ENUM && label !== FieldDescriptorProto_Label.REPEATED ? ['x'] : [],
      }),
    );
  return [...own, ...message.nestedType.flatMap(messageUses)];
}

function problemAt(file: FileDescriptorProto, path: readonly number[], message: string): Problem {
  return { severity: 'error', file: file.name, message, ...placeOf(file, path) };
}
