/** The types and services of a descriptor set. Calls, the local server and the panel use them. */
import { fromBinary, type DescMethod, type DescService, type FileRegistry } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import {
  FileDescriptorProtoSchema,
  file_google_protobuf_any,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { FileRegistrar } from './registry.ts';

/** The declarations of a descriptor set, with their types resolved. */
export interface Schema {
  readonly registry: FileRegistry;
  /** The services, in the order of the files in the set. */
  readonly services: readonly DescService[];
  /** Finds a method by its path, `pkg.Service/Method`. It also accepts a leading slash, as HTTP/2 paths have. */
  method(path: string): DescMethod | undefined;
}

/** An error for bytes that are not a usable descriptor set. Its message says what is wrong. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** Loads a schema from a serialized `google.protobuf.FileDescriptorSet`. Throws SchemaError. */
export function loadSchema(descriptorSet: Uint8Array): Schema {
  const steps = schemaSteps(descriptorSet);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Loads a schema in steps, for a process that has other work to do in between. A step handles one file at most. */
export function* schemaSteps(descriptorSet: Uint8Array): Generator<undefined, Schema, undefined> {
  const files = yield* decode(descriptorSet);
  return fromRegistry(yield* register(inDependencyOrder(files)));
}

/** The number of the field `file` in google.protobuf.FileDescriptorSet. */
const SET_FILE = 1;

function* decode(bytes: Uint8Array): Generator<undefined, readonly FileDescriptorProto[], undefined> {
  const files: FileDescriptorProto[] = [];
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, wireType] = reader.tag();
      if (field === SET_FILE && wireType === WireType.LengthDelimited)
        files.push(fromBinary(FileDescriptorProtoSchema, reader.bytes()));
      else reader.skip(wireType, field);
      yield;
    }
  } catch (cause) {
    throw new SchemaError(`This is not a serialized FileDescriptorSet: ${reason(cause)}`, { cause });
  }
  return files;
}

function* register(files: readonly FileDescriptorProto[]): Generator<undefined, FileRegistry, undefined> {
  const registrar = new FileRegistrar();
  try {
    for (const file of files) {
      registrar.add(file);
      yield;
    }
  } catch (cause) {
    throw new SchemaError(`The descriptor set cannot be used: ${reason(cause)}`, { cause });
  }
  return registrar.finish();
}

function reason(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return String(cause);
}

function fromRegistry(registry: FileRegistry): Schema {
  const services = [...registry.files].flatMap((file) => file.services);
  const methods = new Map<string, DescMethod>();
  for (const service of services) {
    for (const method of service.methods) methods.set(`${service.typeName}/${method.name}`, method);
  }
  return {
    registry,
    services,
    method: (path) => methods.get(path.replace(/^\//, '')),
  };
}

/** The well-known files. Many descriptor sets leave them out, because every protobuf runtime contains them. */
const WELL_KNOWN: ReadonlyMap<string, FileDescriptorProto> = new Map(
  [
    file_google_protobuf_any,
    file_google_protobuf_descriptor,
    file_google_protobuf_duration,
    file_google_protobuf_empty,
    file_google_protobuf_field_mask,
    file_google_protobuf_struct,
    file_google_protobuf_timestamp,
    file_google_protobuf_wrappers,
    // Imports contain `.proto`, but the name of an embedded descriptor does not.
  ].map((file) => [`${file.name}.proto`, { ...file.proto, name: `${file.name}.proto` }]),
);

/** Sorts files after their imports, because the registry needs this order. Tools write the files in any order. */
function inDependencyOrder(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  // A file may occur twice, for example in two concatenated sets. We use the first copy.
  const byName = new Map([...files].reverse().map((file) => [file.name, file]));
  const ordered: FileDescriptorProto[] = [];
  const seen = new Set<string>();
  const visit = (file: FileDescriptorProto): void => {
    if (seen.has(file.name)) return;
    seen.add(file.name);
    for (const name of file.dependency) visit(imported(file, name, byName));
    ordered.push(file);
  };
  files.forEach(visit);
  return ordered;
}

function imported(
  file: FileDescriptorProto,
  name: string,
  files: ReadonlyMap<string, FileDescriptorProto>,
): FileDescriptorProto {
  const found = files.get(name) ?? WELL_KNOWN.get(name);
  if (found === undefined) {
    throw new SchemaError(
      `${file.name} imports ${name}, which is not in the descriptor set. Make the set with its imports (--include_imports).`,
    );
  }
  return found;
}
