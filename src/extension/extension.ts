/**
 * Starts the extension: creates its components and connects them. Nothing in this file waits, so activation is fast.
 */
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { createSchemaClient } from './client/createSchemaClient.ts';
import { createLanguageStatus } from './client/languageStatus.ts';
import { lookAgainAfterOthers } from './client/lookAgain.ts';
import {
  goToClientUses,
  goToImplementation,
  goToProto,
  registerGoImplementations,
  type GoTargets,
} from './go/commands.ts';
import { addImportRoot, typeInTerminal } from './commands/importCommands.ts';
import { showReferences } from './commands/showReferences.ts';
import { newGreeterProject } from './commands/newGreeterProject.ts';
import { followImports } from './tree/onImport.ts';
import { copyFullName, explainImport, revealInSource, searchSchema } from './tree/commands.ts';
import {
  copyServerAddress,
  restartServer,
  serverActions,
  showServerLog,
  startServer,
  stopServer,
} from './servers/commands.ts';
import { Runs } from './go/runs.ts';
import { registerGoLenses } from './go/lenses.ts';
import { Counterparts } from './go/counterparts.ts';
import { registerAnswerHover } from './panel/answerHover.ts';
import { PanelManager } from './panel/panelManager.ts';
import { createPanelServices } from './panel/panelServices.ts';
import { Runner } from './shared/runner.ts';
import { createGoServers } from './servers/go/createGoServers.ts';
import { createLocalServers } from './servers/local/createLocalServers.ts';
import { runGoServer, type RunArgument } from './servers/go/goCommands.ts';
import { registerProgramLenses } from './servers/go/goLenses.ts';
import { ServerLenses } from './servers/local/lensChanges.ts';
import { Servers, type Server } from './servers/servers.ts';
import { ServersView } from './servers/serversView.ts';
import { createStatusBarItem } from './servers/statusBar.ts';
import type { SchemaScope } from '../contract/languageServer.ts';
import type { SchemaNode } from '../contract/schemaNode.ts';
import { methodFor, moduleFor, type CommandArgument } from './shared/commandSubject.ts';
import { SchemaTree } from './tree/schemaTree.ts';
import { later } from './shared/later.ts';
import { showError } from './shared/notify.ts';
import { watchOtherExtensions } from './others/otherExtensions.ts';
import { OnDemand } from './shared/onDemand.ts';
import { orTell } from './shared/orTell.ts';
import { requireTrust } from './shared/trust.ts';

// What `deactivate` has to finish. VS Code calls `deactivate` separately from `activate`, and waits only for
// `deactivate`.
let finish: (() => Promise<unknown>) | undefined;

/**
 * Milliseconds that storing may take while the window closes. A disk that does not answer must not keep the window
 * open.
 */
const STORING_PATIENCE = 1000;

