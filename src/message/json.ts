/**
 * Converts between JSON texts and messages, and checks JSON texts for the editor. Each problem includes its position in
 * the text.
 */
import type { DescMessage, Message } from '@bufbuild/protobuf';
import { scanJson, type JsonProblem } from './jsonText.ts';
import { print, type PrintOptions } from './print.ts';
import { readMessage } from './read.ts';
import type { Schema } from './schema.ts';

export type { JsonProblem } from './jsonText.ts';

/** The result of reading a text: the message, or the problems of the text. */
export type ParsedMessage =
  | { readonly kind: 'message'; readonly message: Message }
  /** There is at least one problem. Problems have the order of the text. */
  | { readonly kind: 'problems'; readonly problems: readonly JsonProblem[] };

/**
 * Reads a message from JSON by protobuf's canonical mapping. It never throws. The places of problems are offsets in
 * UTF-16 code units.
 */
export function parseMessage(schema: Schema, type: DescMessage, text: string): ParsedMessage {
  const scanned = scanJson(text);
  const read = scanned.root && readMessage(schema, type, scanned.root);
  const problems = [...scanned.problems, ...(read?.problems ?? [])].sort((a, b) => a.start - b.start);
  if (read !== undefined && problems.length === 0) return { kind: 'message', message: read.message };
  return { kind: 'problems', problems: problems.map(readable) };
}

const LONGEST_MESSAGE = 300;

/** Shortens the message of a problem, because it may repeat a value of several megabytes. */
function readable(problem: JsonProblem): JsonProblem {
  if (problem.message.length <= LONGEST_MESSAGE) return problem;
  return { ...problem, message: `${problem.message.slice(0, LONGEST_MESSAGE)}…` };
}

/** Returns the problems that `parseMessage` finds; empty if the text is a valid message. */
export function checkMessage(schema: Schema, type: DescMessage, text: string): readonly JsonProblem[] {
  const parsed = parseMessage(schema, type, text);
  if (parsed.kind === 'problems') return parsed.problems;
  return [];
}

/**
 * Prints a message as canonical JSON, indented by two spaces. Throws if the schema does not have the message's type.
 */
export function printMessage(schema: Schema, message: Message, options?: PrintOptions): string {
  const type = schema.registry.getMessage(message.$typeName);
  if (type === undefined) throw new Error(`${message.$typeName} is not in the schema.`);
  return print(schema, type, message, options);
}
