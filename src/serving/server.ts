/**
 * The local server. It serves every service of a schema, together with reflection and health. You can replace the
 * schema while the server runs; connections and running calls continue.
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

/**
 * What the local server serves, and where it listens. `onCall` gets one entry per finished call, and must not throw.
 */
export interface ServeOptions {
  readonly schema: Schema;
  /** The host to listen on. The default is 127.0.0.1. */
  readonly host?: string;
  /** The port to listen on; 0 for any free port. */
  readonly port: number;
  readonly onCall: (entry: CallLog) => void;
  /** The server closes a connection after this time without calls, in ms. The default is one minute. */
  readonly idle?: number;
}

/** The result of starting a server: the listening server with its address, or the reason of the failure. */
export type Listening =
  /** The server listens on `address`, which has the form `host:port`. */
  | { readonly kind: 'listening'; readonly server: LocalServer; readonly address: string }
  | { readonly kind: 'failed'; readonly reason: 'portInUse' | 'other'; readonly message: string };

const IDLE_MS = 60_000;
/**
 * The server closes a connection if the client does not reply to a ping for this time. The time is long, because a
 * client that stops at a breakpoint does not reply either.
 */
const PATIENCE_MS = 300_000;

/** A server that stops cancels the calls that are still running after this time. */
const GRACE_MS = 500;

/**
 * Starts a local server. If it cannot listen, for example on a taken port, it returns the reason and does not reject.
 */
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

/** A gRPC server without TLS. Call `listen` once, and do not use the server again after `stop`. */
export class LocalServer {
  readonly #server: Server;
  readonly #standard = standardServices();
  readonly #health = new Health();
  readonly #onCall: (entry: CallLog) => void;
  readonly #paths = new Set<string>();
  #schema: Schema;
  /**
   * The types that reflection serves. We collect them at the first request for them, because it takes too long for a
   * reload of a large schema.
   */
  #registry: FileRegistry | undefined;

  constructor({ schema, onCall, idle = IDLE_MS }: Pick<ServeOptions, 'schema' | 'onCall' | 'idle'>) {
    this.#server = new Server({
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      // After a frame that violates HTTP/2, Node keeps the connection open, and does not notice when the client
      // disconnects.
      'grpc.max_connection_idle_ms': idle,
      'grpc.keepalive_time_ms': PATIENCE_MS,
      'grpc.keepalive_timeout_ms': PATIENCE_MS,
    });
    this.#onCall = onCall;
    this.#schema = schema;
    for (const served of this.#standardMethods()) this.#register(served);
    this.reload(schema);
  }

  /** Replaces the schema. New calls use this schema, and running calls keep the previous one. */
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

  /** Starts to listen. Returns the port that the server listens on, or the error. */
  listen(host: string, port: number): Promise<number | Error> {
    return new Promise((resolve) => {
      this.#server.bindAsync(hostAndPort(host, port), ServerCredentials.createInsecure(), (error, bound) =>
        resolve(error ?? bound),
      );
    });
  }

  /** Stops the server. Running calls have half a second to end; then the server cancels them. */
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

  /**
   * Registers a method and returns its path; undefined if the path is taken. A schema may contain health.proto too, but
   * our own health service stays.
   */
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

/** Removes the list of addresses from an error message of grpc-js. */
function plain(message: string): string {
  const [start, end] = [message.indexOf(ERRORS), message.lastIndexOf(']')];
  if (start < 0 || end < start) return message;
  return message.slice(start + ERRORS.length, end);
}
