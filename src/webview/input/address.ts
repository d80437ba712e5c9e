/** Reads the address of a target that the user has typed or pasted. */
import type { TargetChoice } from '../../contract/panel/messages.ts';
import type { Target } from '../../contract/calls.ts';

/** What is wrong with the address of a target. Each value is the name of a string in PanelStrings. */
export type AddressProblem = 'targetMissing' | 'targetNeedsPort' | 'targetBadPort' | 'targetHasSpace';

/** Addresses with a scheme of gRPC's own name syntax. We pass them on unchanged. */
const RESOLVERS = /^(?:dns|ipv4|ipv6|unix|unix-abstract|xds):/i;

/** Reads an address. `http://`, `https://` and port 443 decide its security; otherwise, it is `security`. */
export function readAddress(text: string, security: Target['security']): TargetChoice & { readonly kind: 'remote' } {
  const trimmed = text.trim();
  const url = /^(https?|grpcs?):\/\/([^/]*)\/?$/i.exec(trimmed);
  if (url !== null) {
    const [, scheme = '', host = ''] = url;
    if (/s$/i.test(scheme)) return { kind: 'remote', address: withPort(host, 443), security: 'tls' };
    return { kind: 'remote', address: withPort(host, 80), security: 'plaintext' };
  }
  if (trimmed.endsWith(':443')) return { kind: 'remote', address: trimmed, security: 'tls' };
  return { kind: 'remote', address: trimmed, security };
}

function withPort(host: string, usual: number): string {
  if (hasPort(host)) return host;
  return `${host}:${usual}`;
}

/** Returns the reason why we cannot call an address, or undefined. */
export function addressProblem(address: string): AddressProblem | undefined {
  if (address === '') return 'targetMissing';
  if (RESOLVERS.test(address)) return undefined;
  if (/[\s/]/.test(address)) return 'targetHasSpace';
  if (!hasPort(address)) return 'targetNeedsPort';
  const port = address.slice(address.lastIndexOf(':') + 1);
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return undefined;
  return 'targetBadPort';
}

function hasPort(host: string): boolean {
  // An IPv6 address contains colons: `[::1]:50051` has a port, and `::1` has none.
  if (host.startsWith('[')) return /\]:[^\]]*$/.test(host);
  return host.split(':').length === 2;
}
