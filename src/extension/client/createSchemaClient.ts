/** Creates the client of the language server and connects it to the API of VS Code. */
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { askError, hideMessages } from '../shared/notify.ts';
import { reading, schemaChanged } from '../../contract/languageServer.ts';
import { inBackground } from '../../base/background.ts';
import { languageServerWords } from '../shared/childWords.ts';
import { SchemaClient } from './languageClient.ts';
import type { LensChanges } from './startClient.ts';
import { createTraceChannel } from './traceChannel.ts';

/** Creates the client, but does not start it. `startInBackground` starts it. */
export function createSchemaClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  lenses: LensChanges,
): SchemaClient {
  const module = context.asAbsolutePath('dist/languageServer.js');
  const trace = createTraceChannel(context, log);
  /**
   * Whether a message about a failed language server may still be open. We close that message once the server runs
   * again.
   */
  let isToldOfFailure = false;
  const schemaClient = new SchemaClient({
    connect: async (launch, listener) => {
      // We let other extensions that activate in this window go first. The client library alone takes longer to load
      // than all our own code.
      await setImmediate();
      const { startClient } = await import('./startClient.ts');
      launch.signal.throwIfAborted();
      return startClient({ module, log, trace, lenses }, launch, (client) => {
        client.onNotification(schemaChanged, listener.schemaChanged);
        client.onNotification(reading, listener.reading);
      });
    },
    words: languageServerWords(vscode.l10n),
    log,
    tell: (message) => {
      isToldOfFailure = true;
      inBackground(offerRestart(schemaClient, log, message), 'A failure was not told', (line) => log.error(line));
    },
    l10n: vscode.l10n,
  });
  schemaClient.onDidRead(() => {
    if (isToldOfFailure) hideMessages();
    isToldOfFailure = false;
  });
  return schemaClient;
}

async function offerRestart(client: SchemaClient, log: vscode.LogOutputChannel, message: string): Promise<void> {
  const restart = vscode.l10n.t('Restart');
  const show = vscode.l10n.t('Show Log');
  const answer = await askError(message, restart, show);
  if (answer === restart) await client.restart();
  if (answer === show) log.show();
}
