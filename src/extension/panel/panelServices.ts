/** Gives request panels access to the rest of the extension: the schema, the servers, the runner and the user's Go. */
import * as vscode from 'vscode';
import { defined } from '../../base/defined.ts';
import type { SchemaClient, SchemaSet } from '../client/languageClient.ts';
import type { Counterpart } from '../../contract/generation.ts';
import type { SchemaNode, SourcePlace } from '../../contract/schemaNode.ts';
import type { Counterparts } from '../go/counterparts.ts';
import type { SchemaProblem, SchemaScope, ServiceInFile } from '../../contract/languageServer.ts';
import type { LocalServer as OfferedServer, MethodInFile, NamedServer } from '../../contract/panel/messages.ts';
import { fetchSet } from '../../host/processes/fetchSet.ts';
import { againIfGone } from '../shared/goneSets.ts';
import { foldersOnDisk } from '../shared/moduleName.ts';
import { foldersDeclaring, moduleAround, ownersOfGo } from '../shared/modules.ts';
import { hidingError } from './hiddenMethod.ts';
import { serviceOf } from './methodName.ts';
import type { MethodSchema, PanelServices, StartedServer } from './services.ts';
import { problemText } from '../shared/problemText.ts';
import type { Runner } from '../shared/runner.ts';
import type { LocalServer } from '../servers/local/localServer.ts';
import type { Server, Servers } from '../servers/servers.ts';
import { askWarning, showBriefly } from '../shared/notify.ts';
import { openSource } from '../shared/openSource.ts';
import { needsTrust } from '../shared/trust.ts';

/** The parts of the extension that panels use. */
export interface PanelParts {
  readonly client: SchemaClient;
  readonly runner: Runner;
  readonly servers: Servers;
  readonly counterparts: Counterparts;
}

