/** Creates the local servers of the window and connects them to the API of VS Code. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { askError } from '../../shared/notify.ts';
import type { SchemaScope } from '../../../contract/languageServer.ts';
import type { SchemaClient, SchemaSet } from '../../client/languageClient.ts';
import { moduleName } from '../../shared/moduleName.ts';
import { hideMessages } from '../../shared/notify.ts';
import { showLeftOut, showProblem } from '../../shared/problems.ts';
import { setting } from '../../shared/settings.ts';
import { LocalServer } from './localServer.ts';
import { LocalServers } from './localServers.ts';

/** Creates the local servers of the window. No server is running yet. */
export function createLocalServers(
  context: vscode.ExtensionContext,
  client: SchemaClient,
  log: vscode.LogOutputChannel,
): LocalServers {
  const descriptorSet = (scope: SchemaScope): Promise<SchemaSet | undefined> =>
    client.descriptorSet(scope, { sourceInfo: false });
  const create = (folder: string): LocalServer => {
    const label = serverLabel(folder);
    return new LocalServer(folder, {
      label,
      module: context.asAbsolutePath('dist/localServer.js'),
      descriptorSet,
      onDidChangeSchema: (listener) => client.onDidChangeSchema(() => listener()),
      output: vscode.window.createOutputChannel(vscode.l10n.t('gRPC server: {0}', label)),
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

/**
 * The name of a local server. Folders of several modules often have the same name, such as `proto`, so the name
 * contains more of the path.
 */
function serverLabel(folder: string): string {
  const isOnly = (vscode.workspace.workspaceFolders?.length ?? 0) < 2;
  if (isOnly) return basename(folder);
  return moduleName(folder);
}
