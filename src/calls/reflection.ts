/**
 * Serves gRPC's server reflection, with which clients such as grpcurl list a server's services and types.
 * https://github.com/grpc/grpc/blob/master/doc/server-reflection.md
 */
import {
  fromJson,
  toBinary,
  type DescFile,
  type DescMessage,
  type FileRegistry,
  type JsonObject,
  type Message,
} from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { base64Encode } from '@bufbuild/protobuf/wire';
import { status } from '@grpc/grpc-js';
import type { Answer } from './answer.ts';

/**
 * Returns the function that replies to reflection requests. It calls `registry` for each request, because the schema
 * may change while the server runs.
 */
export function reflectionAnswer(response: DescMessage, registry: () => FileRegistry): Answer {
  return async function* (requests) {
    for await (const request of requests) yield fromJson(response, reply(registry(), request as ReflectionRequest));
  };
}

type ReflectionRequest = Message & {
  readonly host: string;
  readonly messageRequest:
    | {
        readonly case: 'fileByFilename' | 'fileContainingSymbol' | 'allExtensionNumbersOfType' | 'listServices';
        readonly value: string;
      }
    | {
        readonly case: 'fileContainingExtension';
        readonly value: { readonly containingType: string; readonly extensionNumber: number };
      }
    | { readonly case: undefined; readonly value?: undefined };
};

function reply(registry: FileRegistry, request: ReflectionRequest): JsonObject {
  const answered = answer(registry, request.messageRequest);
  const error = { errorResponse: { errorCode: status.NOT_FOUND, errorMessage: notFound(request.messageRequest) } };
  return { ...echo(request), ...(answered ?? error) };
}

function echo({ host, messageRequest }: ReflectionRequest): JsonObject {
  return { validHost: host, originalRequest: { host, ...asked(messageRequest) } };
}

function asked(request: ReflectionRequest['messageRequest']): JsonObject {
  switch (request.case) {
    case undefined:
      return {};
    case 'fileContainingExtension':
      return {
        fileContainingExtension: {
          containingType: request.value.containingType,
          extensionNumber: request.value.extensionNumber,
        },
      };
    default:
      return { [request.case]: request.value };
  }
}

function answer(registry: FileRegistry, asked: ReflectionRequest['messageRequest']): JsonObject | undefined {
  switch (asked.case) {
    case 'listServices':
      return { listServicesResponse: { service: services(registry).map((name) => ({ name })) } };
    case 'fileByFilename':
      return files(registry.getFile(asked.value));
    case 'fileContainingSymbol':
      return files(fileOfSymbol(registry, asked.value));
    case 'fileContainingExtension': {
      const { containingType, extensionNumber } = asked.value;
      const type = registry.getMessage(containingType);
      return files(type && registry.getExtensionFor(type, extensionNumber)?.file);
    }
    case 'allExtensionNumbersOfType':
      return extensionNumbers(registry, asked.value);
    case undefined:
      return undefined;
  }
}

function services(registry: FileRegistry): string[] {
  return [...registry]
    .filter((type) => type.kind === 'service')
    .map((service) => service.typeName)
    .sort();
}

function extensionNumbers(registry: FileRegistry, typeName: string): JsonObject | undefined {
  if (registry.getMessage(typeName) === undefined) return undefined;
  const extensions = [...registry].filter((type) => type.kind === 'extension');
  const extensionNumber = extensions
    .filter(({ extendee }) => extendee.typeName === typeName)
    .map(({ number }) => number);
  return { allExtensionNumbersResponse: { baseTypeName: typeName, extensionNumber } };
}

/**
 * Returns a reply with a file and everything that it imports, so that clients need only one request. The file itself
 * comes first.
 */
function files(file: DescFile | undefined): JsonObject | undefined {
  if (file === undefined) return undefined;
  const seen = new Set<DescFile>();
  const visit = (each: DescFile): void => {
    if (seen.has(each)) return;
    seen.add(each);
    each.dependencies.forEach(visit);
  };
  visit(file);
  return {
    fileDescriptorResponse: {
      fileDescriptorProto: [...seen].map((each) => base64Encode(toBinary(FileDescriptorProtoSchema, each.proto))),
    },
  };
}

/**
 * Finds the file that declares a symbol. It finds types, services and extensions by their full name, and methods,
 * fields and enum values through the declaration that contains them.
 */
function fileOfSymbol(registry: FileRegistry, symbol: string): DescFile | undefined {
  const name = symbol.replace(/^\./, '');
  const type = registry.get(name);
  if (type !== undefined) return type.file;
  const dot = name.lastIndexOf('.');
  const member = name.slice(dot + 1);
  const holder = registry.get(name.slice(0, Math.max(dot, 0)));
  if (holder?.kind === 'service' && holder.methods.some((method) => method.name === member)) return holder.file;
  if (holder?.kind === 'message' && holder.members.some((field) => field.name === member)) return holder.file;
  return fileOfEnumValue(registry, name);
}

/** Finds the file that declares an enum value. The full name of an enum value does not contain the name of its enum. */
function fileOfEnumValue(registry: FileRegistry, name: string): DescFile | undefined {
  for (const file of registry.files) {
    for (const type of nestedTypes(file)) {
      if (type.kind !== 'enum') continue;
      const scope = type.typeName.slice(0, type.typeName.length - type.name.length);
      if (type.values.some((value) => `${scope}${value.name}` === name)) return file;
    }
  }
  return undefined;
}

function notFound(asked: ReflectionRequest['messageRequest']): string {
  switch (asked.case) {
    case undefined:
      return 'The request asks for nothing.';
    case 'fileContainingExtension':
      return `There is no extension ${asked.value.extensionNumber} of ${asked.value.containingType}.`;
    case 'fileByFilename':
      return `There is no file ${asked.value}.`;
    default:
      return `There is no ${asked.value}.`;
  }
}
