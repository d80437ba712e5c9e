/**
 * Provides the options of descriptor.proto: from the file itself if it is compiled too, otherwise from our own table.
 * References to declarations of the table name the real file, and features of the editor look them up there.
 */
import type { Entity, MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import { makeOptionTable } from './optionTable.ts';

const FILE_OPTIONS = 'google.protobuf.FileOptions';

/** Finds the options messages for one file while it is linked. */
export class StandardOptions {
  readonly #link: Linking;
  readonly #found = new Map<string, MessageDescriptor | undefined>();
  /** Whether descriptor.proto is compiled too. We look this up once, because a file may import thousands of others. */
  #isCompiled: boolean | undefined;

  constructor(link: Linking) {
    this.#link = link;
  }

  message(fullName: string): MessageDescriptor | undefined {
    if (!this.#found.has(fullName)) this.#found.set(fullName, this.#find(fullName));
    return this.#found.get(fullName);
  }

  /**
   * Finds a message of descriptor.proto. If the user's own descriptor.proto lacks it, we use the one in our table, as
   * protoc does.
   */
  #find(fullName: string): MessageDescriptor | undefined {
    this.#isCompiled ??= this.#compiled(FILE_OPTIONS) !== undefined;
    const compiled = this.#isCompiled ? messageOf(this.#compiled(fullName)) : undefined;
    if (compiled !== undefined) return compiled;
    table ??= makeOptionTable();
    return messageOf(table.get(fullName));
  }

  #compiled(fullName: string): Entity | undefined {
    return this.#link.scope.get(fullName) ?? this.#link.pool.find(fullName);
  }
}

function messageOf(entity: Entity | undefined): MessageDescriptor | undefined {
  if (entity?.kind === 'message') return entity;
  return undefined;
}

/** The table of standard options. We build it once, when the first file needs it. */
let table: ReadonlyMap<string, Entity> | undefined;