/**
 * VS Code calls this function once, when one of the activation events of package.json happens. It registers all
 * features and starts the language server in the background.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('gRPC Workbench', { log: true });
  const lenses = new ServerLenses();
  const client = createSchemaClient(context, log, lenses);
  const runner = new Runner({ module: context.asAbsolutePath('dist/runner.js'), log, l10n: vscode.l10n });
  const goCounterparts = new Counterparts(runner, client, log);
  const go = createGoServers(goCounterparts, log);
  const servers = new Servers(createLocalServers(context, client, log), go.servers);
  lenses.follow(servers.local, () => client.modules());
  // VS Code shows an error in a view that has no data provider, so we create the tree first.
  const tree = new SchemaTree(client, context);
  const view = vscode.window.createTreeView('grpcWorkbench.schema', { treeDataProvider: tree, showCollapseAll: true });
  tree.waitIn(view);
  tree.rememberRowsOf(view);
  const serversView = vscode.window.createTreeView('grpcWorkbench.servers', {
    treeDataProvider: new ServersView(servers),
  });
  const dist = context.asAbsolutePath('dist');
  const generation = new OnDemand(async () => {
    const { Generation } = await import('./go/generation.ts');
    return new Generation({ client, runner, log, dist });
  });
  const panelParts = { client, runner, servers, counterparts: goCounterparts };
  const panels = new PanelManager(context, (subject) => createPanelServices(panelParts, subject), log);
  finish = () => Promise.all([client.stop(), Promise.race([panels.stored(), setTimeout(STORING_PATIENCE)])]);
  context.subscriptions.push(
    log,
    client,
    lenses,
    createLanguageStatus(client),
    lookAgainAfterOthers(client, log),
    runner,
    generation,
    goCounterparts,
    go.tasks,
    followImports(log),
    servers,
    panels,
    registerAnswerHover(client, panels.answers),
    tree,
    view,
    serversView,
    later(
      [
        () => watchOtherExtensions(client, context, log),
        () => registerGoLenses(client, goCounterparts),
        () => registerGoImplementations(goCounterparts),
        () => registerProgramLenses(client, goCounterparts, servers.go),
        () => createStatusBarItem(servers),
      ],
      (line) => log.error(line),
    ),
  );

  const command = (name: string, run: (argument?: never) => unknown): void => {
    context.subscriptions.push(
      vscode.commands.registerCommand(`grpcWorkbench.${name}`, (argument?: never) =>
        orTell(() => run(argument), showError),
      ),
    );
  };
  const generations = new Runs<SchemaScope>(async (scope, run) => (await generation.get()).generateGo(scope, run));
  command('generateGo', async (argument: CommandArgument) => {
    if (!(await requireTrust(vscode.l10n.t('Generating code')))) return;
    const scope = await moduleFor(client, argument, vscode.l10n.t('Generate Go for which folder?'));
    if (scope) await generations.start(scope);
  });
  command('acceptProposal', () => generation.made?.proposals.answer(true));
  command('discardProposal', () => generation.made?.proposals.answer(false));
  command('proposalActions', () => generation.made?.proposals.choose());
  command('sendRequest', async (argument: CommandArgument) => {
    if (!(await requireTrust(vscode.l10n.t('Sending a request')))) return;
    const method = await methodFor(client, argument);
    if (method !== undefined) panels.open(method);
  });
  command('startServer', (argument: CommandArgument) => startServer(client, servers, argument));
  command('runGoServer', (argument: RunArgument) => runGoServer(goCounterparts, servers, argument));
  command('stopServer', (server?: Server) => stopServer(servers, server));
  command('restartServer', (server?: Server) => restartServer(servers, server));
  command('startServerAgain', (server?: Server) => restartServer(servers, server));
  command('removeServer', (server?: Server) => server && servers.remove(server));
  command('copyServerAddress', (server?: Server) => copyServerAddress(servers, server));
  command('showServerLog', (server?: Server) => showServerLog(servers, server));
  command('serverActions', () => serverActions(servers));
  command('searchSchema', () => searchSchema({ client, view, extensionUri: context.extensionUri }));
  command('refreshSchema', async () => {
    await client.rescan();
    tree.drawAll();
  });
  command('copyFullName', (node?: SchemaNode) => copyFullName(node));
  command('revealInSource', (node?: SchemaNode) => revealInSource(client, node));
  command('goToImplementation', (targets?: GoTargets) => goToImplementation(goCounterparts, targets));
  command('goToClientUses', () => goToClientUses(goCounterparts));
  command('goToProto', (targets?: GoTargets) => goToProto(client, goCounterparts, targets));
  command('newGreeterProject', () => newGreeterProject(context.extensionUri));
  command('newServiceFile', async () => {
    const { newServiceFile } = await import('./commands/newServiceFile.ts');
    await newServiceFile(client);
  });
  command('explainImport', () => explainImport(client));
  command('addImportRoot', (argument?: unknown) => addImportRoot(argument));
  command('typeInTerminal', (argument?: unknown) => typeInTerminal(argument));
  command('moveDeclarations', async (where?: unknown) => {
    const { moveDeclarations } = await import('./commands/moveDeclarations.ts');
    await moveDeclarations(client, where);
  });
  command('showReferences', (place?: unknown) => showReferences(place));
  command('restartLanguageServer', () => client.restart());
  command('showLog', () => log.show());

  // We do not wait for the language server, which takes some time to start. The client tells the user if it fails.
  client.startInBackground();
}

/**
 * VS Code calls this function when the window closes, and waits for it. It stops the language server and stores the
 * remaining state of the panels, which may take at most a second.
 */
export async function deactivate(): Promise<void> {
  await finish?.();
}
