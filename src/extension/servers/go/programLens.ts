/** The lenses above a service and above `func main`. They run a Go server, or show where it is running. */
import type { l10n } from 'vscode';
import { defined } from '../../../base/defined.ts';
import type { LensCommand } from '../lensCommand.ts';
import type { GoServer } from './goServer.ts';

/** The export of strings looks for an import of `l10n`, so this file imports that name. */
type Localize = Pick<typeof l10n, 't'>;

/** The argument that a lens passes to `grpcWorkbench.runGoServer`: the package folders of its programs. */
export interface ProgramArgument {
  readonly programs: readonly string[];
}

/** The part of a Go server that its lens shows. */
export type GoServerOfLens = Pick<GoServer, 'state' | 'address' | 'label' | 'services'>;

/**
 * Returns the lenses for the programs in `folders`. `of` returns the server of a folder if it was ever started.
 * `service` is the full name of the service under the lens; it is missing above `func main`.
 */
export function programLenses(
  l10n: Localize,
  folders: readonly string[],
  of: (folder: string) => GoServerOfLens | undefined,
  service?: string,
): readonly LensCommand[] {
  const servers = folders
    .flatMap((folder) => of(folder) ?? [])
    .filter(({ state }) => state === 'running' || state === 'starting');
  const serves = ({ services }: GoServerOfLens): boolean => service === undefined || services.includes(service);
  const running = servers.find(serves);
  if (running !== undefined) return whileRunning(l10n, running);
  const [older] = servers;
  if (older !== undefined && service !== undefined) return [restart(l10n, older, service)];
  if (folders.length === 0) return [];
  // If there are several programs, the command lets the user pick one.
  const argument: ProgramArgument = { programs: folders };
  return [
    {
      title: `$(play) ${l10n.t('Run Go server')}`,
      command: 'grpcWorkbench.runGoServer',
      arguments: [argument],
    },
  ];
}

function whileRunning(l10n: Localize, server: GoServerOfLens): readonly LensCommand[] {
  return [
    defined({
      title: titleOf(l10n, server),
      tooltip: tooltipOf(l10n, server),
      command: 'grpcWorkbench.showServerLog',
      arguments: [server],
    }),
    {
      title: `$(debug-stop) ${l10n.t('Stop')}`,
      tooltip: l10n.t('Stop the Go server "{0}"', server.label),
      command: 'grpcWorkbench.stopServer',
      arguments: [server],
    },
  ];
}

/** The lens that restarts a server. The program has the service now, but the running server was started before that. */
function restart(l10n: Localize, server: GoServerOfLens, service: string): LensCommand {
  const name = service.slice(service.lastIndexOf('.') + 1);
  return {
    title: `$(debug-restart) ${l10n.t('Restart Go server to serve {0}', name)}`,
    tooltip: l10n.t('The Go server "{0}" was started before it had {1}.', server.label, name),
    command: 'grpcWorkbench.restartServer',
    arguments: [server],
  };
}

function titleOf(l10n: Localize, { state, address }: GoServerOfLens): string {
  if (state === 'starting') return `$(loading~spin) ${l10n.t('Go server is starting')}`;
  if (address === undefined) return l10n.t('● Go server is running');
  return l10n.t('● Go {0}', address.slice(address.lastIndexOf(':')));
}

/** The title is short, because beside a panel there is little room for a line of lenses. */
function tooltipOf(l10n: Localize, { state, address, label }: GoServerOfLens): string | undefined {
  if (state === 'starting' || address === undefined) return undefined;
  return l10n.t('The Go server "{0}" is running on {1}.', label, address);
}
