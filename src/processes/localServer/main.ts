/** A local server's process: one each, so that stopping is certain. */
import { defined } from '../../base/defined.ts';
import { ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { SET_GONE, type SetReference } from '../../contract/sets.ts';
import { inBackground } from '../../base/background.ts';
import { loadSchema, SchemaError, type Schema } from '../../message/schema.ts';
import { serve, type LocalServer } from '../../serving/server.ts';
import { serveParent } from '../../host/processes/child.ts';
import { fetchSet, SetGoneError } from '../../host/processes/fetchSet.ts';
import { surviveRejections } from '../../host/processes/rejections.ts';
import {
  callFinished,
  reload,
  start,
  stop,
  type CallLog,
  type ReloadResult,
  type StartParams,
  type StartResult,
} from '../../contract/serving.ts';
import { quietGrpc } from '../../calls/quiet.ts';

class LocalServerProcess {
  readonly #connection: MessageConnection;
  #server: LocalServer | undefined;

  constructor(connection: MessageConnection) {
    this.#connection = connection;
    connection.onRequest(start, (params) => this.#start(params));
    connection.onRequest(reload, ({ set }) => this.#reload(set));
    connection.onRequest(stop, () => this.#stop());
  }

  async #start({ set, host, port }: StartParams): Promise<StartResult> {
    const schema = await load(set);
    if (typeof schema === 'string') return { kind: 'failed', reason: 'badSchema', message: schema };
    await this.#stop();
    const onCall = (entry: CallLog): void =>
      inBackground(this.#connection.sendNotification(callFinished, entry), 'A call was not logged', (line) =>
        console.error(line),
      );
    const listening = await serve(defined({ schema, port, onCall, host }));
    if (listening.kind === 'failed') return listening;
    this.#server = listening.server;
    return { kind: 'listening', address: listening.address, services: names(schema) };
  }

  async #reload(set: SetReference): Promise<ReloadResult> {
    const schema = await load(set);
    if (typeof schema === 'string') return { kind: 'refused', message: schema };
    if (this.#server === undefined) return { kind: 'refused', message: 'The server is not running.' };
    this.#server.reload(schema);
    return { kind: 'reloaded', services: names(schema) };
  }

  async #stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}

/** The schema, or what is wrong with it. */
async function load(set: SetReference): Promise<Schema | string> {
  try {
    return loadSchema(await fetchSet(set));
  } catch (error) {
    if (error instanceof SchemaError) return error.message;
    throw error instanceof SetGoneError ? new ResponseError(SET_GONE, error.message) : error;
  }
}

function names(schema: Schema): readonly string[] {
  return schema.services.map((service) => service.typeName);
}

surviveRejections((line) => console.error(line));
quietGrpc();
new LocalServerProcess(serveParent());
