/** Reads from the schema what the page needs for the JSON messages of a method. */
import type { DescMessage, DescMethod } from '@bufbuild/protobuf';
import { completeJson, type JsonCompletions } from '../message/complete.ts';
import { exampleJson } from '../message/example.ts';
import { checkMessage, type JsonProblem } from '../message/json.ts';
import { loadSchema, type Schema } from '../message/schema.ts';
import type { MethodKind } from '../contract/schemaNode.ts';

export type { JsonProblem } from '../message/json.ts';

/** What the request editor needs for one message type. Offsets are in UTF-16 code units. */
export interface MessageLanguage {
  /** The full name of the message. */
  readonly typeName: string;
  check(text: string): readonly JsonProblem[];
  complete(text: string, offset: number): JsonCompletions;
  /** Returns a message with example values, as JSON on several lines. */
  example(): string;
}

/** What the page needs to know about a method. */
export interface MethodLanguage {
  readonly kind: MethodKind;
  readonly request: MessageLanguage;
  /** The full name of the reply's message type. */
  readonly reply: string;
}

const KINDS: Readonly<Record<DescMethod['methodKind'], MethodKind>> = {
  unary: 'unary',
  server_streaming: 'serverStreaming',
  client_streaming: 'clientStreaming',
  bidi_streaming: 'bidiStreaming',
};

/**
 * Returns the method of a serialized descriptor set. Returns undefined if we cannot read the set, or it does not have
 * the method. `name` has the form `pkg.Service/Method`.
 */
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
