/** Lists the Go names that the plugins declare for a proto file, as far as the proto decides them. */
import {
  GoFeatures_APILevel,
  type DescriptorProto,
  type EnumDescriptorProto,
  type MethodDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { levelIn, levelOfFile } from './apiLevel.ts';
import { isInOneof, memberNames } from './members.ts';
import { goCamelCase, nameInPackage } from './names.ts';

/** A Go name and the declaration that it comes from, for messages about conflicts. */
export interface DeclaredName {
  /** The name in the Go package. A member of a message is written `Type.Name`. */
  readonly name: string;
  /** The declaration as messages name it, such as `rpc greeter.v1.Greeter.SayHello`. */
  readonly of: string;
  readonly file: FileDescriptorProto;
  /** The path of the name in SourceCodeInfo. */
  readonly path: readonly number[];
}

/** Field numbers of descriptor.proto, for paths in SourceCodeInfo. */
const FILE = { messages: 4, enums: 5, services: 6, extensions: 7 } as const;
const MESSAGE = { name: 1, fields: 2, nested: 3, enums: 4, extensions: 6, oneofs: 8 } as const;
const ENUM = { name: 1, values: 2 } as const;
const SERVICE = { name: 1, methods: 2 } as const;
const NAME = 1;

/** The file or message that contains a declaration. Its name is a part of the declaration's full name. */
interface Scope {
  readonly file: FileDescriptorProto;
  readonly path: readonly number[];
  /** The start of full names in this scope, such as `acme.v1.Outer.`. */
  readonly prefix: string;
  /** The Go name of the message, such as `Outer`; empty for a file. */
  readonly goName: string;
  readonly level: GoFeatures_APILevel;
}

/** Returns the Go names that a file declares. `options` are the options of protoc-gen-go. */
export function declaredNames(file: FileDescriptorProto, options: readonly string[]): readonly DeclaredName[] {
  const scope: Scope = {
    level: levelOfFile(file, options),
    file,
    path: [],
    prefix: file.package === '' ? '' : `${file.package}.`,
    goName: '',
  };
  return [
    ...file.messageType.flatMap((message, i) => messageNames(scope, message, [FILE.messages, i])),
    ...file.enumType.flatMap((declaration, i) => enumNames(scope, declaration, [FILE.enums, i])),
    ...file.extension.map((field, i) => extensionName(scope, field, [FILE.extensions, i])),
    ...file.service.flatMap((service, i) => serviceNames(scope, service, [FILE.services, i])),
  ];
}

function messageNames(scope: Scope, message: DescriptorProto, path: readonly number[]): DeclaredName[] {
  // A map entry has no type in Go.
  if (message.options?.mapEntry === true) return [];
  const inner: Scope = {
    level: levelIn(message.options?.features) ?? scope.level,
    file: scope.file,
    path,
    prefix: `${scope.prefix}${message.name}.`,
    goName: nestedName(scope, message.name),
  };
  return [
    { name: inner.goName, of: `message ${scope.prefix}${message.name}`, file: scope.file, path: [...path, NAME] },
    ...fieldNames(inner, message),
    ...message.nestedType.flatMap((nested, i) => messageNames(inner, nested, [...path, MESSAGE.nested, i])),
    ...message.enumType.flatMap((declaration, i) => enumNames(inner, declaration, [...path, MESSAGE.enums, i])),
    ...message.extension.map((field, i) => extensionName(inner, field, [...path, MESSAGE.extensions, i])),
  ];
}

/**
 * Returns the names of struct fields and getters for all fields and oneofs, and of the types that wrap the fields of a
 * oneof. An opaque message has none, because it hides its fields.
 */
function fieldNames(scope: Scope, message: DescriptorProto): DeclaredName[] {
  if (scope.level === GoFeatures_APILevel.API_OPAQUE) return [];
  const { file, path, prefix, goName } = scope;
  const names = memberNames(message);
  const types = new Set([...message.nestedType, ...message.enumType].map((nested) => nestedName(scope, nested.name)));
  const started = new Set<number>();
  return message.field.flatMap((field, i) => {
    const name = names.fields[i] ?? '';
    const own = { of: `field ${prefix}${field.name}`, file, path: [...path, MESSAGE.fields, i, NAME] };
    const getter = { ...own, name: `${goName}.Get${name}` };
    if (!isInOneof(field) || field.proto3Optional) return [{ ...own, name: `${goName}.${name}` }, getter];
    const at = field.oneofIndex;
    const wrapper = { ...own, name: `${goName}_${name}${types.has(`${goName}_${name}`) ? '_' : ''}` };
    if (started.has(at)) return [getter, wrapper];
    started.add(at);
    const oneof = {
      of: `oneof ${prefix}${message.oneofDecl[at]?.name ?? ''}`,
      file,
      path: [...path, MESSAGE.oneofs, at, NAME],
    };
    return [
      getter,
      wrapper,
      ...['', 'Get'].map((verb) => ({ ...oneof, name: `${goName}.${verb}${names.oneofs[at] ?? ''}` })),
    ];
  });
}

/**
 * Returns the Go name of a nested declaration. Camel case applies to the whole name, so there is no `_` before a part
 * that starts with a lower-case letter.
 */
function nestedName({ prefix, file }: Scope, name: string): string {
  return goCamelCase(nameInPackage(file.package, `${prefix}${name}`));
}

function enumNames(scope: Scope, declaration: EnumDescriptorProto, path: readonly number[]): DeclaredName[] {
  const { file, prefix } = scope;
  const goName = nestedName(scope, declaration.name);
  const of = `enum ${prefix}${declaration.name}`;
  const own = [goName, `${goName}_name`, `${goName}_value`].map((name) => ({
    name,
    of,
    file,
    path: [...path, ENUM.name],
  }));
  // Features of go_features.proto may remove the prefix from the names of enum values.
  const isPlain = !file.dependency.includes('google/protobuf/go_features.proto');
  const values = (isPlain ? declaration.value : []).map((value, i) => ({
    name: `${scope.goName || goName}_${value.name}`,
    of: `enum value ${prefix}${value.name}`,
    file,
    path: [...path, ENUM.values, i, NAME],
  }));
  return [...own, ...values];
}

function extensionName(scope: Scope, field: FieldDescriptorProto, path: readonly number[]): DeclaredName {
  return {
    name: `E_${nestedName(scope, field.name)}`,
    of: `extension ${scope.prefix}${field.name}`,
    file: scope.file,
    path: [...path, NAME],
  };
}

function methodNames(goName: string, { clientStreaming, serverStreaming }: MethodDescriptorProto): readonly string[] {
  const own = `${goName}_FullMethodName`;
  if (!clientStreaming && !serverStreaming) return [own];
  return [own, `${goName}Client`, `${goName}Server`];
}

function serviceNames(
  { file, prefix }: Scope,
  service: ServiceDescriptorProto,
  path: readonly number[],
): DeclaredName[] {
  const name = goCamelCase(service.name);
  const own = [
    `${name}Client`,
    `New${name}Client`,
    unexported(`${name}Client`),
    `${name}Server`,
    `Unimplemented${name}Server`,
    `Unsafe${name}Server`,
    `Register${name}Server`,
    `${name}_ServiceDesc`,
  ];
  return [
    ...own.map((goName) => ({
      name: goName,
      of: `service ${prefix}${service.name}`,
      file,
      path: [...path, SERVICE.name],
    })),
    ...service.method.flatMap((method, i) => {
      const goName = `${name}_${goCamelCase(method.name)}`;
      const of = `rpc ${prefix}${service.name}.${method.name}`;
      return methodNames(goName, method).map((each) => ({
        name: each,
        of,
        file,
        path: [...path, SERVICE.methods, i, NAME],
      }));
    }),
  ];
}

function unexported(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
