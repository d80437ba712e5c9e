/** The lenses above a service and above `func main`, which run its Go server, or say where it runs. */
import type { l10n } from 'vscode';
import type { LensCommand } from '../lensCommand.ts';
import type { GoServer } from './goServer.ts';

/** The export of strings looks for an import of `l10n`. */
type Localize = Pick<typeof l10n, 't'>;

/** The argument of `grpcWorkbench.runGoServer` from a lens: the folder of a program's package. */
export interface ProgramArgument {
  readonly program: string;
}

/** The visible part of a server. */
export type GoServerOfLens = Pick<GoServer, 'state' | 'address' | 'label'>;

/** `folders` are the folders of the programs. `of` returns the server of a folder, if it was ever started. */
export function programLenses(
  l10n: Localize,
  folders: readonly string[],
  of: (folder: string) => GoServerOfLens | undefined,
): readonly LensCommand[] {
  const servers = folders.flatMap((folder) => of(folder) ?? []);
  const running = servers.find(({ state }) => state === 'running' || state === 'starting');
  if (running !== undefined) return whileRunning(l10n, running);
  const [first] = folders;
  if (first === undefined) return [];
  const argument: ProgramArgument = { program: first };
  return [
    {
      title: `$(play) ${l10n.t('Run Go server')}`,
      command: 'grpcWorkbench.runGoServer',
      // If there are several, the user picks one.
      arguments: folders.length === 1 ? [argument] : [],
    },
  ];
}

function whileRunning(l10n: Localize, server: GoServerOfLens): readonly LensCommand[] {
  return [
    { title: titleOf(l10n, server), command: 'grpcWorkbench.showServerLog', arguments: [server] },
    {
      title: `$(debug-stop) ${l10n.t('Stop Go server')}`,
      tooltip: l10n.t('Stop the Go server {0}', server.label),
      command: 'grpcWorkbench.stopServer',
      arguments: [server],
    },
  ];
}

function titleOf(l10n: Localize, { state, address }: GoServerOfLens): string {
  if (state === 'starting') return `$(loading~spin) ${l10n.t('Go server is starting')}`;
  if (address === undefined) return l10n.t('● Go server is running');
  return l10n.t('● Go server on {0}', address.slice(address.lastIndexOf(':')));
}
