/** A server that speaks HTTP/2 but ignores gRPC's rules. The test sets each reply frame by frame. */
import * as http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

/** One reply, as the server sends it. Without body and trailers, its headers end the stream. */
export interface HostileReply {
  readonly headers: http2.OutgoingHttpHeaders;
  /** Pieces of the body. They may be incomplete messages. */
  readonly body: readonly Buffer[];
  /** Without trailers, the stream ends without a status. */
  readonly trailers?: http2.OutgoingHttpHeaders | undefined;
  /** What happens after the body; `hangUp` destroys the connection. */
  readonly end: 'close' | 'reset' | 'hangUp';
  /** The HTTP/2 error code of a reset. */
  readonly resetCode?: number;
}

export interface HostilePeer {
  readonly address: string;
  /** The replies to the next calls. */
  reply: HostileReply;
  close(): void;
}

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };

/** A message with gRPC's frame. `flag` 1 says that it is compressed. */
export function frame(message: Uint8Array, flag = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** A reply with one empty message, except for the given properties. */
export function replyOf(rest: Partial<HostileReply>): HostileReply {
  const { headers, ...more } = rest;
  // A property that is set to undefined leaves the trailers out.
  return {
    headers: { ...GRPC, ...headers },
    body: [frame(Buffer.alloc(0))],
    trailers: { 'grpc-status': '0' },
    end: 'close',
    ...more,
  };
}

/** Starts the server on a free port. */
export async function startHostilePeer(): Promise<HostilePeer> {
  const server = http2.createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.on('sessionError', () => undefined);
  server.on('session', (session) => session.on('error', () => undefined));
  const peer = { address: '', reply: replyOf({}), close };
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    send(stream, peer.reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  peer.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return peer;

  function close(): void {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

function send(stream: http2.ServerHttp2Stream, { headers, body, trailers, end, resetCode }: HostileReply): void {
  const headersOnly = end === 'close' && trailers === undefined && body.length === 0;
  try {
    stream.respond(headers, { endStream: headersOnly, waitForTrailers: end === 'close' && trailers !== undefined });
  } catch {
    // Node refuses to send some things that another server could send.
    stream.close(http2.constants.NGHTTP2_PROTOCOL_ERROR);
    return;
  }
  if (headersOnly) return;
  stream.on('wantTrailers', () => sendTrailers(stream, trailers ?? {}));
  for (const piece of body) stream.write(piece);
  if (end === 'hangUp') stream.session?.destroy();
  else if (end === 'reset') stream.close(resetCode ?? http2.constants.NGHTTP2_CANCEL);
  else stream.end();
}

function sendTrailers(stream: http2.ServerHttp2Stream, trailers: http2.OutgoingHttpHeaders): void {
  try {
    stream.sendTrailers(trailers);
  } catch {
    stream.close(http2.constants.NGHTTP2_PROTOCOL_ERROR);
  }
}
