/** The Go names that the plugins declare for the declarations of a proto file, as far as the proto decides them. */
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

/** One Go name and its origin, for messages about conflicts. */
export interface DeclaredName {
  /** The name in the package; `Type.Name` for members of a message. */
  readonly name: string;
  /** The declaration that it comes from, for messages: `rpc greeter.v1.Greeter.SayHello`. */
  readonly of: string;
  readonly file: FileDescriptorProto;
  /** The path of the name in SourceCodeInfo. */
  readonly path: readonly number[];
}

/** Field numbers of descriptor.proto, as in the paths of SourceCodeInfo. */
const FILE = { messages: 4, enums: 5, services: 6, extensions: 7 } as const;
const MESSAGE = { name: 1, fields: 2, nested: 3, enums: 4, extensions: 6, oneofs: 8 } as const;
const ENUM = { name: 1, values: 2 } as const;
const SERVICE = { name: 1, methods: 2 } as const;
const NAME = 1;

/** A message or a file. Its declarations have names inside its own name. */
interface Scope {
  readonly file: FileDescriptorProto;
  readonly path: readonly number[];
  /** `acme.v1.Outer.` */
  readonly prefix: string;
  /** For example `Outer`; empty for a file. */
  readonly goName: string;
  readonly level: GoFeatures_APILevel;
}

/** `options` are the options of protoc-gen-go. */
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
  // A map has no separate type in Go.
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

/** Struct fields and getters of all fields and oneofs, and the types that hold the fields of a oneof. */
/** An opaque message hides its fields. */
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

/** Camel case applies to the whole name. So a part that starts with a lower-case letter is joined without `_`. */
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
  // Go's own features may remove the prefix.
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
