/** Commands about local servers. Without an argument they are about the one that runs, or the one that a person picks. */
import * as vscode from 'vscode';
import { askInformation } from '../shared/notify.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { LocalServer } from './localServer.ts';
import type { LocalServers } from './localServers.ts';
import { moduleFor, type CommandArgument } from '../shared/commandSubject.ts';
import { requireTrust } from '../shared/trust.ts';

/** Starts the local server of a module, and offers to copy its address. */
export async function startServer(
  client: SchemaClient,
  servers: LocalServers,
  argument: CommandArgument,
): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Starting a server')))) return;
  const scope = await moduleFor(client, argument);
  if (!scope) return;
  const started = await servers.start(scope);
  // The user was told why, where there is more to it than a stop.
  if (started.kind === 'failed') return;
  const { server } = started;
  const copy = vscode.l10n.t('Copy Address');
  const answer = await askInformation(vscode.l10n.t('{0} is served on {1}.', server.label, started.address), copy);
  if (answer === copy) await copyServerAddress(servers, server);
}

/** Stops a server that runs. */
export async function stopServer(servers: LocalServers, argument?: LocalServer): Promise<void> {
  await (await pick(servers, argument, (server) => server.state !== 'stopped'))?.stop();
}

/** Stops a server and starts it again. */
export async function restartServer(servers: LocalServers, argument?: LocalServer): Promise<void> {
  const server = await pick(servers, argument, () => true);
  if (server && (await requireTrust(vscode.l10n.t('Starting a server')))) await servers.restart(server);
}

/** Copies `host:port` of a server that runs. */
export async function copyServerAddress(servers: LocalServers, argument?: LocalServer): Promise<void> {
  const server = await pick(servers, argument, (candidate) => candidate.address !== undefined);
  if (server?.address === undefined) return;
  await vscode.env.clipboard.writeText(server.address);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', server.address), 3000);
}

/** Shows the output channel of a server. */
export async function showServerLog(servers: LocalServers, argument?: LocalServer): Promise<void> {
  (await pick(servers, argument, () => true))?.output.show(true);
}

/** What the status-bar item opens. */
export async function serverActions(servers: LocalServers): Promise<void> {
  const server = await pick(servers, undefined, (candidate) => candidate.state === 'running');
  if (!server) return;
  const actions = [
    {
      label: `$(copy) ${vscode.l10n.t('Copy Address')}`,
      description: server.address ?? '',
      run: () => copyServerAddress(servers, server),
    },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, run: () => showServerLog(servers, server) },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart')}`, run: () => restartServer(servers, server) },
    { label: `$(debug-stop) ${vscode.l10n.t('Stop')}`, run: () => stopServer(servers, server) },
  ];
  const picked = await vscode.window.showQuickPick(actions, { placeHolder: server.label });
  await picked?.run();
}

async function pick(
  servers: LocalServers,
  argument: LocalServer | undefined,
  fits: (server: LocalServer) => boolean,
): Promise<LocalServer | undefined> {
  if (argument instanceof LocalServer) return argument;
  const [first, ...more] = servers.all().filter(fits);
  if (!first || more.length === 0) return first;
  const items = [first, ...more].map((server) => ({ label: server.label, description: server.address ?? '', server }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which server?') }))?.server;
}
