/**
 * The commands about servers. Without an argument, a command applies to the only suitable server. If several are
 * suitable, the user picks one.
 */
import * as vscode from 'vscode';
import { askInformation, showBriefly } from '../shared/notify.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { servedText } from './local/servedText.ts';
import type { Server, Servers } from './servers.ts';
import { moduleFor, nameIn, type CommandArgument } from '../shared/commandSubject.ts';
import { requireTrust } from '../shared/trust.ts';

/** Starts the local server of a module, and offers to copy the server's address. */
export async function startServer(client: SchemaClient, servers: Servers, argument: CommandArgument): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Starting a server')))) return;
  const scope = await moduleFor(client, argument, vscode.l10n.t('Serve which folder?'));
  if (!scope) return;
  const started = await servers.local.start(scope);
  // If the server did not start, the user has already read why, or has stopped the server.
  if (started.kind !== 'running') return;
  const { server } = started;
  const copy = vscode.l10n.t('Copy Address');
  const answer = await askInformation(servedText(vscode.l10n, server, started.address, nameIn(argument)), copy);
  if (answer === copy) await copyServerAddress(servers, server);
}

/** Stops a running server. */
export async function stopServer(servers: Servers, argument?: Server): Promise<void> {
  await (await pick(servers, argument, (server) => server.state !== 'stopped'))?.stop();
}

/** Stops a server and starts it again. */
export async function restartServer(servers: Servers, argument?: Server): Promise<void> {
  const server = await pick(servers, argument, () => true);
  if (server && (await requireTrust(vscode.l10n.t('Starting a server')))) await servers.restart(server);
}

/** Copies the address of a running server in the form `host:port`. */
export async function copyServerAddress(servers: Servers, argument?: Server): Promise<void> {
  const server = await pick(servers, argument, (candidate) => candidate.address !== undefined);
  if (server?.address === undefined) return;
  await vscode.env.clipboard.writeText(server.address);
  showBriefly(vscode.l10n.t('Copied {0}', server.address));
}

/** Shows the output of a server: the output channel of a local server, or the terminal of a Go server. */
export async function showServerLog(servers: Servers, argument?: Server): Promise<void> {
  (await pick(servers, argument, () => true))?.showLog();
}

/** Shows the list of actions that the status-bar item opens. */
export async function serverActions(servers: Servers): Promise<void> {
  const server = await pick(servers, undefined, (candidate) => candidate.state === 'running');
  if (server) await chooseAction(servers, server, server.label);
}

/**
 * Offers the actions for a server in a list. The list closes by itself, while a notification would still be there after
 * the server's state has changed.
 */
export async function chooseAction(servers: Servers, server: Server, placeHolder: string): Promise<void> {
  const copy = {
    label: `$(copy) ${vscode.l10n.t('Copy Address')}`,
    description: server.address ?? '',
    run: () => copyServerAddress(servers, server),
  };
  const actions = [
    ...(server.address === undefined ? [] : [copy]),
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, run: () => showServerLog(servers, server) },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart')}`, run: () => restartServer(servers, server) },
    { label: `$(debug-stop) ${vscode.l10n.t('Stop')}`, run: () => stopServer(servers, server) },
  ];
  const picked = await vscode.window.showQuickPick(actions, { placeHolder });
  await picked?.run();
}

async function pick(
  servers: Servers,
  argument: Server | undefined,
  fits: (server: Server) => boolean,
): Promise<Server | undefined> {
  const all = servers.all();
  if (argument !== undefined && all.includes(argument)) return argument;
  const [first, ...more] = all.filter(fits);
  if (!first || more.length === 0) return first;
  const items = [first, ...more].map((server) => ({ label: server.label, description: server.address ?? '', server }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which server?') }))?.server;
}
