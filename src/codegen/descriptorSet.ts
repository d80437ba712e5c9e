/**
 * A serialized FileDescriptorSet, indexed without decoding it: most files of a large one are never
 * looked at, and those that go to a plugin go as the bytes they are.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** One file of a set, still serialized, with the two fields that are read from it. */
export interface SetFile {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly bytes: Uint8Array;
}

/** Field numbers of google.protobuf.FileDescriptorSet and FileDescriptorProto. */
const SET_FILE = 1;
const FILE_NAME = 1;
const FILE_DEPENDENCY = 3;

/** The files of a set by their names. If a name is there twice, the last file counts. */
export class DescriptorSet {
  readonly #files: ReadonlyMap<string, SetFile>;
  readonly #decoded = new Map<string, FileDescriptorProto>();

  /** Throws if the bytes are not a FileDescriptorSet. */
  constructor(bytes: Uint8Array) {
    this.#files = new Map(readFiles(bytes).map((file) => [file.name, file]));
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** The decoded file; each is decoded once. Throws if the set does not have it, or if its bytes are broken. */
  file(name: string): FileDescriptorProto {
    const known = this.#decoded.get(name);
    if (known !== undefined) return known;
    const decoded = fromBinary(FileDescriptorProtoSchema, this.#raw(name).bytes);
    this.#decoded.set(name, decoded);
    return decoded;
  }

  /** The named files and all that they import; each file comes after its imports. */
  closure(names: readonly string[]): readonly SetFile[] {
    const result = new Map<string, SetFile>();
    const open = new Set<string>();
    const visit = (name: string): void => {
      if (result.has(name) || open.has(name)) return;
      open.add(name);
      const file = this.#raw(name);
      // A dependency that the set leaves out is the plugin's to complain about, with its own words.
      for (const dependency of file.dependencies) if (this.has(dependency)) visit(dependency);
      result.set(name, file);
    };
    for (const name of names) visit(name);
    return [...result.values()];
  }

  /** A FileDescriptorSet of the closure. */
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

/** Where a declaration stands, zero-based; undefined if the set does not say. `path` is as in SourceCodeInfo. */
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
