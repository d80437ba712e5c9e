/** Finds out which protocol a server speaks after a call to its address has failed. */
import * as net from 'node:net';
import * as tls from 'node:tls';
import { parseAddress, type Place } from './address.ts';

/**
 * What we found at an address. `noName`, `refused`, `unreachable` and `certificate` are failures to connect. The others
 * are protocols; a `silent` server accepts connections but speaks no protocol that we recognize.
 */
export type Probed =
  | 'noName'
  | 'refused'
  | 'unreachable'
  | 'certificate'
  | 'tls'
  | 'plaintext'
  | 'http1'
  | 'silent'
  | 'grpc';

const PATIENCE_MS = 300;
/**
 * The first bytes that an HTTP/2 client sends: the preface and an empty SETTINGS frame. An HTTP/1 server replies to
 * them with an error, and most other servers do not reply.
 */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0', 'latin1');

/**
 * Connects to an address twice at the same time, in plaintext and with TLS. Each attempt ends after 300 ms of silence.
 * What the two results mean depends on `security`, the security of the failed call. It never rejects.
 */
export async function probe(address: string, security: 'plaintext' | 'tls'): Promise<Probed> {
  const place = parseAddress(address);
  if (place === undefined) return 'unreachable';
  const [plain, encrypted] = await Promise.all([speak(place, PREFACE), handshake(place)]);
  if (plain.kind === 'failed') return plain.reason;
  if (encrypted !== 'none' && security === 'plaintext') return 'tls';
  if (encrypted !== 'none') {
    if (encrypted === 'trusted') return 'grpc';
    return 'certificate';
  }
  if (plain.answer.startsWith('HTTP/1')) return 'http1';
  if (security === 'tls') return 'plaintext';
  if (plain.answer.length >= 9 && plain.answer.charCodeAt(3) === 4) return 'grpc';
  return 'silent';
}

type Spoken =
  | { readonly kind: 'answer'; readonly answer: string }
  | { readonly kind: 'failed'; readonly reason: 'noName' | 'refused' | 'unreachable' };

function speak(place: Place, words: Buffer): Promise<Spoken> {
  return new Promise((resolve) => {
    let connected = false;
    let answer = '';
    const socket = net.connect(place, () => {
      connected = true;
      socket.write(words);
    });
    const finish = (reason: 'noName' | 'refused' | 'unreachable'): void => {
      socket.destroy();
      resolve(connected ? { kind: 'answer', answer } : { kind: 'failed', reason });
    };
    socket.setTimeout(PATIENCE_MS, () => finish('unreachable'));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (answer.length >= 9) finish('unreachable');
    });
    socket.on('error', (error) => finish(reasonOf(error)));
    socket.on('close', () => finish('unreachable'));
  });
}

function reasonOf(error: NodeJS.ErrnoException): 'noName' | 'refused' | 'unreachable' {
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'noName';
  if (error.code === 'ECONNREFUSED') return 'refused';
  return 'unreachable';
}

/** Tries a TLS handshake. It accepts any certificate, because we send no data over this connection. */
function handshake(place: Place): Promise<'trusted' | 'untrusted' | 'none'> {
  return new Promise((resolve) => {
    const server = net.isIP(place.host) === 0 ? { servername: place.host } : {};
    const socket = tls.connect({ ...place, ...server, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    const finish = (result: 'trusted' | 'untrusted' | 'none'): void => {
      socket.destroy();
      resolve(result);
    };
    socket.on('secureConnect', () => finish(socket.authorized ? 'trusted' : 'untrusted'));
    socket.setTimeout(PATIENCE_MS, () => finish('none'));
    socket.on('error', () => finish('none'));
    socket.on('close', () => finish('none'));
  });
}
