/**
 * The status-bar item for servers. It is visible while a server is running, and a click shows the actions for the
 * server.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { Servers } from './servers.ts';

/** Creates the status-bar item and updates it when servers change. */
export function createStatusBarItem(servers: Servers): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('grpcWorkbench.servers', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('gRPC servers');
  item.command = 'grpcWorkbench.serverActions';
  const show = (): void => {
    const running = servers.all().filter((server) => server.state === 'running');
    const context = vscode.commands.executeCommand('setContext', 'grpcWorkbench.hasServers', servers.all().length > 0);
    inBackground(context, 'The commands of servers were not shown or hidden', (line) => console.error(line));
    const [first, ...more] = running;
    if (!first) {
      item.hide();
      return;
    }
    const port = first.address?.slice(first.address.lastIndexOf(':')) ?? '';
    item.text =
      more.length === 0
        ? `$(zap) ${first.label} ${port}`
        : `$(zap) ${vscode.l10n.t('{0} gRPC servers', running.length)}`;
    item.tooltip = running.map((server) => `${server.label} ${server.address ?? ''}`).join('\n');
    item.show();
  };
  const subscription = servers.onDidChange(show);
  show();
  return vscode.Disposable.from(item, subscription);
}
