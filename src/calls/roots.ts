/**
 * The authorities whose certificates we trust: Node's own list, the system's list, and the list in the environment
 * variables.
 */
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

let roots: Buffer | undefined;

/** In PEM. Read once, because it takes a while. */
export function rootCertificates(): Buffer {
  roots ??= Buffer.from([...new Set([...known(), ...named(), ...bundled()])].join('\n'));
  return roots;
}

/** Node has been able to read the system's list since 22.15. It adds NODE_EXTRA_CA_CERTS to its default list. */
function known(): readonly string[] {
  const { getCACertificates } = tls as {
    readonly getCACertificates?: (type: 'default' | 'system') => readonly string[];
  };
  if (getCACertificates === undefined) return tls.rootCertificates;
  return [...getCACertificates('default'), ...getCACertificates('system')];
}

/** The second is gRPC's own variable, the third OpenSSL's. */
function named(): readonly string[] {
  return ['NODE_EXTRA_CA_CERTS', 'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH', 'SSL_CERT_FILE'].flatMap((name) =>
    read(process.env[name]),
  );
}

/** Where Linux distributions keep them, for a Node that cannot read the system's list. */
function bundled(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return [
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/tls/certs/ca-bundle.crt',
    '/etc/ssl/ca-bundle.pem',
    '/etc/ssl/cert.pem',
  ]
    .flatMap(read)
    .slice(0, 1);
}

/** Ignores a file that cannot be read. Node itself warns about its own variable. */
function read(path: string | undefined): readonly string[] {
  if (path === undefined || path === '') return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}
