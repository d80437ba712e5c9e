/** What the local server replies: Greeter-shaped methods greet, all others send example data. */
import { create, type DescMethod, type Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { exampleMessage } from '../message/example.ts';
import { greets, isGreeterShaped } from '../message/greeter.ts';
import type { Schema } from '../message/schema.ts';
import type { Answer } from '../calls/answer.ts';

/** How many messages a server-streaming method sends. */
const STREAM_LENGTH = 3;

/**
 * How the local server replies to a method. A unary method sends one reply; a server-streaming method sends three per
 * request; a client-streaming method sends one once the client has finished; a bidi method sends one per request.
 */
export function answerFor(schema: Schema, method: DescMethod): Answer {
  const replies = repliesFor(schema, method);
  switch (method.methodKind) {
    case 'unary':
    case 'bidi_streaming':
      return eachWith((request) => [replies.one([request])]);
    case 'server_streaming':
      return eachWith((request) => Array.from({ length: STREAM_LENGTH }, (_, index) => replies.nth(request, index)));
    case 'client_streaming':
      return async function* (requests) {
        const all: Message[] = [];
        for await (const request of requests) all.push(request);
        yield replies.one(all);
      };
  }
}

function eachWith(replies: (request: Message) => readonly Message[]): Answer {
  return async function* (requests) {
    for await (const request of requests) yield* replies(request);
  };
}

interface Replies {
  one(requests: readonly Message[]): Message;
  /** One of a stream of replies to the same request. */
  nth(request: Message, index: number): Message;
}

function repliesFor(schema: Schema, method: DescMethod): Replies {
  const streams = method.methodKind !== 'unary';
  if (isGreeterShaped(method) || (streams && greets(method))) {
    return {
      one: (requests) => greeting(method, `Hello ${joined(requests.map((request) => nameIn(method, request)))}`),
      nth: (request, index) =>
        greeting(method, `Hello ${nameIn(method, request)}${['', ', nice to see you', ', and goodbye'][index] ?? ''}`),
    };
  }
  const example = exampleMessage(schema, method.output);
  return { one: () => example, nth: () => example };
}

function nameIn(method: DescMethod, request: Message): string {
  const field = method.input.fields.find(({ name }) => name === 'name');
  const name: unknown = field === undefined ? '' : reflect(method.input, request).get(field);
  if (typeof name === 'string') return name;
  return '';
}

function greeting(method: DescMethod, text: string): Message {
  const message = create(method.output);
  const field = method.output.fields.find(({ name }) => name === 'message');
  if (field !== undefined) reflect(method.output, message).set(field, text);
  return message;
}

/** `Ada`, `Ada and Grace`, `Ada, Grace and Linus` */
function joined(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
