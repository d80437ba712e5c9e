/** Makes the local servers of the window from VS Code's own parts. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { askError } from '../../shared/notify.ts';
import type { SchemaScope } from '../../../contract/languageServer.ts';
import type { SchemaClient, SchemaSet } from '../../client/languageClient.ts';
import { hideMessages } from '../../shared/notify.ts';
import { showLeftOut, showProblem } from '../../shared/problems.ts';
import { setting } from '../../shared/settings.ts';
import { LocalServer } from './localServer.ts';
import { LocalServers } from './localServers.ts';

/** The servers of the window; none runs yet. */
export function createLocalServers(
  context: vscode.ExtensionContext,
  client: SchemaClient,
  log: vscode.LogOutputChannel,
): LocalServers {
  const descriptorSet = (scope: SchemaScope): Promise<SchemaSet | undefined> =>
    client.descriptorSet(scope, { sourceInfo: false });
  const create = (folder: string): LocalServer => {
    return new LocalServer(folder, {
      module: context.asAbsolutePath('dist/localServer.js'),
      descriptorSet,
      onDidChangeSchema: (listener) => client.onDidChangeSchema(() => listener()),
      output: vscode.window.createOutputChannel(vscode.l10n.t('gRPC server: {0}', basename(folder))),
      l10n: vscode.l10n,
    });
  };
  return new LocalServers({
    create,
    moduleFolder: async (scope) => (await descriptorSet(scope))?.module.folder,
    port: (folder) => setting('server.port', vscode.Uri.file(folder)),
    ask: askError,
    showProblem,
    showLeftOut,
    hideMessages,
    l10n: vscode.l10n,
    log: (line) => log.error(line),
  });
}
