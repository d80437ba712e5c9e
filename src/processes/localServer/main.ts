/** The process of a local server. Each server has its own process, so that we can always stop it. */
import { defined } from '../../base/defined.ts';
import { ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { SET_GONE, type SetReference } from '../../contract/sets.ts';
import { inBackground } from '../../base/background.ts';
import { inSlices } from '../../base/slices.ts';
import { SchemaError, schemaSteps, type Schema } from '../../message/schema.ts';
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

/** The reply to a request to load a schema, if we stopped loading it. */
const OVERTAKEN = 'The server was stopped or given another schema in the meantime.';

class LocalServerProcess {
  readonly #connection: MessageConnection;
  #server: LocalServer | undefined;
  /** Aborts the loading of a schema. */
  #loading = new AbortController();

  constructor(connection: MessageConnection) {
    this.#connection = connection;
    connection.onRequest(start, (params) => this.#start(params));
    connection.onRequest(reload, ({ set }) => this.#reload(set));
    connection.onRequest(stop, () => this.#stop());
  }

  async #start({ set, host, port }: StartParams): Promise<StartResult> {
    const signal = this.#newLoad();
    const schema = await load(set, signal);
    if (typeof schema === 'string') return notLoaded(schema);
    await this.#close();
    const onCall = (entry: CallLog): void =>
      inBackground(this.#connection.sendNotification(callFinished, entry), 'A call was not logged', (line) =>
        console.error(line),
      );
    const listening = await serve(defined({ schema, port, onCall, host }));
    if (listening.kind === 'failed') return listening;
    if (signal.aborted) {
      await listening.server.stop();
      return notLoaded(OVERTAKEN);
    }
    this.#server = listening.server;
    return { kind: 'listening', address: listening.address, services: names(schema) };
  }

  async #reload(set: SetReference): Promise<ReloadResult> {
    if (this.#server === undefined) return { kind: 'refused', message: 'The server is not running.' };
    const schema = await load(set, this.#newLoad());
    if (typeof schema === 'string') return { kind: 'refused', message: schema };
    this.#server.reload(schema);
    return { kind: 'reloaded', services: names(schema) };
  }

  async #stop(): Promise<void> {
    this.#loading.abort();
    await this.#close();
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }

  /**
   * Returns the signal for loading a new schema. It aborts the loading of an older schema, because the server must
   * serve the newest one.
   */
  #newLoad(): AbortSignal {
    this.#loading.abort();
    this.#loading = new AbortController();
    return this.#loading.signal;
  }
}

function notLoaded(message: string): StartResult {
  if (message === OVERTAKEN) return { kind: 'failed', reason: 'other', message };
  return { kind: 'failed', reason: 'badSchema', message };
}

/** Returns the schema, or the reason why we cannot load it. While it loads, the server still answers calls. */
async function load(set: SetReference, signal: AbortSignal): Promise<Schema | string> {
  try {
    return await inSlices(schemaSteps(await fetchSet(set, signal)), signal);
  } catch (error) {
    if (signal.aborted) return OVERTAKEN;
    if (error instanceof SchemaError) return error.message;
    if (error instanceof SetGoneError) throw new ResponseError(SET_GONE, error.message);
    throw error;
  }
}

function names(schema: Schema): readonly string[] {
  return schema.services.map((service) => service.typeName);
}

surviveRejections((line) => console.error(line));
quietGrpc();
new LocalServerProcess(serveParent());
