/** What a target choice means now. The page shows it and the extension acts on it, so both must agree. */
import type { LocalServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';

/** Where a call goes. `server` is set if the address belongs to a local server. */
export type ResolvedTarget =
  | { readonly kind: 'address'; readonly target: Target; readonly server?: LocalServer }
  /** No local server runs yet. */
  | { readonly kind: 'start' }
  /** One runs, and leaves the service out. */
  | { readonly kind: 'lacking'; readonly server: LocalServer };

/** Where a call goes now. `servers` are those of `PanelServices.localServers`; the first one that serves the method is preferred. */
export function resolveTarget(choice: TargetChoice, servers: readonly LocalServer[]): ResolvedTarget {
  if (choice.kind === 'remote')
    return { kind: 'address', target: { address: choice.address, security: choice.security } };
  const serving = servers.filter(({ lacksService }) => lacksService !== true);
  const server = serving.find((running) => running.address === choice.address) ?? serving[0];
  if (server === undefined) return withoutServing(servers);
  return { kind: 'address', target: { address: server.address, security: 'plaintext' }, server };
}

function withoutServing([lacking]: readonly LocalServer[]): ResolvedTarget {
  if (lacking === undefined) return { kind: 'start' };
  return { kind: 'lacking', server: lacking };
}
