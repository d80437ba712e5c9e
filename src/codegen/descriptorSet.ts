/**
 * Indexes a serialized FileDescriptorSet without decoding it. We read only a few files of a large set, and pass the
 * others to plugins as unchanged bytes.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** One file of a set. It is still serialized, except for two fields that we read. */
export interface SetFile {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly bytes: Uint8Array;
}

/** The numbers of the fields that we read from google.protobuf.FileDescriptorSet and FileDescriptorProto. */
const SET_FILE = 1;
const FILE_NAME = 1;
const FILE_DEPENDENCY = 3;

/** A descriptor set whose files can be found by name. If a name occurs twice, we use the last file. */
export class DescriptorSet {
  readonly #files: ReadonlyMap<string, SetFile>;
  readonly #decoded = new Map<string, FileDescriptorProto>();

  /** Indexes the set. Throws if the bytes are not a FileDescriptorSet. */
  constructor(bytes: Uint8Array) {
    this.#files = new Map(readFiles(bytes).map((file) => [file.name, file]));
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /**
   * Returns a file of the set. It decodes each file only once. Throws if the set does not have the file, or if the
   * bytes of the file are broken.
   */
  file(name: string): FileDescriptorProto {
    const known = this.#decoded.get(name);
    if (known !== undefined) return known;
    const decoded = fromBinary(FileDescriptorProtoSchema, this.#raw(name).bytes);
    this.#decoded.set(name, decoded);
    return decoded;
  }

  /** Returns the named files and everything that they import. Each file follows its imports. */
  closure(names: readonly string[]): readonly SetFile[] {
    const result = new Map<string, SetFile>();
    const open = new Set<string>();
    const visit = (name: string): void => {
      if (result.has(name) || open.has(name)) return;
      open.add(name);
      const file = this.#raw(name);
      // If an import is missing in the set, the plugin reports that itself.
      for (const dependency of file.dependencies) if (this.has(dependency)) visit(dependency);
      result.set(name, file);
    };
    for (const name of names) visit(name);
    return [...result.values()];
  }

  /** Serializes a FileDescriptorSet with the named files and everything that they import. */
  encodeClosure(names: readonly string[]): Uint8Array {
    const writer = new BinaryWriter();
    for (const file of this.closure(names)) writer.tag(SET_FILE, WireType.LengthDelimited).bytes(file.bytes);
    return writer.finish();
  }

  #raw(name: string): SetFile {
    const file = this.#files.get(name);
    if (file === undefined) throw new Error(`${name} is not in the descriptor set`);
    return file;
  }
}

/**
 * Returns the line and column of a declaration, counted from zero; undefined if the set does not have them. `path` is a
 * path in SourceCodeInfo.
 */
export function placeOf(
  file: FileDescriptorProto,
  path: readonly number[],
): { readonly line: number; readonly column: number } | undefined {
  const key = path.join();
  const span = file.sourceCodeInfo?.location.find((location) => location.path.join() === key)?.span;
  if (span === undefined) return undefined;
  return { line: span[0] ?? 0, column: span[1] ?? 0 };
}

function readFiles(bytes: Uint8Array): SetFile[] {
  const reader = new BinaryReader(bytes);
  const files: SetFile[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === SET_FILE) files.push(readFile(reader.bytes()));
    else reader.skip(wireType, field);
  }
  return files;
}

function readFile(bytes: Uint8Array): SetFile {
  const reader = new BinaryReader(bytes);
  const dependencies: string[] = [];
  let name = '';
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === FILE_NAME) name = reader.string();
    else if (field === FILE_DEPENDENCY) dependencies.push(reader.string());
    else reader.skip(wireType, field);
  }
  return { name, dependencies, bytes };
}
