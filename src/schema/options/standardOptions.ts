/**
 * Where the options of descriptor.proto come from: the file itself where it is compiled too, else our own table of
 * them. References to the table's entries name the real file, in which whoever shows them looks them up.
 */
import type { Entity, MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import { makeOptionTable } from './optionTable.ts';

const FILE_OPTIONS = 'google.protobuf.FileOptions';

/** Finds the options messages for one file that is linked. */
export class StandardOptions {
  readonly #link: Linking;
  readonly #found = new Map<string, Entity | undefined>();
  #isOwnTable: boolean | undefined;

  constructor(link: Linking) {
    this.#link = link;
  }

  message(fullName: string): MessageDescriptor | undefined {
    if (!this.#found.has(fullName)) this.#found.set(fullName, this.#find(fullName));
    const entity = this.#found.get(fullName);
    if (entity?.kind === 'message') return entity;
    return undefined;
  }

  #find(fullName: string): Entity | undefined {
    const { scope, pool } = this.#link;
    this.#isOwnTable ??= !scope.has(FILE_OPTIONS) && pool.find(FILE_OPTIONS) === undefined;
    if (!this.#isOwnTable) return scope.get(fullName) ?? pool.find(fullName);
    table ??= makeOptionTable();
    return table.get(fullName);
  }
}

/** Made once, when the first file needs it. */
let table: ReadonlyMap<string, Entity> | undefined;
