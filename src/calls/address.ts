/**
 * Parses and checks the addresses of targets: `host:port`, or another form of name in gRPC
 * (https://github.com/grpc/grpc/blob/master/doc/naming.md).
 */

/** A host and a TCP port. An IPv6 host is stored without brackets. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

const SCHEME = /^(dns|ipv4|ipv6|unix|unix-abstract|xds):/;

/** Returns the host and port of an address; undefined if it is not a TCP address. */
export function parseAddress(address: string): Place | undefined {
  const match = /^(?:dns:\/*(?:[^/]*\/)?|ipv[46]:)?\[?([^\s/]+?)\]?:(\d+)$/.exec(address);
  if (match === null) return undefined;
  return { host: match[1] ?? '', port: Number(match[2]) };
}

/** Returns why we cannot call this address, in words for the user; undefined if we can. */
export function addressProblem(address: string): string | undefined {
  if (address.trim() === '') return 'The target is empty.';
  if (/^https?:\/\//i.test(address)) return `A gRPC target has no http:// or https:// in front: "${address}".`;
  if (SCHEME.test(address)) return undefined;
  const place = parseAddress(address);
  if (place === undefined) {
    if (/:\d+$/.test(address)) return `"${address}" is not a target.`;
    return `The target "${address}" has no port.`;
  }
  if (place.port > 65535) return `There is no port ${place.port}.`;
  return undefined;
}

/** Whether an address leads to this machine: a Unix socket, `localhost`, `127.x.x.x` or `::1`. */
export function isLoopback(address: string): boolean {
  const host = parseAddress(address)?.host ?? '';
  return address.startsWith('unix') || /^(localhost|127(\.\d+){3}|::1)$/i.test(host);
}
