/** The schema's knowledge about the JSON of a method's messages. */
import type { DescMessage, DescMethod } from '@bufbuild/protobuf';
import { completeJson, type JsonCompletions } from '../message/complete.ts';
import { exampleJson } from '../message/example.ts';
import { checkMessage, type JsonProblem } from '../message/json.ts';
import { loadSchema, type Schema } from '../message/schema.ts';
import type { MethodKind } from '../contract/schemaNode.ts';

export type { JsonProblem } from '../message/json.ts';

/** The functions of the request editor for one message type. Offsets are UTF-16 code units. */
export interface MessageLanguage {
  /** Full name of the message. */
  readonly typeName: string;
  check(text: string): readonly JsonProblem[];
  complete(text: string, offset: number): JsonCompletions;
  /** A message with example values, pretty-printed. */
  example(): string;
}

/** The data of a method that the page needs. */
export interface MethodLanguage {
  readonly kind: MethodKind;
  readonly request: MessageLanguage;
  /** Full name of the reply's message. */
  readonly reply: string;
}

const KINDS: Readonly<Record<DescMethod['methodKind'], MethodKind>> = {
  unary: 'unary',
  server_streaming: 'serverStreaming',
  client_streaming: 'clientStreaming',
  bidi_streaming: 'bidiStreaming',
};

/** Undefined if the set cannot be read, or does not have the method. `name` is `pkg.Service/Method`. */
export function readMethod(set: Uint8Array, name: string): MethodLanguage | undefined {
  const schema = tryLoad(set);
  const method = schema?.method(name);
  if (schema === undefined || method === undefined) return undefined;
  return {
    kind: KINDS[method.methodKind],
    request: messageLanguage(schema, method.input),
    reply: method.output.typeName,
  };
}

function tryLoad(set: Uint8Array): Schema | undefined {
  try {
    return loadSchema(set);
  } catch {
    return undefined;
  }
}

function messageLanguage(schema: Schema, type: DescMessage): MessageLanguage {
  return {
    typeName: type.typeName,
    check: (text) => checkMessage(schema, type, text),
    complete: (text, offset) => completeJson(schema, type, text, offset),
    example: () => exampleJson(schema, type),
  };
}
