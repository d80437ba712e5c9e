/** Decides what the local server replies: a Greeter-shaped method greets, and any other method sends example data. */
import { messageOf } from '../base/background.ts';
import { create, toBinary, type DescMessage, type DescMethod, type Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { status } from '@grpc/grpc-js';
import { exampleMessage } from '../message/example.ts';
import { greets, isGreeterShaped } from '../message/greeter.ts';
import type { Schema } from '../message/schema.ts';
import { StatusError, type Answer } from '../calls/answer.ts';

/** The number of messages that a server-streaming method sends. */
const STREAM_LENGTH = 3;

/**
 * Returns how the local server replies to a method. Unary and client-streaming methods send one reply, a
 * server-streaming method sends three, and a bidirectional streaming method sends one per request. A client-streaming
 * method replies after the client has sent its last request.
 */
export function answerFor(examples: Examples, method: DescMethod): Answer {
  // We create the replies only when a call needs them, because a large schema has many more methods than users call.
  const replies = (): Replies => repliesFor(examples, method);
  switch (method.methodKind) {
    case 'unary':
    case 'bidi_streaming':
      return eachWith(replies, (made, request) => [made.one([request])]);
    case 'server_streaming':
      return eachWith(replies, (made, request) =>
        Array.from({ length: STREAM_LENGTH }, (_, index) => made.nth(request, index)),
      );
    case 'client_streaming':
      return async function* (requests) {
        const all: Message[] = [];
        for await (const request of requests) all.push(request);
        yield replies().one(all);
      };
  }
}

function eachWith(replies: () => Replies, each: (made: Replies, request: Message) => readonly Message[]): Answer {
  return async function* (requests) {
    const made = replies();
    for await (const request of requests) yield* each(made, request);
  };
}

/** Caches the examples of recently used message types. */
export class Examples {
  readonly #schema: Schema;
  readonly #made = new Map<string, Message>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Returns the example of a type. Throws a StatusError if no example of a reasonable size is valid. */
  of(type: DescMessage): Message {
    const known = this.#made.get(type.typeName);
    if (known !== undefined) return known;
    const made = sendable(type, exampleMessage(this.#schema, type));
    if (this.#made.size >= KEPT_EXAMPLES) this.#made.clear();
    this.#made.set(type.typeName, made);
    return made;
  }
}

const KEPT_EXAMPLES = 100;

/**
 * Refuses an example that lacks required fields. The example generator leaves out a required field if it would need
 * very many values, or if its message contains itself.
 */
function sendable(type: DescMessage, example: Message): Message {
  try {
    toBinary(type, example);
  } catch (cause) {
    const why = messageOf(cause);
    throw new StatusError(status.INTERNAL, `There is no example of ${type.typeName} to reply with: ${why}.`);
  }
  return example;
}

interface Replies {
  one(requests: readonly Message[]): Message;
  /** Returns the reply with this index, if a method sends several replies to one request. */
  nth(request: Message, index: number): Message;
}

function repliesFor(examples: Examples, method: DescMethod): Replies {
  const streams = method.methodKind !== 'unary';
  if (isGreeterShaped(method) || (streams && greets(method))) {
    return {
      one: (requests) => greeting(method, `Hello ${joined(requests.map((request) => nameIn(method, request)))}`),
      nth: (request, index) =>
        greeting(method, `Hello ${nameIn(method, request)}${['', ', nice to see you', ', and goodbye'][index] ?? ''}`),
    };
  }
  const example = examples.of(method.output);
  return { one: () => example, nth: () => example };
}

function nameIn(method: DescMethod, request: Message): string {
  const field = method.input.fields.find(({ name }) => name === 'name');
  const name: unknown = field && reflect(method.input, request).get(field);
  if (typeof name === 'string') return name;
  return '';
}

function greeting(method: DescMethod, text: string): Message {
  const message = create(method.output);
  const field = method.output.fields.find(({ name }) => name === 'message');
  if (field !== undefined) reflect(method.output, message).set(field, text);
  return message;
}

/** Joins names to a text: `Ada`, `Ada and Grace`, or `Ada, Grace and Linus`. */
function joined(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
