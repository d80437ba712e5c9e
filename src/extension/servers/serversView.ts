/** The Servers view. It shows each server with its address, its state and its number of calls. */
import * as vscode from 'vscode';
import type { GoServer } from './go/goServer.ts';
import type { LocalServer } from './local/localServer.ts';
import type { Server, Servers } from './servers.ts';

/** The data of the view: one row per server, and no rows inside rows. */
export class ServersView implements vscode.TreeDataProvider<Server> {
  readonly #servers: Servers;
  readonly onDidChangeTreeData: Servers['onDidChange'];

  constructor(servers: Servers) {
    this.#servers = servers;
    this.onDidChangeTreeData = servers.onDidChange;
  }

  getChildren(parent?: Server): Server[] {
    if (parent) return [];
    return [...this.#servers.all()];
  }

  getTreeItem(server: Server): vscode.TreeItem {
    const item = new vscode.TreeItem(rowLabel(server));
    item.id = `${server.kind} ${server.id}`;
    item.contextValue = contextOf(server);
    item.iconPath = icon(server);
    item.description = description(server);
    item.tooltip = tooltip(server);
    return item;
  }
}

/**
 * The label of a row. A local server and a Go server of one module have similar names, so the label says which kind it
 * is, as in the panel.
 */
function rowLabel({ kind, label }: Server): string {
  if (kind === 'go') return vscode.l10n.t('{0} · Go', label);
  return vscode.l10n.t('{0} · local', label);
}

/** The context value of a row, which the menus of package.json test. */
function contextOf({ state, address }: Server): string {
  const doing = state === 'stopped' ? 'server.stopped' : 'server.running';
  return address === undefined ? doing : `${doing}.addressed`;
}

function icon(server: Server): vscode.ThemeIcon {
  if (server.state === 'starting' || server.state === 'stopping') return new vscode.ThemeIcon('loading~spin');
  if (server.state === 'stopped') return stoppedIcon(server);
  if (lacksOf(server).length > 0)
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('testing.iconPassed'));
}

function stoppedIcon(server: Server): vscode.ThemeIcon {
  if (server.failure !== undefined) return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  return new vscode.ThemeIcon('circle-outline');
}

function description(server: Server): string {
  return [server.address, doing(server)].filter((part) => part !== undefined && part !== '').join('  ');
}

function doing(server: Server): string {
  switch (server.state) {
    case 'starting':
      return vscode.l10n.t('starting');
    case 'stopping':
      return vscode.l10n.t('stopping');
    case 'stopped':
      return server.failure ?? vscode.l10n.t('stopped');
    case 'running':
      return server.kind === 'go' ? running(server) : serving(server);
  }
}

function running({ address }: GoServer): string {
  if (address === undefined) return vscode.l10n.t('running, address not known');
  return vscode.l10n.t('running');
}

function serving(server: LocalServer): string {
  if (server.outdated !== undefined)
    return vscode.l10n.t('the schema has an error, so the server uses the last good one');
  if (server.leftOut !== undefined) return server.leftOut;
  if (server.calls === 1) return vscode.l10n.t('1 call');
  return vscode.l10n.t('{0} calls', server.calls);
}

/** Sentences about what a running server lacks: services that it does not serve, or a known address. */
function lacksOf(server: Server): readonly string[] {
  if (server.kind === 'local') return [server.outdated, server.leftOut].filter((lack) => lack !== undefined);
  if (server.state !== 'running' || server.address !== undefined) return [];
  return [
    vscode.l10n.t(
      'This program does not listen on the address in GRPC_ADDR, so its address is not known here. Type its address in the panel.',
    ),
  ];
}

function tooltip(server: Server): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(server.address ?? server.label);
  for (const service of server.services) text.appendMarkdown('\n- ').appendText(service);
  for (const lack of lacksOf(server)) text.appendMarkdown('\n\n').appendText(lack);
  return text;
}
