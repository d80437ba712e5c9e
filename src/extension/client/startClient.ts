/** Makes the language client. Loaded when it is started: the library is most of the extension's code, and activation does not wait for it. */
import type * as vscode from 'vscode';
import {
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { createTraceChannel } from './traceChannel.ts';

export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath('dist/languageServer.js');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6010'] } },
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: 'proto' }, { language: 'proto3' }],
    outputChannel: log,
    traceOutputChannel: createTraceChannel(context, log),
    // The log says what was wrong; a panel that opens by itself only takes the person's place away.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { suggestCommand: 'editor.action.triggerSuggest', importCommands: true },
  };
  return new LanguageClient('grpcWorkbench', 'gRPC Workbench', serverOptions, clientOptions);
}
