/**
 * Reads the status that a server sent from the header fields. grpc-js reads a code with `Number`, so an empty code
 * becomes OK and a word becomes NaN. It keeps neither the text nor the encoding. So we record the fields as they
 * arrive.
 */
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** The result of a call: a valid gRPC code, and the words for it. */
export interface CheckedStatus {
  readonly code: status;
  readonly details: string;
  /** Whether the server sent this status. If not, it comes from grpc-js. */
  readonly fromServer: boolean;
}

type Fields = Parameters<typeof Metadata.fromHttp2Headers>[0];

const SEEN = new WeakMap<Metadata, Fields>();
const readHeaders = Metadata.fromHttp2Headers.bind(Metadata);

/** From now on, records the header fields of each reply. grpc-js offers no other place to see them. */
export function noteHeaders(): void {
  Metadata.fromHttp2Headers = notingHeaders;
}

function notingHeaders(headers: Fields): Metadata {
  const metadata = readHeaders(headers);
  SEEN.set(metadata, headers);
  return metadata;
}

/** `headers` is the metadata that came before the messages, if there was any. */
export function checkedStatus(ended: StatusObject, headers: Metadata | undefined): CheckedStatus {
  const sent = fieldOf(ended.metadata, 'grpc-status');
  if (sent !== undefined) return sentStatus(sent, fieldOf(ended.metadata, 'grpc-message') ?? '');
  const { code, details } = ended as { readonly code?: number; readonly details?: string };
  if (isCode(code)) return { code, details: details ?? '', fromServer: false };
  // If grpc-js cannot unpack a message, it ends the call without a code.
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
  // Servers in Node also send OK as a text.
  if (code === 0 && words === 'OK') return { code: status.OK, details: '', fromServer: true };
  if (isCode(code)) return { code, details: words, fromServer: true };
  const details = `The server sent a grpc-status that gRPC does not have: "${shortened(sent)}". ${words}`.trimEnd();
  return { code: status.UNKNOWN, details, fromServer: true };
}

/** UNAUTHENTICATED. */
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
 * The text of a grpc-message. A `%` without two hexadecimal digits after it stands for itself
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 */
function decoded(message: string): string {
  return message.replace(/(?:%[\da-f]{2})+/gi, (escaped) => {
    const bytes = Uint8Array.from(escaped.slice(1).split('%'), (digits) => Number.parseInt(digits, 16));
    return UTF8.decode(bytes);
  });
}

/** A byte order mark is a part of the text. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
