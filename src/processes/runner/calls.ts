/** The runner's calls: the contract on one side, src/calls on the other. */
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { loadSchema, SchemaError, type Schema } from '../../message/schema.ts';
import { call, callEvent, type CallEnd, type CallEvent, type CallParams } from '../../contract/calls.ts';
import { runCall } from '../../calls/call.ts';
import { Channels } from '../../calls/channels.ts';
import { withSignal } from './cancellation.ts';
import { KeptSets } from './sets.ts';

/** A panel's schema changes with each edit; only calls that are about to start need older ones. */
const KEPT_SCHEMAS = 8;

/** Handles the runner's `call`. It keeps channels and schemas from one call to the next. */
export function registerCalls(connection: MessageConnection): void {
  const schemas = new KeptSets(KEPT_SCHEMAS, load);
  const channels = new Channels();
  connection.onRequest(call, (params, token) =>
    withSignal(token, async (signal) => runOne(connection, channels, await schemas.get(params.schema), params, signal)),
  );
}

function runOne(
  connection: MessageConnection,
  channels: Channels,
  schema: Schema,
  params: CallParams,
  signal: AbortSignal,
): Promise<CallEnd> {
  // The promise delays the next reply until this one is sent, so that a fast stream does not fill the memory.
  const emit = (event: CallEvent): Promise<void> => connection.sendNotification(callEvent, { id: params.id, event });
  return runCall(channels, schema, params, emit, signal);
}

function load(set: Uint8Array): Schema {
  try {
    return loadSchema(set);
  } catch (error) {
    if (error instanceof SchemaError) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
    throw error;
  }
}
