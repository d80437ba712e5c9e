/**
 * Replaces the lens that starts a local server while a server serves the service. The new lens shows the address, and a
 * second lens stops the server.
 */
import type { l10n } from 'vscode';
import type { NameInFile } from '../../../contract/languageServer.ts';
import { isNameInFile } from '../../shared/nameInFile.ts';
import type { LensCommand } from '../lensCommand.ts';
import type { LocalServer } from './localServer.ts';

type Localize = Pick<typeof l10n, 't'>;

/** The part of a local server that its lens shows. */
export type ServerOfLens = Pick<LocalServer, 'address' | 'label'>;

/** Returns the service that a lens starts a server for, or undefined if the lens does not start a server. */
export function startedBy(lens: LensCommand): NameInFile | undefined {
  const subject = lens.arguments?.[0];
  if (lens.command !== 'grpcWorkbench.startServer' || !isNameInFile(subject)) return undefined;
  return subject;
}

/** Returns the lenses in the place of a lens that starts a server. Without a running server, returns that lens. */
export function withServer(
  l10n: Localize,
  lens: LensCommand,
  server: ServerOfLens | undefined,
): readonly LensCommand[] {
  if (server?.address === undefined) return [lens];
  // Titles are short, because beside a panel there is little room for a line of lenses. The tooltips have all words.
  const port = server.address.slice(server.address.lastIndexOf(':'));
  const tooltip = l10n.t('"{0}" is served on {1}.', server.label, server.address);
  return [
    {
      title: l10n.t('● Local {0}', port),
      tooltip,
      command: 'grpcWorkbench.showServerLog',
      arguments: [server],
    },
    {
      title: `$(debug-stop) ${l10n.t('Stop')}`,
      tooltip: l10n.t('Stop the local server "{0}" on {1}', server.label, server.address),
      command: 'grpcWorkbench.stopServer',
      arguments: [server],
    },
  ];
}

/** Returns a text that changes when the lenses must change. The end of a call, for example, does not change it. */
export function lensState(servers: readonly Pick<LocalServer, 'id' | 'state' | 'address' | 'services'>[]): string {
  const running = servers.filter(({ state }) => state === 'running');
  return JSON.stringify(running.map(({ id, address, services }) => [id, address, services]));
}
