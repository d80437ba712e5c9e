/** Converts metadata between lists of texts and grpc-js. A binary value is base64 in our lists. */
import { Metadata as GrpcMetadata } from '@grpc/grpc-js';
import type { Metadata } from '../contract/calls.ts';

/** Converts metadata for grpc-js. It throws in grpc-js's words if a key or a value is not allowed. */
export function toGrpc(metadata: Metadata): GrpcMetadata {
  const result = new GrpcMetadata();
  for (const [key, value] of metadata) {
    result.add(key, key.toLowerCase().endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  }
  return result;
}

/**
 * Converts grpc-js's metadata to one pair per value, in grpc-js's order. Keys are in lower case, and binary values are
 * base64.
 */
export function fromGrpc(metadata: GrpcMetadata): Metadata {
  return Object.entries(metadata.toJSON()).flatMap(([key, values]) =>
    values.map((value): readonly [string, string] => [
      key,
      typeof value === 'string' ? value : value.toString('base64'),
    ]),
  );
}
