/**
 * Reads the status of a call from the header fields that the server sent. grpc-js loses information: it reads an empty
 * code as OK and a word as NaN, and it drops the text of the code and the message encoding. So we record the fields
 * when they arrive.
 */
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** The status of a call, with a valid gRPC code and a message. */
export interface CheckedStatus {
  readonly code: status;
  readonly details: string;
  /** Whether the server sent this status. If not, grpc-js made it. */
  readonly fromServer: boolean;
}

type Fields = Parameters<typeof Metadata.fromHttp2Headers>[0];

const SEEN = new WeakMap<Metadata, Fields>();
const readHeaders = Metadata.fromHttp2Headers.bind(Metadata);

/** From now on, records the header fields of each reply. grpc-js offers no other place for this. */
export function noteHeaders(): void {
  Metadata.fromHttp2Headers = notingHeaders;
}

function notingHeaders(headers: Fields): Metadata {
  const metadata = readHeaders(headers);
  SEEN.set(metadata, headers);
  return metadata;
}

/**
 * Returns the status with which a call ended. `headers` is the metadata that came before the messages; undefined if the
 * server sent none.
 */
export function checkedStatus(ended: StatusObject, headers: Metadata | undefined): CheckedStatus {
  const sent = fieldOf(ended.metadata, 'grpc-status');
  if (sent !== undefined) return sentStatus(sent, fieldOf(ended.metadata, 'grpc-message') ?? '');
  const { code, details } = ended as { readonly code?: number; readonly details?: string };
  if (isCode(code)) return { code, details: details ?? '', fromServer: false };
  // grpc-js ends a call without a code if it cannot decompress a message.
  return { code: status.INTERNAL, details: unpackingProblem(headers), fromServer: false };
}

function fieldOf(metadata: Metadata | undefined, name: string): string | undefined {
  const value = metadata && SEEN.get(metadata)?.[name];
  if (Array.isArray(value)) return value.join(', ');
  return value;
}

function sentStatus(sent: string, message: string): CheckedStatus {
  const code = /^\d{1,10}$/.test(sent) ? Number(sent) : undefined;
  const words = decoded(message);
  // gRPC servers in Node send the message "OK" with the code OK.
  if (code === 0 && words === 'OK') return { code: status.OK, details: '', fromServer: true };
  if (isCode(code)) return { code, details: words, fromServer: true };
  const details = `The server sent a grpc-status that gRPC does not have: "${shortened(sent)}". ${words}`.trimEnd();
  return { code: status.UNKNOWN, details, fromServer: true };
}

/** The highest status code of gRPC, UNAUTHENTICATED. */
const LAST_CODE = 16;

function isCode(code: number | undefined): code is status {
  return code !== undefined && Number.isInteger(code) && code >= 0 && code <= LAST_CODE;
}

function unpackingProblem(headers: Metadata | undefined): string {
  const encoding = fieldOf(headers, 'grpc-encoding');
  if (encoding === undefined) return 'The server sent a compressed message but no grpc-encoding.';
  return `The server sent a message that cannot be decompressed: its grpc-encoding is "${shortened(encoding)}".`;
}

const LONGEST_SHOWN = 100;

function shortened(text: string): string {
  if (text.length <= LONGEST_SHOWN) return text;
  return `${text.slice(0, LONGEST_SHOWN)}…`;
}

/**
 * Decodes the percent-encoding of a grpc-message. A `%` without two hexadecimal digits after it stays as it is
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 */
function decoded(message: string): string {
  return message.replace(/(?:%[\da-f]{2})+/gi, (escaped) => {
    const bytes = Uint8Array.from(escaped.slice(1).split('%'), (digits) => Number.parseInt(digits, 16));
    return UTF8.decode(bytes);
  });
}

/** Decodes UTF-8 and keeps a byte-order mark, because it is a part of the message. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
