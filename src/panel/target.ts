/**
 * Decides where a call goes now for the target that the user chose. The page shows the result and the extension acts on
 * it, so both use this file.
 */
import type { LocalServer, NamedServer, TargetChoice } from '../contract/panel/messages.ts';
import type { Target } from '../contract/calls.ts';

/** Where a call goes, or why it cannot start. `server` is set if the address belongs to a server of this window. */
export type ResolvedTarget =
  | { readonly kind: 'address'; readonly target: Target; readonly server?: LocalServer }
  /** The extension must start a local server first, because none is running. */
  | { readonly kind: 'start' }
  /** The running server does not have the service of the call. */
  | { readonly kind: 'lacking'; readonly server: LocalServer }
  /** The chosen server is not running. We do not call another server in its place. */
  | { readonly kind: 'stopped'; readonly server: NamedServer };

type Following = Extract<TargetChoice, { readonly kind: 'local' }>;

/**
 * Decides where a call goes now. `servers` comes from `PanelServices.localServers`, which puts the preferred server
 * first.
 */
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

/** Returns the choice of exactly this server, even if its port changes later. */
export function choiceOf({ kind, id, label }: LocalServer): TargetChoice {
  return { kind: 'server', server: { kind, id, label } };
}

/**
 * Returns the target choice that a draft keeps when we send its request. If the request goes to the user's Go server,
 * the choice names that server. Otherwise, a repeated request could go to a local server, which replies with example
 * data.
 */
export function choiceToSend(choice: TargetChoice, servers: readonly LocalServer[]): TargetChoice {
  const resolved = resolveTarget(choice, servers);
  if (resolved.kind !== 'address' || resolved.server?.kind !== 'go') return choice;
  return choiceOf(resolved.server);
}

/** Returns the target of a new panel: the last target, unless its server cannot serve this method now. */
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