/** Creates the services for one panel from the language server's client, the runner and the servers. */
export function createPanelServices(
  { client, runner, servers, counterparts }: PanelParts,
  subject: MethodInFile,
): PanelServices {
  let module = subject.module;
  const named = (service: string): ServiceInFile => defined({ service, file: subject.file });
  /**
   * Whether the Go at a path belongs to the panel's module. Another module may declare the same service and have its
   * own Go.
   */
  const isOwnGo = (path: string, service: string): boolean => {
    if (module === undefined) return true;
    const declaring = foldersDeclaring(client.knownModules, service);
    return declaring.length < 2 || ownersOfGo(path, declaring, foldersOnDisk()).includes(module);
  };
  const findSchema = async (method: string, known?: MethodSchema): Promise<MethodSchema> => {
    // Completion shows comments, and an edit that only moves lines must not send the schema again.
    const service = serviceOf(method);
    const scope = { kind: 'service', ...named(service) } as const;
    const [found] = await Promise.all([client.descriptorSet(scope, { sourceInfo: 'comments' }), client.modules()]);
    const schema = ofModule(found, subject.module);
    if (!schema) {
      const hidden = await hiddenMethod(client, method, subject.module);
      module = hidden.module ?? module;
      return hidden.schema;
    }
    module = schema.module.folder;
    const [problem] = schema.problems;
    if (problem) return { kind: 'missing', message: problemText(problem), place: problem.place };
    const { set: reference } = schema;
    const isKnown = known?.kind === 'schema' && known.reference.hash === reference.hash;
    // This must not be a Buffer, because messages to a webview keep only types of the web.
    const set = isKnown ? known.set : new Uint8Array(await fetchSet(reference));
    return { kind: 'schema', reference, set };
  };
  /** The row of the schema tree, which needs only the text of the method's file. */
  const findRow = async (method: string): Promise<SchemaNode | undefined> => {
    const rows = await client.find('method', method.replace('/', '.'));
    const own = rows.find(({ place }) => place?.uri === subject.file) ?? rows.find((row) => row.module === module);
    return own ?? rows[0];
  };
  const services: PanelServices = {
    async methodSchema(method, known) {
      const schema = await findSchema(method, known);
      if (schema.kind === 'schema') return schema;
      const row = await findRow(method);
      return defined({ ...schema, methodKind: row?.methodKind });
    },
    onDidChangeSchema: (listener) => client.onDidChangeSchema(() => listener()),
    localServers(method) {
      const service = serviceOf(method);
      const serving = servers.serving(service, module, ({ id }) => isOwnGo(id, service)).flatMap(addressed);
      const lacking = servers.local
        .all()
        .filter((server) => lacksService(server, service, module))
        .flatMap(addressed);
      return [...serving, ...lacking.map((server) => ({ ...server, lacksService: true }))];
    },
    onDidChangeServers: (listener) => servers.onDidChange(listener),
    async confirmTarget(address) {
      const send = vscode.l10n.t('Send');
      const question = vscode.l10n.t('Send requests to {0}? This is not a network address.', address);
      return (await askWarning(question, send)) === send;
    },
    async startLocalServer(method) {
      if (!vscode.workspace.isTrusted)
        return { kind: 'failed', message: needsTrust(vscode.l10n.t('Starting a server')) };
      const service = serviceOf(method);
      // If the method's own file has an error, the server cannot serve the method, so we need not start the server to
      // report it.
      const schema = await services.methodSchema(method);
      if (schema.kind === 'missing') return { ...schema, kind: 'failed', message: notServed(service, schema.message) };
      return startLocal(client, servers, { kind: 'moduleOfService', ...named(service) }, service);
    },
    async startServer(method, server) {
      if (!vscode.workspace.isTrusted)
        return { kind: 'failed', message: needsTrust(vscode.l10n.t('Starting a server')) };
      const service = serviceOf(method);
      if (server.kind === 'go') return startGo(servers, server, service);
      const scope = { kind: 'module', folder: server.id } as const;
      // The server's name comes from the page, and its module may no longer exist.
      const schema = await client.descriptorSet(scope, { sourceInfo: false });
      if (schema === undefined) return notFound(server);
      return startLocal(client, servers, scope, service);
    },
    async restartServer({ kind, id }) {
      const running = kind === 'go' ? servers.go.of(id) : undefined;
      if (running !== undefined && vscode.workspace.isTrusted) await servers.go.restart(running);
    },
    showTerminal({ kind, id }) {
      if (kind === 'go') servers.go.of(id)?.showLog();
    },
    // VS Code restores panels with the window, and the workspace may no longer be trusted by then.
    async call({ schema, ...params }, onEvent, signal) {
      if (!vscode.workspace.isTrusted) throw new Error(needsTrust(vscode.l10n.t('Sending a request')));
      return againIfGone(async (isAgain) => {
        const now = isAgain ? await services.methodSchema(params.method, schema) : schema;
        if (now.kind === 'missing') throw new Error(now.message);
        return runner.call(now.reference, params, onEvent, signal);
      });
    },
    async revealMethod(method) {
      const place = (await findRow(method))?.place;
      if (place) await openSource(place);
    },
    async goToImplementation(method) {
      const service = serviceOf(method);
      const own = (await counterparts.all()).filter(({ path }) => isOwnGo(path, service));
      const place = implementationOf(method, own);
      if (place === undefined) showBriefly(vscode.l10n.t('No Go code for it was found in this workspace.'));
      else await openSource(place);
    },
    revealError: (place) => openSource(place),
  };
  return services;
}

/**
 * Returns the schema if it belongs to the panel's module. A service with the same name in another module has other
 * messages.
 */
function ofModule(schema: SchemaSet | undefined, module: string | undefined): SchemaSet | undefined {
  if (module === undefined || schema?.module.folder === module) return schema;
  return undefined;
}

/**
 * Returns the place of the method in the user's Go. If the method is not written yet, returns the type that serves its
 * service.
 */
