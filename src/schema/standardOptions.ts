/**
 * Where the options of descriptor.proto come from: the file itself where it is compiled too, else our own table of
 * them. References to the table's entries name the real file, in which whoever shows them looks them up.
 */
import { parse } from '../syntax/parser.ts';
import type { Entity, MessageDescriptor } from './descriptor.ts';
import type { Linking } from './linking.ts';
import type { FileInterface } from './model.ts';
import { OPTION_DECLARATIONS } from './optionDeclarations.ts';

export const DESCRIPTOR_PATH = 'google/protobuf/descriptor.proto';

export type LinkTable = (path: string, tree: ReturnType<typeof parse>) => FileInterface;

export class StandardOptions {
  readonly #link: Linking;
  readonly #linkTable: LinkTable;
  #source: ReadonlyMap<string, Entity> | undefined;

  constructor(link: Linking, linkTable: LinkTable) {
    this.#link = link;
    this.#linkTable = linkTable;
  }

  message(fullName: string): MessageDescriptor | undefined {
    const entity = this.#entities().get(fullName);
    return entity?.kind === 'message' ? entity : undefined;
  }

  #entities(): ReadonlyMap<string, Entity> {
    this.#source ??= this.#find();
    return this.#source;
  }

  #find(): ReadonlyMap<string, Entity> {
    const name = 'google.protobuf.FileOptions';
    if (this.#link.scope.has(name)) return this.#link.scope;
    for (const { scope } of this.#link.closure) if (scope.has(name)) return scope;
    table ??= this.#linkTable(DESCRIPTOR_PATH, parse(OPTION_DECLARATIONS));
    return table.scope;
  }
}

/** Made once, when the first file needs it. */
let table: FileInterface | undefined;
