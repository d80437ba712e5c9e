/**
 * Makes one call of a method of any kind. On the wire, the four kinds differ only in how many messages each side may
 * send. So every call takes the same steps: it sends messages, half-closes, receives messages, and gets a status.
 */
import { defined } from '../base/defined.ts';
import { fromBinary, toBinary, type DescMethod } from '@bufbuild/protobuf';
import {
  connectivityState,
  status,
  type Client,
  type ClientDuplexStream,
  type Metadata as GrpcMetadata,
  type StatusObject,
} from '@grpc/grpc-js';
import { inBackground, messageOf } from '../base/background.ts';
import { parseMessage, printMessage } from '../message/json.ts';
import type { Schema } from '../message/schema.ts';
import { addressProblem } from './address.ts';
import type { Channels } from './channels.ts';
import { hintFor, type Outcome } from './hint.ts';
import { fromGrpc, toGrpc } from './metadata.ts';
import { checkedStatus, noteHeaders, type CheckedStatus } from './peerStatus.ts';
import { statusName } from './status.ts';
import type { CallEnd, CallEvent, CallRequest, CallStatus, Hint } from '../contract/calls.ts';

/**
 * Delivers an event of a call. If it returns a promise for a reply, we read the next reply only after that promise has
 * settled.
 */
export type Emit = (event: CallEvent) => Promise<void> | void;

type Stream = ClientDuplexStream<Uint8Array, Buffer>;
type Channel = ReturnType<Client['getChannel']>;

/**
 * Makes a call and returns how it ended. It does not throw: a failure of the server or the network becomes a status.
 */