function implementationOf(method: string, counterparts: readonly Counterpart[]): SourcePlace | undefined {
  const served = counterparts.filter(({ role }) => role === 'server');
  const find = (kind: 'method' | 'service', fullName: string): Counterpart | undefined =>
    served.find(({ proto }) => proto.kind === kind && proto.fullName === fullName);
  const found = find('method', method.replace('/', '.')) ?? find('service', serviceOf(method));
  if (found === undefined) return undefined;
  const { start, end } = found.range;
  return {
    uri: vscode.Uri.file(found.path).toString(),
    range: { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character },
  };
}

async function startLocal(
  client: SchemaClient,
  servers: Servers,
  scope: SchemaScope,
  service: string,
): Promise<StartedServer> {
  const started = await servers.local.start(scope);
  if (started.kind === 'stopped') return started;
  if (started.kind === 'failed') return withPlace(started.message, started.problem);
  if (started.server.services.includes(service)) return { kind: 'started', address: started.address };
  const module = await client.descriptorSet(scope, { sourceInfo: false });
  return lacking(service, module?.problems[0]);
}

async function startGo(servers: Servers, name: NamedServer, service: string): Promise<StartedServer> {
  const started = await servers.go.startIn(name.id);
  if (started === undefined) return notFound(name);
  if (started.kind !== 'running') return started;
  const { address, label, services } = started.server;
  if (!services.includes(service))
    return { kind: 'failed', message: vscode.l10n.t('The Go server "{0}" does not serve {1}.', label, service) };
  if (address !== undefined) return { kind: 'started', address };
  const unknown = vscode.l10n.t('The Go server "{0}" runs, but its address is not known. Type its address.', label);
  return { kind: 'failed', message: unknown };
}

function notFound({ label }: NamedServer): StartedServer {
  return {
    kind: 'failed',
    message: vscode.l10n.t('The server "{0}" is not in this workspace any more. Choose another target.', label),
  };
}

function addressed({ kind, id, address, label }: Server): readonly OfferedServer[] {
  if (address === undefined) return [];
  return [{ kind, id, address, label }];
}

/** Whether a server is running for the service's module and leaves the service out. */
function lacksService({ state, scope, services }: LocalServer, service: string, module: string | undefined): boolean {
  if (state !== 'running' || scope.kind !== 'module') return false;
  return scope.folder === module && !services.includes(service);
}

/**
 * Returns the reason why a method is missing: it no longer exists, or an error hides it. With `inModule`, only errors
 * in files of that module matter.
 */
async function hiddenMethod(
  client: SchemaClient,
  method: string,
  inModule: string | undefined,
): Promise<{ readonly schema: MethodSchema; readonly module?: string }> {
  const isOwn = (uri: vscode.Uri): boolean =>
    inModule === undefined || moduleAround(client.knownModules, uri.fsPath) === inModule;
  const error = await hidingError(serviceOf(method), isOwn);
  const gone = vscode.l10n.t('{0} is not in the schema any more.', method);
  if (error === undefined) return { schema: { kind: 'missing', message: gone } };
  const set = await client.descriptorSet({ kind: 'moduleOfFile', uri: error.place.uri }, { sourceInfo: false });
  return defined({ schema: { kind: 'missing' as const, ...error }, module: set?.module.folder });
}

function lacking(service: string, problem: SchemaProblem | undefined): StartedServer {
  if (problem !== undefined) return { ...withPlace('', problem), message: notServed(service, problemText(problem)) };
  const message = vscode.l10n.t('The local server does not serve {0} yet. Send again in a moment.', service);
  return { kind: 'failed', message };
}

function notServed(service: string, reason: string): string {
  return vscode.l10n.t('The local server does not serve {0}, because its schema has an error: {1}', service, reason);
}

function withPlace(message: string, problem: SchemaProblem | undefined): Extract<StartedServer, { kind: 'failed' }> {
  if (problem === undefined) return { kind: 'failed', message };
  return { kind: 'failed', message: `${message} ${problemText(problem)}`.trim(), place: problem.place };
}
