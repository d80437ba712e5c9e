/** The lens that starts a server, while one serves the service: it says where, and the next one stops it. */
import type { l10n } from 'vscode';
import type { LensCommand } from '../lensCommand.ts';
import type { LocalServer } from './localServer.ts';

type Localize = Pick<typeof l10n, 't'>;

/** The part of a server that is shown. */
export type ServerOfLens = Pick<LocalServer, 'address' | 'label'>;

/** What stands in place of a lens: the same, unless it starts what runs. `servingOf` gives those that serve a service. */
export function withServers(
  l10n: Localize,
  lens: LensCommand,
  servingOf: (service: string) => readonly ServerOfLens[],
): readonly LensCommand[] {
  const service = lens.arguments?.[0];
  if (lens.command !== 'grpcWorkbench.startServer' || typeof service !== 'string') return [lens];
  const [server] = servingOf(service);
  if (server?.address === undefined) return [lens];
  const port = server.address.slice(server.address.lastIndexOf(':'));
  const tooltip = l10n.t('{0} is served on {1}.', server.label, server.address);
  return [
    { title: l10n.t('● Running on {0}', port), tooltip, command: 'grpcWorkbench.showServerLog', arguments: [server] },
    { title: `$(debug-stop) ${l10n.t('Stop')}`, command: 'grpcWorkbench.stopServer', arguments: [server] },
  ];
}

/** The same for as long as each lens is: a call that has ended changes none. */
export function lensState(servers: readonly Pick<LocalServer, 'state' | 'address' | 'services'>[]): string {
  const running = servers.filter(({ state }) => state === 'running');
  return JSON.stringify(running.map(({ address, services }) => [address, services]));
}
