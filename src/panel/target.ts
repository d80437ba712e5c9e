/** What a target choice means right now: the page shows it, the extension acts on it, and both must agree. */
import type { LocalServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';

export type ResolvedTarget =
  | { readonly kind: 'address'; readonly target: Target; readonly server?: LocalServer }
  /** No local server runs yet. */
  | { readonly kind: 'start' };

/** Servers that run are those that serve the method, the first one being the one to prefer. */
export function resolveTarget(choice: TargetChoice, servers: readonly LocalServer[]): ResolvedTarget {
  if (choice.kind === 'remote')
    return { kind: 'address', target: { address: choice.address, security: choice.security } };
  const server = servers.find((running) => running.address === choice.address) ?? servers[0];
  return server === undefined
    ? { kind: 'start' }
    : { kind: 'address', target: { address: server.address, security: 'plaintext' }, server };
}