export async function runCall(
  channels: Channels,
  schema: Schema,
  request: CallRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<CallEnd> {
  const method = schema.method(request.method);
  if (method === undefined)
    return unsent(
      status.UNIMPLEMENTED,
      `The schema has no method ${request.method}.`,
      'Check the name, or send again after the schema was reloaded.',
    );
  const misspelt = addressProblem(request.target.address);
  if (misspelt !== undefined)
    return unsent(status.INVALID_ARGUMENT, misspelt, 'Write a target as host:port, such as localhost:50051.');
  if (Number.isNaN(request.deadline))
    return unsent(status.INVALID_ARGUMENT, 'The deadline is not a number.', 'Give it in milliseconds.');
  const messages = encodeAll(schema, method, request.messages);
  if ('kind' in messages) return messages;
  let metadata: GrpcMetadata;
  try {
    metadata = toGrpc(request.metadata);
  } catch (cause) {
    return unsent(
      status.INVALID_ARGUMENT,
      messageOf(cause),
      'Keys are lower-case letters, digits, "-", "_" and "."; values are printable ASCII, or base64 if the key ends in "-bin".',
    );
  }
  return send(channels, { ...request, schema, method, metadata, messages }, emit, signal);
}

interface Prepared {
  readonly schema: Schema;
  readonly method: DescMethod;
  readonly target: CallRequest['target'];
  readonly metadata: GrpcMetadata;
  readonly deadline?: number;
  readonly messages: readonly Uint8Array[];
}

function encodeAll(schema: Schema, method: DescMethod, texts: readonly string[]): readonly Uint8Array[] | CallEnd {
  const single = method.methodKind === 'unary' || method.methodKind === 'server_streaming';
  if (single && texts.length !== 1) {
    return {
      kind: 'invalid',
      message: `${method.name} takes exactly one message, not ${texts.length}.`,
      index: 0,
      start: 0,
      end: 0,
    };
  }
  const encoded: Uint8Array[] = [];
  for (const [index, text] of texts.entries()) {
    const parsed = parseMessage(schema, method.input, text);
    if (parsed.kind === 'problems') return invalid(parsed.problems[0], index);
    encoded.push(toBinary(method.input, parsed.message));
  }
  return encoded;
}

function invalid(
  problem: { readonly message: string; readonly start: number; readonly end: number } | undefined,
  index: number,
): CallEnd {
  return {
    kind: 'invalid',
    message: problem?.message ?? 'The message does not fit the schema.',
    index,
    start: problem?.start ?? 0,
    end: problem?.end ?? 0,
  };
}

function unsent(code: status, details: string, fix: string): CallStatus {
  return {
    kind: 'status',
    code,
    name: statusName(code),
    details,
    trailers: [],
    time: 0,
    hint: { cause: 'The request was not sent.', fix },
  };
}

async function send(channels: Channels, call: Prepared, emit: Emit, signal: AbortSignal): Promise<CallStatus> {
  noteHeaders();
  const started = performance.now();
  const time = (): number => performance.now() - started;
  const lease = channels.lease(call.target);
  const stream = start(lease.client, call);
  const outcome = await new Running(stream, lease.client.getChannel(), call, emit, time).end(signal);
  lease.release(outcome.status.code === status.UNAVAILABLE && !outcome.answered);
  const hint = outcome.hint ?? (await hintFor(call.target, call.method, outcome, call.deadline));
  return defined({
    kind: 'status',
    code: outcome.status.code,
    name: statusName(outcome.status.code),
    details: outcome.status.details,
    trailers: fromGrpc(outcome.trailers),
    time: outcome.time,
    hint,
  });
}

/**
 * The longest deadline that we set. gRPC allows at most eight digits for a timeout, and grpc-js never starts a call
 * that needs more digits.
 */
const LONGEST_DEADLINE_MS = 99_999_998 * 3_600_000;

function start(client: Client, { method, metadata, deadline }: Prepared): Stream {
  const path = `/${method.parent.typeName}/${method.name}`;
  const options = deadline === undefined ? {} : { deadline: Date.now() + Math.min(deadline, LONGEST_DEADLINE_MS) };
  return client.makeBidiStreamRequest(
    path,
    (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    (bytes) => bytes,
    metadata,
    options,
  );
}

interface Ended extends Outcome {
  readonly status: CheckedStatus;
  readonly trailers: GrpcMetadata;
  readonly time: number;
  readonly hint?: Hint;
}

/** A call from its start to its status. */
class Running {
  readonly #stream: Stream;
  readonly #call: Prepared;
  readonly #emit: Emit;
  readonly #time: () => number;
  readonly #channel: Channel;
  /** Messages that grpc-js took before it had a connection. It has not sent them yet. */
  readonly #taken: { readonly index: number; readonly size: number }[] = [];
  #isConnected = false;
  #hasEnded = false;
  #headers: GrpcMetadata | undefined;
  #received = 0;
  /** The problem of the first reply that we could not read. We then end the call. */
  #unreadable: Hint | undefined;

  constructor(stream: Stream, channel: Channel, call: Prepared, emit: Emit, time: () => number) {
    this.#stream = stream;
    this.#channel = channel;
    this.#call = call;
    this.#emit = emit;
    this.#time = time;
  }

  async end(signal: AbortSignal): Promise<Ended> {
    const cancel = (): void => this.#stream.cancel();
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    this.#listen();
    this.#watchConnection();
    inBackground(this.#write(), 'The request was not sent', () => this.#stream.cancel());
    const ended = await this.#status();
    this.#hasEnded = true;
    signal.removeEventListener('abort', cancel);
    const final = this.#final(ended);
    return defined({
      status: final,
      trailers: ended.metadata,
      answered: this.#headers !== undefined,
      cancelled: signal.aborted,
      time: this.#time(),
      hint: this.#unreadable ?? this.#missingReply(final),
    });
  }

  #final(ended: StatusObject): CheckedStatus {
    if (this.#unreadable !== undefined)
      return { code: status.INTERNAL, details: this.#unreadable.cause, fromServer: false };
    const checked = checkedStatus(ended, this.#headers);
    if (checked.fromServer) return checked;
    return { ...checked, details: tidy(checked.details) };
  }

  #listen(): void {
    this.#stream.on('metadata', (metadata: GrpcMetadata) => {
      this.#connected();
      this.#headers = metadata;
      this.#tell({ kind: 'headers', metadata: fromGrpc(metadata), time: this.#time() });
    });
    this.#stream.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Waits until the channel is connected, because we report a message as sent only after that. */
  #watchConnection(): void {
    if (this.#hasEnded || this.#isConnected) return;
    const state = this.#channel.getConnectivityState(false);
    if (state === connectivityState.READY) this.#connected();
    else if (state !== connectivityState.SHUTDOWN)
      this.#channel.watchConnectivityState(state, Infinity, () => this.#watchConnection());
  }

  #connected(): void {
    this.#isConnected = true;
    for (const message of this.#taken.splice(0)) this.#tellSent(message);
  }

  #tellSent({ index, size }: { readonly index: number; readonly size: number }): void {
    this.#tell({ kind: 'sent', index, size, time: this.#time() });
  }

  /** Delivers an event. If that fails, the call has no listener any more, so we cancel it. */
  #tell(event: CallEvent): void {
    const told = Promise.resolve(this.#emit(event));
    inBackground(told, 'A call was not told of', () => this.#stream.cancel());
  }

  #receive(bytes: Buffer): void {
    if (this.#unreadable !== undefined) return;
    const { schema, method } = this.#call;
    const time = this.#time();
    try {
      const json = printMessage(schema, fromBinary(method.output, bytes));
      this.#wait(this.#emit({ kind: 'received', index: this.#received++, json, size: bytes.length, time }));
    } catch (cause) {
      this.#unreadable = {
        cause: `The server's message is not a valid ${method.output.typeName}: ${messageOf(cause)}.`,
        fix: 'The server was probably built from another version of the schema. Compare the two.',
      };
      this.#stream.cancel();
    }
  }

  #wait(told: Promise<void> | void): void {
    if (told === undefined) return;
    this.#stream.pause();
    // The call continues even if we could not deliver the event.
    const resume = (): void => void this.#stream.resume();
    told.then(resume, resume);
  }

  /**
   * Sends the messages one by one. It waits for grpc-js to take each message, so that a slow server does not fill our
   * memory.
   */
  async #write(): Promise<void> {
    for (const [index, bytes] of this.#call.messages.entries()) {
      const error = await new Promise<Error | null | undefined>((resolve) => this.#stream.write(bytes, resolve));
      // The status of the call will explain this error.
      if (error) return;
      const message = { index, size: bytes.length };
      if (this.#isConnected) this.#tellSent(message);
      else this.#taken.push(message);
    }
    this.#stream.end();
  }

  /** Waits for the status, and until all earlier messages have been passed on. */
  async #status(): Promise<StatusObject> {
    const drained = new Promise<void>((resolve) => this.#stream.once('end', resolve));
    const ended = new Promise<StatusObject>((resolve) => this.#stream.once('status', resolve));
    // grpc-js also raises an error for every status except OK. Without a listener, it would end the process.
    this.#stream.on('error', () => undefined);
    const result = await ended;
    await drained;
    return result;
  }

  #missingReply(ended: CheckedStatus): Hint | undefined {
    const { methodKind } = this.#call.method;
    const single = methodKind === 'unary' || methodKind === 'client_streaming';
    if (!single || ended.code !== status.OK || this.#received > 0) return undefined;
    return {
      cause: 'The server said OK but sent no reply.',
      fix: 'The server probably ends the call without a reply.',
    };
  }
}

/** Tidies a message of grpc-js, which may end with a stack trace or an empty note. */
function tidy(text: string): string {
  if (text === 'OK') return '';
  const words = (text.split(/\n[ \t]+at /, 1)[0] ?? text).trimEnd();
  if (words.endsWith(EMPTY_NOTE)) return words.slice(0, -EMPTY_NOTE.length).trimEnd();
  return words;
}

const EMPTY_NOTE = 'Resolution note:';
