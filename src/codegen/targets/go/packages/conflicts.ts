/**
 * Finds valid protos whose generated Go does not compile: names that differ in a proto are equal in Go, or a package
 * has the name of a variable in generated code. Plugins leave this to the compiler, which reports it in generated
 * files. We report it in the protos.
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

/** `options` are the options of protoc-gen-go. */
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
 * Finds paths that Go does not accept (pkg.go.dev/golang.org/x/mod/module#CheckImportPath). Such a path may be the
 * folder of another program, for example `.git/hooks`.
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

/** Finds packages that no other package is allowed to import. */
function badPackageNames(members: readonly FilePackage[], places: Packages): Problem[] {
  return members
    .filter(({ name }) => !isPackageName(name))
    .map((member) => {
      const message = `a Go package cannot be named ${visible(member.name)}; choose another ending for go_package, or add the package name after a ";"`;
      return problemAt(places.file(member), GO_PACKAGE, message);
    });
}

/** Public imports from another Go package are declared again: the same things, under names in this package. */
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

/** All files of a Go package share one namespace. */
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

/** Finds the one method name that protoc-gen-go does not avoid. */
function methodsOfMessages(names: readonly DeclaredName[]): Problem[] {
  return names
    .filter(({ name }) => name.endsWith('.ProtoReflect'))
    .map(({ file, path, of }) =>
      problemAt(file, path, `in Go, ${of} has the same name as the method ProtoReflect of every message; rename it`),
    );
}

/** An implementation of a service embeds a type, and the embedded type is a field with that name. */
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

/** Field numbers of descriptor.proto. */
const [NAME, METHOD, DEPENDENCY, SERVICE] = [1, 2, 3, 6];
const GO_PACKAGE = [8, 11];

/** A type of another Go package, and the names that its package must not have where the type is used. */
interface Use {
  readonly type: string;
  readonly variables: readonly string[];
}

/** Generated code refers to a package by the last part of its path, even if a variable there has the same name. */
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

/** Which package each file and type belongs to. */
class Packages {
  readonly #set: DescriptorSet;
  readonly #packages: ReadonlyMap<string, FilePackage>;
  /** By full name, with a leading dot as in descriptors. */
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

/** The parameters, receivers and variables around the types in the bodies of protoc-gen-go-grpc 1.6. */
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
 * Getters of enums name the type in their bodies, where the receiver is `x`. All other methods name it only in
 * signatures.
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
