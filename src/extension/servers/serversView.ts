/** The servers view: what runs, where, and how much it was used. */
import * as vscode from 'vscode';
import type { LocalServer } from './localServer.ts';
import type { LocalServers } from './localServers.ts';

/** One row per server, without rows below. */
export class ServersView implements vscode.TreeDataProvider<LocalServer> {
  readonly #servers: LocalServers;
  readonly onDidChangeTreeData: LocalServers['onDidChange'];

  constructor(servers: LocalServers) {
    this.#servers = servers;
    this.onDidChangeTreeData = servers.onDidChange;
  }

  getChildren(parent?: LocalServer): LocalServer[] {
    if (parent) return [];
    return [...this.#servers.all()];
  }

  getTreeItem(server: LocalServer): vscode.TreeItem {
    const item = new vscode.TreeItem(server.label);
    item.id = server.id;
    item.contextValue = server.state === 'stopped' ? 'server.stopped' : 'server.running';
    item.iconPath = icon(server);
    item.description = description(server);
    item.tooltip = tooltip(server);
    item.command = { command: 'grpcWorkbench.showServerLog', title: vscode.l10n.t('Show Log'), arguments: [server] };
    return item;
  }
}

function icon(server: LocalServer): vscode.ThemeIcon {
  if (server.state === 'starting' || server.state === 'stopping') return new vscode.ThemeIcon('loading~spin');
  if (server.state === 'stopped') return new vscode.ThemeIcon('circle-outline');
  if (server.outdated !== undefined || server.leftOut !== undefined)
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('testing.iconPassed'));
}

function description(server: LocalServer): string {
  switch (server.state) {
    case 'starting':
      return vscode.l10n.t('starting');
    case 'stopping':
      return vscode.l10n.t('stopping');
    case 'stopped':
      return [server.address, vscode.l10n.t('stopped')].filter((part) => part !== undefined).join('  ');
    case 'running':
      return [server.address ?? '', doing(server)].join('  ');
  }
}

function doing(server: LocalServer): string {
  if (server.outdated !== undefined) return vscode.l10n.t('schema has an error, serving the last good one');
  if (server.leftOut !== undefined) return server.leftOut;
  if (server.calls === 1) return vscode.l10n.t('1 call');
  return vscode.l10n.t('{0} calls', server.calls);
}

function tooltip(server: LocalServer): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(server.address ?? server.label);
  for (const service of server.services) text.appendMarkdown('\n- ').appendText(service);
  for (const lack of [server.outdated, server.leftOut])
    if (lack !== undefined) text.appendMarkdown('\n\n').appendText(lack);
  return text;
}
