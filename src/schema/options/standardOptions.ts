/**
 * Provides the options of descriptor.proto: from the file itself if it is compiled too, otherwise from our own table.
 * References to the table name the real file. A feature that shows them looks them up there.
 */
import type { Entity, MessageDescriptor } from '../descriptors/descriptor.ts';
import type { Linking } from '../linking/scope.ts';
import { makeOptionTable } from './optionTable.ts';

const FILE_OPTIONS = 'google.protobuf.FileOptions';

/** Finds the options messages for one file while it is linked. */
export class StandardOptions {
  readonly #link: Linking;
  readonly #found = new Map<string, MessageDescriptor | undefined>();
  /** Whether descriptor.proto is compiled too. Looked up once, because a file may lead to thousands of others. */
  #isCompiled: boolean | undefined;

  constructor(link: Linking) {
    this.#link = link;
  }

  message(fullName: string): MessageDescriptor | undefined {
    if (!this.#found.has(fullName)) this.#found.set(fullName, this.#find(fullName));
    return this.#found.get(fullName);
  }

  /** A folder's own descriptor.proto may lack some of the messages. Ours replace the missing ones, as in protoc. */
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

/** Made once, when the first file needs it. */
let table: ReadonlyMap<string, Entity> | undefined;
