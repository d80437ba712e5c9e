/**
 * Serves gRPC's health service. It reports every served service as healthy.
 * https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
import { fromJson, type DescMessage, type DescService, type Message } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import { StatusError, type Answer, type ServedMethod } from './answer.ts';
import { SERVING } from './standardServices.ts';

type CheckRequest = Message & { readonly service: string };

/** Keeps the names of the healthy services, and the running `Watch` calls. */
export class Health {
  #services: ReadonlySet<string> = new Set();
  #stopped = false;
  readonly #watchers = new Set<() => void>();

  /** Replaces the healthy services. The empty name is always one of them, because it stands for the whole server. */
  setServices(names: Iterable<string>): void {
    this.#services = new Set(['', ...names]);
    this.#changed();
  }

  /** Reports to the running `Watch` calls that the server is no longer serving, and ends them. */
  stop(): void {
    this.#stopped = true;
    this.#changed();
  }

  /**
   * Returns the methods of the health service that we serve: `Check`, `List` and `Watch`. `Check` throws NOT_FOUND for
   * an unknown service.
   */
  methods(service: DescService): readonly ServedMethod[] {
    const answers = new Map<string, (reply: DescMessage) => Answer>([
      ['Check', (reply) => this.#check(reply)],
      ['List', (reply) => this.#list(reply)],
      ['Watch', (reply) => this.#watch(reply)],
    ]);
    return service.methods.flatMap((method) => {
      const answer = answers.get(method.name);
      if (answer === undefined) return [];
      return [{ method, answer: answer(method.output) }];
    });
  }

  #changed(): void {
    for (const wake of this.#watchers) wake();
  }

  #status(service: string): number {
    if (!this.#services.has(service)) return SERVING.SERVICE_UNKNOWN;
    if (this.#stopped) return SERVING.NOT_SERVING;
    return SERVING.SERVING;
  }

  #check(reply: DescMessage): Answer {
    const statusOf = (service: string): number => this.#status(service);
    return async function* (requests) {
      for await (const request of requests) {
        const { service } = request as CheckRequest;
        const code = statusOf(service);
        if (code === SERVING.SERVICE_UNKNOWN)
          throw new StatusError(status.NOT_FOUND, `There is no service ${service}.`);
        yield fromJson(reply, { status: code });
      }
    };
  }

  #list(reply: DescMessage): Answer {
    const statuses = (): Record<string, { status: number }> =>
      Object.fromEntries([...this.#services].map((service) => [service, { status: this.#status(service) }]));
    return async function* (requests) {
      // The request has no fields, but a client must send it before it gets a reply.
      const first = await requests[Symbol.asyncIterator]().next();
      if (first.done !== true) yield fromJson(reply, { statuses: statuses() });
    };
  }

  /** Replies with the current status and each later change, until the client or the server ends the call. */
  #watch(reply: DescMessage): Answer {
    const change = (signal: AbortSignal): Promise<void> => this.#nextChange(signal);
    const statusOf = (service: string): number => this.#status(service);
    const stopped = (): boolean => this.#stopped;
    return async function* (requests, signal) {
      for await (const request of requests) {
        let told: number | undefined;
        for (;;) {
          const changed = change(signal);
          const code = statusOf((request as CheckRequest).service);
          if (code !== told) yield fromJson(reply, { status: code });
          told = code;
          if (stopped()) return;
          await changed;
          if (signal.aborted) return;
        }
      }
    };
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#watchers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#watchers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
