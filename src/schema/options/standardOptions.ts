/**
 * Where the options of descriptor.proto come from: the file itself where it is compiled too, else our own table of
 * them. References to the table's entries name the real file, in which whoever shows them looks them up.
 */
import { parse } from '../../syntax/parser.ts';
import type { Entity, MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import type { FileInterface } from '../descriptors/model.ts';
import { OPTION_DECLARATIONS } from './optionDeclarations.ts';

/** Import path of the file that declares the options. */
export const DESCRIPTOR_PATH = 'google/protobuf/descriptor.proto';

const FILE_OPTIONS = 'google.protobuf.FileOptions';

/** Links our own table of options. It is given from outside, since the linker needs this file too. */
export type LinkTable = (path: string, tree: ReturnType<typeof parse>) => FileInterface;

/** Finds the options messages for one file that is linked. */
export class StandardOptions {
  readonly #link: Linking;
  readonly #linkTable: LinkTable;
  readonly #found = new Map<string, Entity | undefined>();
  #isOwnTable: boolean | undefined;

  constructor(link: Linking, linkTable: LinkTable) {
    this.#link = link;
    this.#linkTable = linkTable;
  }

  message(fullName: string): MessageDescriptor | undefined {
    if (!this.#found.has(fullName)) this.#found.set(fullName, this.#find(fullName));
    const entity = this.#found.get(fullName);
    return entity?.kind === 'message' ? entity : undefined;
  }

  #find(fullName: string): Entity | undefined {
    const { scope, pool } = this.#link;
    this.#isOwnTable ??= !scope.has(FILE_OPTIONS) && pool.find(FILE_OPTIONS) === undefined;
    if (!this.#isOwnTable) return scope.get(fullName) ?? pool.find(fullName);
    table ??= this.#linkTable(DESCRIPTOR_PATH, parse(OPTION_DECLARATIONS));
    return table.scope.get(fullName);
  }
}

/** Made once, when the first file needs it. */
let table: FileInterface | undefined;
