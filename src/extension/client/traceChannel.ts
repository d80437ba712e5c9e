/**
 * Makes the setting `grpcWorkbench.trace.server` enough to show the messages of the language server. The client library
 * also wants the channel's log level at Trace, which users would not expect. So this channel reports that level while
 * the setting is on.
 */
import * as vscode from 'vscode';
import { setting } from '../shared/settings.ts';

/** Creates a channel that writes to `log`. The context disposes of the channel. */
export function createTraceChannel(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): vscode.LogOutputChannel {
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('grpcWorkbench.trace.server')) changed.fire(level());
    }),
  );
  return Object.create(log, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (message: string) => log.info(message) },
  }) as vscode.LogOutputChannel;
}

function level(): vscode.LogLevel {
  if (setting('trace.server') === 'off') return vscode.LogLevel.Info;
  return vscode.LogLevel.Trace;
}
