/**
 * Registers the files of a descriptor set one by one, so that other work can run between two files. protobuf-es
 * registers all files at once, which takes seconds for thousands of files.
 */
import { createFileRegistry, createMutableRegistry, type DescFile, type FileRegistry } from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** Builds a registry. Add each file after the files that it imports, and then call `finish`. */
export class FileRegistrar {
  readonly #types = createMutableRegistry();
  readonly #files = new Map<string, DescFile>();
  readonly #imports = new Map<DescFile, readonly DescFile[]>();
  /**
   * By the name of a file, the other files whose types its importers can use too. These are its public imports, direct
   * and indirect.
   */
  readonly #shown = new Map<string, readonly string[]>();

  /** Adds a file. Throws if the file is broken, or needs a type from a file that it does not import. */
  add(proto: FileDescriptorProto): void {
    const file = this.#resolved(proto);
    this.#imports.set(file, [...file.dependencies]);
    // Without its dependencies, protobuf-es does not register the whole import closure again with each file.
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

  /**
   * Returns the file with its types resolved. While it resolves them, it lists the files from public imports as direct
   * imports.
   */
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
