/** The shape of a small schema that is valid, but awkward to generate Go from. */
import type { ProtoFiles } from './protoc.ts';

export interface AwkwardSchema {
  readonly name: string;
  readonly files: ProtoFiles;
}

/** Writes an rpc of each kind. */
export const kinds = (request: string, reply: string): string => `
  rpc Unary(${request}) returns (${reply});
  rpc ServerStreams(${request}) returns (stream ${reply});
  rpc ClientStreams(stream ${request}) returns (${reply});
  rpc Bidi(stream ${request}) returns (stream ${reply});`;

/** Makes a schema with one file of one package, with a message M. */
export function one(name: string, text: string): AwkwardSchema {
  return { name, files: { 'pkg.proto': `syntax = "proto3"; package pkg; message M { string name = 1; } ${text}` } };
}
