/** What a target choice means now. The page shows it and the extension acts on it, so both must agree. */
import type { LocalServer, NamedServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';

/** Where a call goes. `server` is set if the address belongs to a server of this window. */
export type ResolvedTarget =
  | { readonly kind: 'address'; readonly target: Target; readonly server?: LocalServer }
  /** No local server runs yet. */
  | { readonly kind: 'start' }
  /** One runs, and leaves the service out. */
  | { readonly kind: 'lacking'; readonly server: LocalServer }
  /** The chosen server does not run. No other server takes its place. */
  | { readonly kind: 'stopped'; readonly server: NamedServer };

type Following = Extract<TargetChoice, { readonly kind: 'local' }>;

/** Where a call goes now. `servers` comes from `PanelServices.localServers`, which has the preferred one first. */
export function resolveTarget(choice: TargetChoice, servers: readonly LocalServer[]): ResolvedTarget {
  switch (choice.kind) {
    case 'remote':
      return { kind: 'address', target: { address: choice.address, security: choice.security } };
    case 'server':
      return resolveServer(choice.server, servers);
    case 'local':
      return follow(choice, servers);
  }
}

/** The choice of exactly this server, whatever its port will be. */
export function choiceOf({ kind, id, label }: LocalServer): TargetChoice {
  return { kind: 'server', server: { kind, id, label } };
}

/**
 * The choice with which a request is sent. A request to the user's own Go server chooses that server, so that example
 * data never take the place of its replies.
 */
export function choiceToSend(choice: TargetChoice, servers: readonly LocalServer[]): TargetChoice {
  const resolved = resolveTarget(choice, servers);
  if (resolved.kind !== 'address' || resolved.server?.kind !== 'go') return choice;
  return choiceOf(resolved.server);
}

/** What a new panel starts with: the last target, unless it is a server that cannot be called for this method now. */
export function choiceToStart(last: TargetChoice, servers: readonly LocalServer[]): TargetChoice {
  if (resolveTarget(last, servers).kind === 'address') return last;
  return { kind: 'local' };
}

function resolveServer(chosen: NamedServer, servers: readonly LocalServer[]): ResolvedTarget {
  const running = servers.find(({ kind, id }) => kind === chosen.kind && id === chosen.id);
  if (running === undefined) return { kind: 'stopped', server: chosen };
  if (running.lacksService === true) return { kind: 'lacking', server: running };
  return addressOf(running);
}

function follow({ address, isChosen }: Following, servers: readonly LocalServer[]): ResolvedTarget {
  const followed = servers.filter(({ kind }) => isChosen !== true || kind === 'local');
  const serving = followed.filter(({ lacksService }) => lacksService !== true);
  const server = serving.find((running) => running.address === address) ?? serving[0];
  if (server !== undefined) return addressOf(server);
  const [lacking] = followed;
  if (lacking === undefined) return { kind: 'start' };
  return { kind: 'lacking', server: lacking };
}

function addressOf(server: LocalServer): ResolvedTarget {
  return { kind: 'address', target: { address: server.address, security: 'plaintext' }, server };
}
