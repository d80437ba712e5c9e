/** What a target choice means now. The page shows it and the extension acts on it, so both must agree. */
import type { LocalServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';

/** Where a call goes. `server` is set if the address belongs to a local server. */
export type ResolvedTarget =
  | { readonly kind: 'address'; readonly target: Target; readonly server?: LocalServer }
  /** No local server runs yet. */
  | { readonly kind: 'start' };

/** Where a call goes now. `servers` are the running ones that serve the method; the first one is preferred. */
export function resolveTarget(choice: TargetChoice, servers: readonly LocalServer[]): ResolvedTarget {
  if (choice.kind === 'remote')
    return { kind: 'address', target: { address: choice.address, security: choice.security } };
  const server = servers.find((running) => running.address === choice.address) ?? servers[0];
  if (server === undefined) return { kind: 'start' };
  return { kind: 'address', target: { address: server.address, security: 'plaintext' }, server };
}
