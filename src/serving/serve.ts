/**
 * Serves one call: it passes the requests of grpc-js's stream to the method, and the method's replies to the stream.
 */
import { messageOf } from '../base/background.ts';
import { fromBinary, toBinary, type Message } from '@bufbuild/protobuf';
import { Metadata, status, type handleBidiStreamingCall, type ServerDuplexStream } from '@grpc/grpc-js';
import { inBackground } from '../base/background.ts';
import type { CallLog } from '../contract/serving.ts';
import { StatusError, type ServedMethod } from '../calls/answer.ts';
import { statusName } from '../calls/status.ts';

type Stream = ServerDuplexStream<Buffer, Buffer>;

/**
 * Creates the handler of a method for grpc-js. Every method kind can be served as a bidirectional stream, because the
 * kinds differ on the wire only in the number of messages.
 */
export function handlerFor(
  served: ServedMethod,
  log: (entry: CallLog) => void,
): handleBidiStreamingCall<Buffer, Buffer> {
  return (stream) => {
    const call = new ServedCall(served, stream, log);
    // A call handles its own failures. Any other failure must not affect the other calls.
    inBackground(call.run(), 'A call could not be answered', (line) => console.error(line));
  };
}

class ServedCall {
  readonly #served: ServedMethod;
  readonly #stream: Stream;
  readonly #log: (entry: CallLog) => void;
  readonly #gone = new AbortController();
  /** Ends the wait until the client takes a reply. Without it, a cancelled call would wait forever. */
  #stopWaiting: (() => void) | undefined;
  readonly #time = Date.now();
  readonly #started = performance.now();
  #received = 0;
  #sent = 0;

  constructor(served: ServedMethod, stream: Stream, log: (entry: CallLog) => void) {
    this.#served = served;
    this.#stream = stream;
    this.#log = log;
  }

  async run(): Promise<void> {
    this.#stream.on('cancelled', () => {
      this.#gone.abort();
      this.#stopWaiting?.();
    });
    this.#stream.on('error', () => undefined);
    try {
      for await (const reply of this.#served.answer(this.#requests(), this.#gone.signal)) await this.#send(reply);
      if (this.#gone.signal.aborted) {
        this.#ended(status.CANCELLED);
        return;
      }
      this.#stream.end();
      this.#ended(status.OK);
    } catch (error) {
      this.#fail(error);
    }
  }

  async *#requests(): AsyncIterable<Message> {
    const { methodKind, input } = this.#served.method;
    const single = methodKind === 'unary' || methodKind === 'server_streaming';
    // We stop reading after one request, and still have to reply. By default, the iterator would then destroy the
    // stream.
    for await (const bytes of this.#stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      this.#received++;
      yield decode(this.#served, bytes);
      // A client that sends only one message may leave its side of the stream open, so we do not wait for its end.
      if (single) return;
    }
    if (single && !this.#gone.signal.aborted)
      throw new StatusError(status.INTERNAL, `The client ended the call without sending a ${input.typeName}.`);
  }

  #send(reply: Message): Promise<void> {
    if (this.#gone.signal.aborted) return Promise.resolve();
    const bytes = toBinary(this.#served.method.output, reply);
    this.#sent++;
    return new Promise((resolve) => {
      this.#stopWaiting = resolve;
      this.#stream.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), () => resolve());
    });
  }

  #fail(error: unknown): void {
    if (this.#gone.signal.aborted) {
      this.#ended(status.CANCELLED);
      return;
    }
    const code = error instanceof StatusError ? error.code : status.INTERNAL;
    this.#stream.emit('error', { code, details: messageOf(error), metadata: new Metadata() });
    this.#ended(code);
  }

  #ended(code: status): void {
    const { method } = this.#served;
    this.#log({
      time: this.#time,
      method: `${method.parent.typeName}/${method.name}`,
      peer: this.#stream.getPeer(),
      status: statusName(code),
      duration: performance.now() - this.#started,
      received: this.#received,
      sent: this.#sent,
    });
  }
}

function decode({ method }: ServedMethod, bytes: Buffer): Message {
  try {
    return fromBinary(method.input, bytes);
  } catch (cause) {
    throw new StatusError(
      status.INVALID_ARGUMENT,
      `The request is not a valid ${method.input.typeName}: ${messageOf(cause)}.`,
    );
  }
}
