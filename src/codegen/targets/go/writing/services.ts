/** The services for which we write scaffolds: descriptors with the names that the plugins give them in Go. */
import type { DescField, DescFile, DescMessage, DescMethod } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence, GoFeatures_APILevel } from '@bufbuild/protobuf/wkt';
import { isGreeterShaped } from '../../../../message/greeter.ts';
import { levelIn, levelOfFile } from '../packages/apiLevel.ts';
import { memberNames } from '../packages/members.ts';
import { goCamelCase, nameInPackage } from '../packages/names.ts';
import type { FilePackage, GoPackage } from '../packages/packages.ts';
import type { GoFile } from './writer.ts';

/** A service, with its names in Go. */
export interface GoService {
  /** The full name of the service, such as `greeter.v1.Greeter`. */
  readonly fullName: string;
  /** The name of the service in Go, which is a part of `GreeterServer` and `NewGreeterClient`. */
  readonly goName: string;
  readonly protoPackage: string;
  readonly package: GoPackage;
  readonly comment: string;
  readonly methods: readonly GoMethod[];
}

/** An rpc, with its names in Go. */
export interface GoMethod {
  /** The name of the rpc in the proto. */
  readonly name: string;
  readonly goName: string;
  readonly kind: DescMethod['methodKind'];
  readonly input: GoMessage;
  readonly output: GoMessage;
  readonly comment: string;
  /** Whether the scaffold replies with "Hello " and the name in the request. */
  readonly greets: boolean;
}

/** A message, with its name in Go. */
export interface GoMessage {
  readonly goName: string;
  readonly package: GoPackage;
  readonly desc: DescMessage;
}

/** Returns the Go package of a proto file, by the import path of the file. */
export type PackageOf = (file: string) => FilePackage;

/** Returns the services of a file. */
export function servicesOf(file: DescFile, packageOf: PackageOf): readonly GoService[] {
  return file.services.map((service, index) => ({
    fullName: service.typeName,
    goName: goCamelCase(service.name),
    protoPackage: file.proto.package,
    package: packageOf(file.proto.name),
    comment: commentAt(file, [SERVICE, index]),
    methods: service.methods.map((method, at) =>
      goMethod(method, commentAt(file, [SERVICE, index, METHOD, at]), packageOf),
    ),
  }));
}

/** Field numbers of FileDescriptorProto and ServiceDescriptorProto, for paths in SourceCodeInfo. */
const SERVICE = 6;
const METHOD = 2;

function goMethod(method: DescMethod, comment: string, packageOf: PackageOf): GoMethod {
  const [input, output] = [method.input, method.output].map((desc) => goMessage(desc, packageOf)) as [
    GoMessage,
    GoMessage,
  ];
  const greets =
    isGreeterShaped(method) &&
    plainString(method.input, 'name') !== undefined &&
    plainString(method.output, 'message') !== undefined;
  return {
    name: method.name,
    goName: goCamelCase(method.name),
    kind: method.methodKind,
    input,
    output,
    comment,
    greets,
  };
}

function goMessage(desc: DescMessage, packageOf: PackageOf): GoMessage {
  const { package: protoPackage, name } = desc.file.proto;
  const local = nameInPackage(protoPackage, desc.typeName);
  return { goName: goCamelCase(local), package: packageOf(name), desc };
}

function commentAt(file: DescFile, path: readonly number[]): string {
  const key = path.join();
  const location = file.proto.sourceCodeInfo?.location.find((candidate) => candidate.path.join() === key);
  const text = location?.leadingComments ?? '';
  // gofmt takes a line that starts with +build for a build constraint and moves it to the top of the file. Go ignores
  // go:build here, but a reader would take it for a constraint.
  const lines = text.split(/\r?\n/).map((line) =>
    line
      .replace(/^ /, '')
      .replace(/^\s*(\+build\b|go:\w+)/, '"$1"')
      .trimEnd(),
  );
  return lines.join('\n').trim();
}

/** Finds a string field that a composite literal can set: it is singular and not in a oneof. */
export function plainString(message: DescMessage, name: string): DescField | undefined {
  return message.fields.find(
    (field) =>
      field.name === name &&
      field.fieldKind === 'scalar' &&
      field.scalar === ScalarType.STRING &&
      field.oneof === undefined,
  );
}

/** Returns Go code that creates a message. If `set` is given, the message has this string field. */
export function messageExpression(
  file: GoFile,
  message: GoMessage,
  set?: { readonly field: DescField; readonly value: string },
): string {
  const type = file.ref(message.package, message.goName);
  if (set === undefined) return `&${type}{}`;
  const { field } = set;
  const value =
    field.presence === FeatureSet_FieldPresence.IMPLICIT
      ? set.value
      : `${file.use('google.golang.org/protobuf/proto', 'String')}(${set.value})`;
  // The fields of an opaque message are hidden, so we use its builder.
  if (apiLevel(message.desc) === GoFeatures_APILevel.API_OPAQUE)
    return `${type}_builder{${goCamelCase(field.name)}: ${value}}.Build()`;
  return `&${type}{${fieldName(field)}: ${value}}`;
}

/** Returns Go code that reads a string field. */
export function getter(variable: string, field: DescField): string {
  return `${variable}.Get${fieldName(field)}()`;
}

function fieldName({ parent, proto, name }: DescField): string {
  const members = apiLevel(parent) === GoFeatures_APILevel.API_OPAQUE ? undefined : memberNames(parent.proto);
  return members?.fields[parent.proto.field.indexOf(proto)] ?? goCamelCase(name);
}

/**
 * Returns the API level of a message. The innermost declaration that sets a level wins, and the level of the file comes
 * last.
 */
function apiLevel(message: DescMessage): GoFeatures_APILevel {
  for (let scope: DescMessage | undefined = message; scope !== undefined; scope = scope.parent) {
    const level = levelIn(scope.proto.options?.features);
    if (level !== undefined) return level;
  }
  return levelOfFile(message.file.proto);
}
