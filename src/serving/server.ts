/**
 * The local server. It serves every service of a schema, with reflection and health. You can replace the schema while
 * it runs; connections and running calls stay.
 */
import { createFileRegistry, type FileRegistry } from '@bufbuild/protobuf';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { CallLog } from '../contract/serving.ts';
import type { Schema } from '../message/schema.ts';
import type { ServedMethod } from '../calls/answer.ts';
import { Health } from '../calls/health.ts';
import { reflectionAnswer } from '../calls/reflection.ts';
import { HEALTH_SERVICE, REFLECTION_VERSIONS, reflectionService, standardServices } from '../calls/standardServices.ts';
import { answerFor, Examples } from './answers.ts';
import { handlerFor } from './serve.ts';

/** What to serve, and where. `onCall` gets one entry per finished call, and must not throw. */
export interface ServeOptions {
  readonly schema: Schema;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  readonly onCall: (entry: CallLog) => void;
  /** How long a connection without calls stays open, in ms. Default: a minute. */
  readonly idle?: number;
}

/** A listening server with its real address and port, or why it does not listen. */
export type Listening =
  | { readonly kind: 'listening'; readonly server: LocalServer /** `host:port` */; readonly address: string }
  | { readonly kind: 'failed'; readonly reason: 'portInUse' | 'other'; readonly message: string };

const IDLE_MS = 60_000;
/** A client at a breakpoint does not reply to pings, but it has not gone. */
const PATIENCE_MS = 300_000;

/** How long running calls may take to end after the server is told to stop. */
const GRACE_MS = 500;

/** Starts a local server. If the port is taken or not allowed, that is a result, not a rejection. */
export async function serve(options: ServeOptions): Promise<Listening> {
  const server = new LocalServer(options);
  const host = options.host ?? '127.0.0.1';
  const bound = await server.listen(host, options.port);
  if (typeof bound === 'number') return { kind: 'listening', server, address: hostAndPort(host, bound) };
  await server.stop();
  if (bound.message.includes('EADDRINUSE'))
    return { kind: 'failed', reason: 'portInUse', message: `Port ${options.port} is taken by another program.` };
  const message = `The server cannot listen on ${hostAndPort(host, options.port)}: ${plain(bound.message)}`;
  return { kind: 'failed', reason: 'other', message };
}

/** A gRPC server without TLS. Call `listen` once. After `stop` you cannot use it again. */
export class LocalServer {
  readonly #server: Server;
  readonly #standard = standardServices();
  readonly #health = new Health();
  readonly #onCall: (entry: CallLog) => void;
  readonly #paths = new Set<string>();
  #schema: Schema;
  /**
   * The data for reflection. It is made on demand, because a large schema has far more types than a reload has time
   * for.
   */
  #registry: FileRegistry | undefined;

  constructor({ schema, onCall, idle = IDLE_MS }: Pick<ServeOptions, 'schema' | 'onCall' | 'idle'>) {
    this.#server = new Server({
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      // After a frame that breaks HTTP/2, Node does not close the connection, and does not notice when the client has
      // gone.
      'grpc.max_connection_idle_ms': idle,
      'grpc.keepalive_time_ms': PATIENCE_MS,
      'grpc.keepalive_timeout_ms': PATIENCE_MS,
    });
    this.#onCall = onCall;
    this.#schema = schema;
    for (const served of this.#standardMethods()) this.#register(served);
    this.reload(schema);
  }

  /** New calls get this schema from now on. Running calls keep their schema. */
  reload(schema: Schema): void {
    for (const path of this.#paths) this.#server.unregister(path);
    this.#paths.clear();
    const examples = new Examples(schema);
    for (const method of schema.services.flatMap((service) => service.methods)) {
      const path = this.#register({ method, answer: answerFor(examples, method) });
      if (path !== undefined) this.#paths.add(path);
    }
    this.#schema = schema;
    this.#registry = undefined;
    this.#health.setServices(schema.services.map((service) => service.typeName));
  }

  /** Starts to listen. Returns the real port, or the error. */
  listen(host: string, port: number): Promise<number | Error> {
    return new Promise((resolve) => {
      this.#server.bindAsync(hostAndPort(host, port), ServerCredentials.createInsecure(), (error, bound) =>
        resolve(error ?? bound),
      );
    });
  }

  /** Gives running calls half a second to end, and then cancels them. */
  async stop(): Promise<void> {
    this.#health.stop();
    const graceful = new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
    const timer = setTimeout(() => this.#server.forceShutdown(), GRACE_MS);
    await graceful;
    clearTimeout(timer);
  }

  #standardMethods(): readonly ServedMethod[] {
    const health = this.#standard.getService(HEALTH_SERVICE);
    const reflection = REFLECTION_VERSIONS.flatMap(
      (version) => this.#standard.getService(reflectionService(version))?.methods ?? [],
    );
    return [
      ...((health && this.#health.methods(health)) ?? []),
      ...reflection.map((method) => ({ method, answer: reflectionAnswer(method.output, () => this.#reflected()) })),
    ];
  }

  #reflected(): FileRegistry {
    this.#registry ??= createFileRegistry(this.#standard, this.#schema.registry);
    return this.#registry;
  }

  /** Its path, unless another method has it: a schema that brings health.proto along does not take ours away. */
  #register(served: ServedMethod): string | undefined {
    const path = `/${served.method.parent.typeName}/${served.method.name}`;
    const same = (bytes: Buffer): Buffer => bytes;
    if (this.#server.register(path, handlerFor(served, this.#onCall), same, same, 'bidi')) return path;
    return undefined;
  }
}

function hostAndPort(host: string, port: number): string {
  if (host.includes(':') && !host.startsWith('[')) return `[${host}]:${port}`;
  return `${host}:${port}`;
}

const ERRORS = 'errors: [';

/** grpc-js's text without its list of addresses. */
function plain(message: string): string {
  const [start, end] = [message.indexOf(ERRORS), message.lastIndexOf(']')];
  if (start < 0 || end < start) return message;
  return message.slice(start + ERRORS.length, end);
}
