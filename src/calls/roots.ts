/**
 * Reads the certificates that we trust: Node's list, the system's list, and the files that environment variables name.
 */
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

let roots: Buffer | undefined;

/** Returns the root certificates in PEM. We read them only once, because it takes a while. */
export function rootCertificates(): Buffer {
  roots ??= Buffer.from([...new Set([...known(), ...named(), ...bundled()])].join('\n'));
  return roots;
}

/**
 * Returns the certificates that Node can list. Node lists the system's certificates since 22.15, and adds those of
 * NODE_EXTRA_CA_CERTS to its default list.
 */
function known(): readonly string[] {
  const { getCACertificates } = tls as {
    readonly getCACertificates?: (type: 'default' | 'system') => readonly string[];
  };
  if (getCACertificates === undefined) return tls.rootCertificates;
  return [...getCACertificates('default'), ...getCACertificates('system')];
}

/**
 * Returns the certificates in the files that environment variables name. GRPC_DEFAULT_SSL_ROOTS_FILE_PATH is gRPC's own
 * variable, and SSL_CERT_FILE is OpenSSL's.
 */
function named(): readonly string[] {
  return ['NODE_EXTRA_CA_CERTS', 'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH', 'SSL_CERT_FILE'].flatMap((name) =>
    read(process.env[name]),
  );
}

/**
 * Returns the certificates in the file where a Linux distribution keeps them, because older versions of Node cannot
 * list them.
 */
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

/** Reads a file; empty if we cannot read it. Node itself warns about a wrong NODE_EXTRA_CA_CERTS. */
function read(path: string | undefined): readonly string[] {
  if (path === undefined || path === '') return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}
