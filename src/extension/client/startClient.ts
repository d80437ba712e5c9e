/**
 * Starts one language server and its client. The extension loads this file when it starts a server, because the client
 * library is most of its code and activation should not wait for it.
 */
import * as vscode from 'vscode';
import {
  CloseAction,
  CodeLensRequest,
  DocumentFormattingRequest,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type DocumentSelector,
  type LanguageClientOptions,
  type Middleware,
} from 'vscode-languageclient/node';
import { inBackground } from '../../base/background.ts';
import { startProcess, type ChildProcess } from '../../host/processes/child.ts';
import type { Launch } from '../../host/processes/lifeCycle.ts';
import { describeExit } from '../shared/childWords.ts';
import { Confirmation } from './confirmation.ts';
import { tellOfDeletedFiles } from './deletedFiles.ts';
import { isSwitchedOff, wantedDiagnostics } from './editingSwitch.ts';
import { sayWhyNotFormatted } from './notFormatted.ts';

/** What the start of a language server needs. */
export interface ClientOptions {
  /** The path of the language server's bundle. */
  readonly module: string;
  readonly log: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  readonly lenses: LensChanges;
}

/** Replaces lenses of the language server with lenses of the extension. */
export interface LensChanges {
  /** Returns the lenses to show in the place of this lens. */
  replace(lens: vscode.CodeLens): Promise<vscode.CodeLens[]>;
  readonly onDidChange: (listener: () => void) => { dispose(): void };
}

/**
 * A client without the library's own error messages. The life cycle of the process tells the user what happened, in one
 * message.
 */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Starts the server and its client. Resolves once the server is initialized. `prepare` runs before the start, so that
 * the client misses no notification.
 */
export async function startClient(
  { module, log, trace, lenses }: ClientOptions,
  launch: Launch,
  prepare: (client: LanguageClient) => void,
): Promise<LanguageClient> {
  const server = startProcess(module, {
    args: ['--node-ipc'],
    execArgv: isDebugged() ? ['--nolazy', '--inspect=6010'] : [],
    serialization: 'json',
    onExit: (code) => launch.died(describeExit(vscode.l10n, code)),
    onStderr: (text) => log.warn(text.trimEnd()),
  });
  const { reader, writer } = server;
  const confirmation = new Confirmation(() => client);
  const options = clientOptions({ log, trace, lenses }, confirmation, () => client);
  const client: LanguageClient = new QuietClient(
    'grpcWorkbench',
    'gRPC Workbench',
    () => Promise.resolve({ reader, writer }),
    options,
  );
  const listening = lenses.onDidChange(() => askForLensesAgain(client));
  launch.own({
    get connected() {
      return server.connected;
    },
    dispose: () => {
      listening.dispose();
      confirmation.dispose();
      return end(client, server);
    },
  });
  prepare(client);
  await client.start();
  inBackground(tellOfDeletedFiles(client), 'The server was not told of deleted files', (line) => log.warn(line));
  return client;
}

/**
 * Selects the documents that the user edits. A document of another scheme is not a file of the folder: the left side of
 * a diff, for example, is an older text.
 */
const DOCUMENTS: DocumentSelector = ['file', 'untitled'].flatMap((scheme) =>
  ['proto', 'proto3'].map((language) => ({ scheme, language })),
);

function clientOptions(
  { log, trace, lenses }: Omit<ClientOptions, 'module'>,
  confirmation: Confirmation,
  client: () => LanguageClient,
): LanguageClientOptions {
  return {
    documentSelector: DOCUMENTS,
    outputChannel: log,
    traceOutputChannel: trace,
    // The library has written the error to the log. A log that opens by itself would take the focus from the user.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: {
      suggestCommand: 'editor.action.triggerSuggest',
      importCommands: true,
      trusted: vscode.workspace.isTrusted,
    },
    middleware: {
      sendRequest: async (type, params, token, next) => {
        const method = typeof type === 'string' ? type : type.method;
        if (isSwitchedOff(method)) return null as never;
        return confirmation.reply(method, () => next(type, params, token));
      },
      workspace: { handleApplyEdit: (params) => confirmation.apply(params) },
      provideDocumentFormattingEdits: formatting(client, log),
      handleDiagnostics: (uri, diagnostics, next) => next(uri, wantedDiagnostics(diagnostics)),
      provideCodeLenses: async (document, token, next) => {
        const found = (await next(document, token)) ?? [];
        return (await Promise.all(found.map((lens) => lenses.replace(lens)))).flat();
      },
    },
    initializationFailedHandler: () => false,
    // The library must not restart the server, because the life cycle of the process does.
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  };
}

/** The reason comes after the reply, which nobody has to wait for. */
function formatting(
  client: () => LanguageClient,
  log: vscode.LogOutputChannel,
): NonNullable<Middleware['provideDocumentFormattingEdits']> {
  return async (document, options, token, next) => {
    const edits = await next(document, options, token);
    const isRefused = !edits && !token.isCancellationRequested && !isSwitchedOff(DocumentFormattingRequest.method);
    if (isRefused)
      inBackground(sayWhyNotFormatted(client(), document), 'A reason was not told', (line) => log.warn(line));
    return edits;
  };
}

/** The editor asks a provider again if the provider fires its event. There may be one provider per kind of document. */
function askForLensesAgain(client: LanguageClient): void {
  const feature = client.getFeature(CodeLensRequest.method);
  const providers = new Set(vscode.workspace.textDocuments.map((document) => feature.getProvider(document)));
  for (const provider of providers) provider?.onDidChangeCodeLensEmitter.fire();
}

/**
 * Stops the client, and then ends the server's process. A client alone is not enough: it cannot stop while it starts,
 * and it would wait for a server that hangs.
 */
async function end(client: LanguageClient, server: ChildProcess): Promise<void> {
  try {
    // A client cleans up by itself once its process has ended.
    if (server.connected) await client.dispose(2000);
  } catch {
    // The library has written this error to the log.
  }
  await server.dispose();
}

function isDebugged(): boolean {
  return process.execArgv.some((argument) => /^--(?:inspect|debug)/.test(argument));
}
