/** What the request panels get from the rest of the extension. */
import * as vscode from 'vscode';
import type { SchemaClient } from '../client/languageClient.ts';
import { fetchSet } from '../../host/processes/fetchSet.ts';
import { againIfGone } from '../shared/goneSets.ts';
import type { PanelServices } from './services.ts';
import { problemText } from '../shared/problemText.ts';
import type { Runner } from '../shared/runner.ts';
import type { Servers } from '../servers/servers.ts';
import { askWarning } from '../shared/notify.ts';
import { openSource } from '../shared/openSource.ts';
import { needsTrust } from '../shared/trust.ts';

/** The services, over the language server, the runner and the local servers. */
export function createPanelServices(client: SchemaClient, runner: Runner, servers: Servers): PanelServices {
  const services: PanelServices = {
    async methodSchema(method, known) {
      // Completion shows comments; moving lines must not send the schema again.
      const scope = { kind: 'service', service: serviceOf(method) } as const;
      const schema = await client.descriptorSet(scope, { sourceInfo: 'comments' });
      if (!schema) return { kind: 'missing', message: vscode.l10n.t('{0} is not in the schema any more.', method) };
      const [problem] = schema.problems;
      if (problem) return { kind: 'missing', message: problemText(problem) };
      const { set: reference } = schema;
      const isKnown = known?.kind === 'schema' && known.reference.hash === reference.hash;
      // Not a Buffer: what is posted to a webview keeps the types that the web has.
      const set = isKnown ? known.set : new Uint8Array(await fetchSet(reference));
      return { kind: 'schema', reference, set };
    },
    onDidChangeSchema: (listener) => client.onDidChangeSchema(() => listener()),
    localServers: (method) =>
      servers
        .serving(serviceOf(method))
        .flatMap((server) =>
          server.address === undefined ? [] : [{ kind: server.kind, address: server.address, label: server.label }],
        ),
    onDidChangeServers: (listener) => servers.onDidChange(listener),
    async confirmTarget(address) {
      const send = vscode.l10n.t('Send');
      const question = vscode.l10n.t('Send requests to {0}? It is not a server on the network.', address);
      return (await askWarning(question, send)) === send;
    },
    async startLocalServer(method) {
      if (!vscode.workspace.isTrusted)
        return { kind: 'failed', message: needsTrust(vscode.l10n.t('Starting a server')) };
      const started = await servers.local.start({ kind: 'moduleOfService', service: serviceOf(method) });
      if (started.kind === 'running') return { kind: 'started', address: started.address };
      return started;
    },
    // A panel comes back with its window, which may not be trusted by then.
    call: ({ schema, ...params }, onEvent, signal) =>
      vscode.workspace.isTrusted
        ? againIfGone(async (isAgain) => {
            const now = isAgain ? await services.methodSchema(params.method, schema) : schema;
            if (now.kind === 'missing') throw new Error(now.message);
            return runner.call(now.reference, params, onEvent, signal);
          })
        : Promise.reject(new Error(needsTrust(vscode.l10n.t('Sending a request')))),
    async revealMethod(method) {
      const [row] = await client.find('method', method.replace('/', '.'));
      if (row?.place) await openSource(row.place);
    },
  };
  return services;
}

function serviceOf(method: string): string {
  return method.slice(0, method.indexOf('/'));
}
