/**
 * Registers files one by one, so that others get their turn in between: protobuf-es takes all files of a set at once,
 * which are seconds for thousands of files.
 */
import { createFileRegistry, createMutableRegistry, type DescFile, type FileRegistry } from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** Takes each file after the files that it imports. `finish` returns the registry. */
export class FileRegistrar {
  readonly #types = createMutableRegistry();
  readonly #files = new Map<string, DescFile>();
  readonly #imports = new Map<DescFile, readonly DescFile[]>();
  /** By a file's name, the other files that each importer also sees: its public imports, at any depth. */
  readonly #shown = new Map<string, readonly string[]>();

  /** Throws if the file is broken, or needs a type of a file that it does not import. */
  add(proto: FileDescriptorProto): void {
    const file = this.#resolved(proto);
    this.#imports.set(file, [...file.dependencies]);
    // protobuf-es would register everything behind an import again for each file.
    file.dependencies.length = 0;
    this.#files.set(proto.name, file);
    this.#shown.set(proto.name, this.#shownBy(proto));
    for (const type of nestedTypes(file)) this.#types.add(type);
  }

  finish(): FileRegistry {
    for (const [file, imports] of this.#imports) file.dependencies.push(...imports);
    const files = this.#files;
    return Object.assign({}, this.#types, { files: [...files.values()], getFile: (name: string) => files.get(name) });
  }

  /** The file with its types resolved. Files that it sees through public imports count as imports meanwhile. */
  #resolved(proto: FileDescriptorProto): DescFile {
    const imports = proto.dependency.length;
    const direct = new Set(proto.dependency);
    const seen = new Set(proto.dependency.flatMap((name) => this.#shown.get(name) ?? []));
    for (const name of seen) if (!direct.has(name)) proto.dependency.push(name);
    try {
      const file = createFileRegistry(proto, (name) => this.#files.get(name)).getFile(proto.name);
      if (file === undefined) throw new Error(`${proto.name} was not registered`);
      file.dependencies.length = imports;
      return file;
    } finally {
      proto.dependency.length = imports;
    }
  }

  #shownBy(proto: FileDescriptorProto): readonly string[] {
    const names = proto.publicDependency.flatMap((index) => {
      const name = proto.dependency[index];
      if (name === undefined) return [];
      return [name, ...(this.#shown.get(name) ?? [])];
    });
    return [...new Set(names)];
  }
}
