/**
 * The descriptors of gRPC's own services: health, and server reflection in v1 and v1alpha. We declare them as data,
 * because this room has no compiler at run time. We do not use @grpc/reflection and grpc-health-check, because their
 * parser, protobufjs, cannot read our descriptor sets. Sources: https://github.com/grpc/grpc-proto,
 * grpc/reflection/v1/reflection.proto and grpc/health/v1/health.proto.
 */
import { createFileRegistry, fromJson, type FileRegistry, type JsonObject } from '@bufbuild/protobuf';
import { protoCamelCase } from '@bufbuild/protobuf/reflect';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** A version of server reflection. The versions differ only in the name of their package. */
export type ReflectionVersion = 'v1' | 'v1alpha';

/** The versions of server reflection that we serve, newest first. */
export const REFLECTION_VERSIONS: readonly ReflectionVersion[] = ['v1', 'v1alpha'];

/** Returns the full name of the reflection service in a version. */
export function reflectionService(version: ReflectionVersion): string {
  return `grpc.reflection.${version}.ServerReflection`;
}

/** The full name of the health service. */
export const HEALTH_SERVICE = 'grpc.health.v1.Health';

/** The numbers of the enum `grpc.health.v1.HealthCheckResponse.ServingStatus`. */
export const SERVING = { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;

/** Returns one registry with the health service and both versions of reflection. */
export function standardServices(): FileRegistry {
  const file = [...REFLECTION_VERSIONS.map(reflectionFile), healthFile()].map((json) =>
    fromJson(FileDescriptorProtoSchema, json),
  );
  return createFileRegistry({ $typeName: FileDescriptorSetSchema.typeName, file } satisfies {
    $typeName: 'google.protobuf.FileDescriptorSet';
    file: FileDescriptorProto[];
  });
}

function reflectionFile(version: ReflectionVersion): JsonObject {
  const scope = `.grpc.reflection.${version}`;
  return {
    name: `grpc/reflection/${version}/reflection.proto`,
    package: scope.slice(1),
    syntax: 'proto3',
    messageType: [
      message(
        'ServerReflectionRequest',
        [
          field('host', 1, 'STRING'),
          chosen('file_by_filename', 3, 'STRING'),
          chosen('file_containing_symbol', 4, 'STRING'),
          chosen('file_containing_extension', 5, `${scope}.ExtensionRequest`),
          chosen('all_extension_numbers_of_type', 6, 'STRING'),
          chosen('list_services', 7, 'STRING'),
        ],
        'message_request',
      ),
      message('ExtensionRequest', [field('containing_type', 1, 'STRING'), field('extension_number', 2, 'INT32')]),
      message(
        'ServerReflectionResponse',
        [
          field('valid_host', 1, 'STRING'),
          field('original_request', 2, `${scope}.ServerReflectionRequest`),
          chosen('file_descriptor_response', 4, `${scope}.FileDescriptorResponse`),
          chosen('all_extension_numbers_response', 5, `${scope}.ExtensionNumberResponse`),
          chosen('list_services_response', 6, `${scope}.ListServiceResponse`),
          chosen('error_response', 7, `${scope}.ErrorResponse`),
        ],
        'message_response',
      ),
      message('FileDescriptorResponse', [repeated('file_descriptor_proto', 1, 'BYTES')]),
      message('ExtensionNumberResponse', [
        field('base_type_name', 1, 'STRING'),
        repeated('extension_number', 2, 'INT32'),
      ]),
      message('ListServiceResponse', [repeated('service', 1, `${scope}.ServiceResponse`)]),
      message('ServiceResponse', [field('name', 1, 'STRING')]),
      message('ErrorResponse', [field('error_code', 1, 'INT32'), field('error_message', 2, 'STRING')]),
    ],
    service: [
      {
        name: 'ServerReflection',
        method: [
          {
            name: 'ServerReflectionInfo',
            inputType: `${scope}.ServerReflectionRequest`,
            outputType: `${scope}.ServerReflectionResponse`,
            clientStreaming: true,
            serverStreaming: true,
          },
        ],
      },
    ],
  };
}

function healthFile(): JsonObject {
  const scope = '.grpc.health.v1';
  const rpc = (name: string, input: string, output: string): JsonObject => ({
    name,
    inputType: `${scope}.${input}`,
    outputType: `${scope}.${output}`,
  });
  return {
    name: 'grpc/health/v1/health.proto',
    package: scope.slice(1),
    syntax: 'proto3',
    messageType: [
      message('HealthCheckRequest', [field('service', 1, 'STRING')]),
      {
        ...message('HealthCheckResponse', [
          { ...field('status', 1, 'ENUM'), typeName: `${scope}.HealthCheckResponse.ServingStatus` },
        ]),
        enumType: [
          { name: 'ServingStatus', value: Object.entries(SERVING).map(([name, number]) => ({ name, number })) },
        ],
      },
      message('HealthListRequest', []),
      {
        ...message('HealthListResponse', [repeated('statuses', 1, `${scope}.HealthListResponse.StatusesEntry`)]),
        nestedType: [
          {
            ...message('StatusesEntry', [field('key', 1, 'STRING'), field('value', 2, `${scope}.HealthCheckResponse`)]),
            options: { mapEntry: true },
          },
        ],
      },
    ],
    service: [
      {
        name: 'Health',
        method: [
          rpc('Check', 'HealthCheckRequest', 'HealthCheckResponse'),
          rpc('List', 'HealthListRequest', 'HealthListResponse'),
          { ...rpc('Watch', 'HealthCheckRequest', 'HealthCheckResponse'), serverStreaming: true },
        ],
      },
    ],
  };
}

/** Describes a message. The fields that are marked with `chosen` belong to its only oneof. */
function message(name: string, fields: readonly JsonObject[], oneof?: string): JsonObject {
  const plain = { name, field: [...fields] };
  if (oneof === undefined) return plain;
  return { ...plain, oneofDecl: [{ name: oneof }] };
}

/** Describes a field. `type` is the name of a scalar, or the full name of a message with a leading dot. */
function field(name: string, number: number, type: string): JsonObject {
  const typed = type.startsWith('.') ? { type: 'TYPE_MESSAGE', typeName: type } : { type: `TYPE_${type}` };
  return { name, number, label: 'LABEL_OPTIONAL', jsonName: protoCamelCase(name), ...typed };
}

function repeated(name: string, number: number, type: string): JsonObject {
  return { ...field(name, number, type), label: 'LABEL_REPEATED' };
}

function chosen(name: string, number: number, type: string): JsonObject {
  return { ...field(name, number, type), oneofIndex: 0 };
}
