/** Handles the calls of the runner: it connects the requests in src/contract with the code in src/calls. */
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { loadSchema, SchemaError, type Schema } from '../../message/schema.ts';
import { call, callEvent, type CallEnd, type CallEvent, type CallParams } from '../../contract/calls.ts';
import { runCall } from '../../calls/call.ts';
import { Channels } from '../../calls/channels.ts';
import { withSignal } from './cancellation.ts';
import { KeptSets } from './sets.ts';

/**
 * The number of schemas that we keep. A panel's schema changes with each edit, and only calls that are about to start
 * need older schemas.
 */
const KEPT_SCHEMAS = 8;

/** Handles the runner's `call` request. Later calls use the same channels and schemas again. */
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
  // The next reply waits for this promise, which settles when this reply is sent. Otherwise a fast stream would fill
  // the memory.
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
