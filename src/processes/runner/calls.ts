/** The runner's calls: the contract on one side, src/calls on the other. */
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { loadSchema, SchemaError, type Schema } from '../../message/schema.ts';
import {
  call,
  callEvent,
  setSchema,
  type CallEnd,
  type CallEvent,
  type CallParams,
  type SchemaParams,
} from '../../contract/calls.ts';
import { runCall } from '../../calls/call.ts';
import { Channels } from '../../calls/channels.ts';
import { withSignal } from './cancellation.ts';

/** A panel's schema changes with each edit; older ones are only needed by calls that are about to start. */
const KEPT_SCHEMAS = 8;

export function registerCalls(connection: MessageConnection): void {
  const schemas = new Schemas();
  const channels = new Channels();
  connection.onRequest(setSchema, (params) => schemas.set(params));
  connection.onRequest(call, (params, token) => {
    const schema = schemas.get(params.schema);
    return withSignal(token, (signal) => runOne(connection, channels, schema, params, signal));
  });
}

function runOne(
  connection: MessageConnection,
  channels: Channels,
  schema: Schema,
  params: CallParams,
  signal: AbortSignal,
): Promise<CallEnd> {
  // The promise holds the next reply back until this one is on its way, so that a fast stream fills no memory.
  const emit = (event: CallEvent): Promise<void> => connection.sendNotification(callEvent, { id: params.id, event });
  return runCall(channels, schema, params, emit, signal);
}

/** The last few schemas, by hash. */
class Schemas {
  readonly #kept = new Map<string, Schema>();

  set({ hash, set }: SchemaParams): void {
    this.#use(hash, this.#kept.get(hash) ?? load(set));
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT_SCHEMAS)) this.#kept.delete(oldest);
  }

  get(hash: string): Schema {
    const schema = this.#kept.get(hash);
    if (schema === undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, `The runner has no schema ${hash}: send it first.`);
    this.#use(hash, schema);
    return schema;
  }

  /** The one used last is the last to go. */
  #use(hash: string, schema: Schema): void {
    this.#kept.delete(hash);
    this.#kept.set(hash, schema);
  }
}

function load(set: Uint8Array): Schema {
  try {
    return loadSchema(set);
  } catch (error) {
    if (error instanceof SchemaError) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
    throw error;
  }
}
