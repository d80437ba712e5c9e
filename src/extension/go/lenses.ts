/**
 * The lenses between protos and Go. A lens above an rpc leads to its Go, and a lens in Go leads to the proto of a
 * declaration.
 */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Counterpart } from '../../contract/generation.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import type { GoTargets } from './commands.ts';
import type { Counterparts } from './counterparts.ts';
import { PROTO, protoServices } from './protoSymbols.ts';
import { showsLens, type LensSetting } from '../shared/settings.ts';

const GO: vscode.DocumentSelector = { scheme: 'file', language: 'go' };

/** Registers the lenses in protos and in Go. The user chooses in the settings which lenses are shown. */
export function registerGoLenses(client: SchemaClient, counterparts: Counterparts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider = (
    setting: LensSetting,
    provideCodeLenses: (document: vscode.TextDocument) => Promise<vscode.CodeLens[]>,
  ): vscode.CodeLensProvider => ({
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => (showsLens(setting) ? provideCodeLenses(document) : []),
  });
  return vscode.Disposable.from(
    changed,
    counterparts.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('grpcWorkbench.codeLens')) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(
      PROTO,
      provider('goInProto', ({ uri }) => implementationLenses(client, counterparts, uri)),
    ),
    vscode.languages.registerCodeLensProvider(
      GO,
      provider('protoInGo', async ({ uri }) =>
        (await counterparts.in(uri))
          .filter(({ role }) => role === 'generated' || role === 'server')
          .map((counterpart) => protoLens(uri, counterpart)),
      ),
    ),
  );
}

async function implementationLenses(
  client: SchemaClient,
  counterparts: Counterparts,
  uri: vscode.Uri,
): Promise<vscode.CodeLens[]> {
  const all = (await counterparts.all()).filter(({ role, proto }) => role === 'server' && proto.kind === 'method');
  const servers = await counterparts.of(uri, all);
  if (servers.length === 0) return [];
  const methods = (await protoServices(client, uri)).filter(({ kind }) => kind === 'method');
  return methods.flatMap(({ fullName, name }) => {
    const own = servers.filter(({ proto }) => proto.kind === 'method' && proto.fullName === fullName);
    const targets: GoTargets = { uri, at: name.start, counterparts: own };
    if (own.length === 0) return [];
    return [
      new vscode.CodeLens(name, {
        title: implementationTitle(own),
        command: 'grpcWorkbench.goToImplementation',
        arguments: [targets],
      }),
    ];
  });
}

function implementationTitle([first, ...others]: readonly Counterpart[]): string {
  if (first === undefined || others.length > 0) return vscode.l10n.t('→ {0} implementations', others.length + 1);
  return `→ ${basename(first.path)}:${first.range.start.line + 1}`;
}

function protoLens(uri: vscode.Uri, counterpart: Counterpart): vscode.CodeLens {
  const {
    proto,
    range: { start, end },
  } = counterpart;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const targets: GoTargets = { uri, at: range.start, counterparts: [counterpart] };
  return new vscode.CodeLens(range, {
    title: `${KEYWORDS[proto.kind]} ${shortName(proto)}`,
    command: 'grpcWorkbench.goToProto',
    arguments: [targets],
  });
}

function shortName(proto: Counterpart['proto']): string {
  if (proto.kind === 'message') return proto.goName;
  return proto.fullName.slice(proto.fullName.lastIndexOf('.') + 1);
}

const KEYWORDS: Readonly<Record<Counterpart['proto']['kind'], string>> = {
  service: 'service',
  method: 'rpc',
  message: 'message',
};
