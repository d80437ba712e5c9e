/** Where the options of descriptor.proto come from: the file itself where it is compiled too, else our own table of them. */
import { parse } from '../syntax/parser.ts';
import type { Entity, MessageDescriptor } from './descriptor.ts';
import type { Linking } from './linking.ts';
import type { FileInterface } from './model.ts';
import { OPTION_DECLARATIONS } from './optionDeclarations.ts';

export const DESCRIPTOR_PATH = 'google/protobuf/descriptor.proto';

export type LinkTable = (path: string, tree: ReturnType<typeof parse>) => FileInterface;
export type FindFile = (path: string) => FileInterface | undefined;

export class StandardOptions {
  readonly #link: Linking;
  readonly #linkTable: LinkTable;
  readonly #findFile: FindFile;
  #source: ReadonlyMap<string, Entity> | undefined;
  /** The real descriptor.proto, for showing where something is declared. */
  #shownSource: ReadonlyMap<string, Entity> | undefined | 'unknown' = 'unknown';
  #usesTable = false;

  constructor(link: Linking, linkTable: LinkTable, findFile: FindFile) {
    this.#link = link;
    this.#linkTable = linkTable;
    this.#findFile = findFile;
  }

  message(fullName: string): MessageDescriptor | undefined {
    const entity = this.#entities().get(fullName);
    return entity?.kind === 'message' ? entity : undefined;
  }

  /** The declaration to show for something that an option names; for entries of the table, that of the real file. */
  shown(entity: Entity): Entity | undefined {
    if (!this.#usesTable || this.#source?.get(entity.fullName) !== entity) return entity;
    if (this.#shownSource === 'unknown') this.#shownSource = this.#findFile(DESCRIPTOR_PATH)?.scope;
    return this.#shownSource?.get(entity.fullName);
  }

  #entities(): ReadonlyMap<string, Entity> {
    this.#source ??= this.#find();
    return this.#source;
  }

  #find(): ReadonlyMap<string, Entity> {
    const name = 'google.protobuf.FileOptions';
    if (this.#link.scope.has(name)) return this.#link.scope;
    for (const { scope } of this.#link.closure) if (scope.has(name)) return scope;
    this.#usesTable = true;
    table ??= this.#linkTable(DESCRIPTOR_PATH, parse(OPTION_DECLARATIONS));
    return table.scope;
  }
}

/** Made once, when the first file needs it. */
let table: FileInterface | undefined;
