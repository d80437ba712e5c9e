/** The types and services of a descriptor set: what calls, the local server and the panel work with. */
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

/** What a descriptor set declares, with its types resolved. */
export interface Schema {
  readonly registry: FileRegistry;
  /** In the order of the set's files. */
  readonly services: readonly DescService[];
  /** By `pkg.Service/Method`; a leading slash, as in HTTP/2 paths, is accepted. */
  method(path: string): DescMethod | undefined;
}

/** The bytes are not a descriptor set that we can use. The message says why. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** Reads a serialized `google.protobuf.FileDescriptorSet`. Throws SchemaError. */
export function loadSchema(descriptorSet: Uint8Array): Schema {
  const steps = schemaSteps(descriptorSet);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Makes a schema in steps, for a process that has other things to do meanwhile: no step takes longer than its largest
 * file.
 */
export function* schemaSteps(descriptorSet: Uint8Array): Generator<undefined, Schema, undefined> {
  const files = yield* decode(descriptorSet);
  return fromRegistry(yield* register(inDependencyOrder(files)));
}

/** Field number of google.protobuf.FileDescriptorSet. */
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

/** Many descriptor sets lack the well-known files, because every runtime has them. */
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
    // The embedded descriptor's name lacks `.proto`, but imports have it.
  ].map((file) => [`${file.name}.proto`, { ...file.proto, name: `${file.name}.proto` }]),
);

/** Sorts files after their imports, as the registry needs them. Tools write them in any order. */
function inDependencyOrder(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  // If a file occurs twice, as in two concatenated sets, the first one counts.
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
