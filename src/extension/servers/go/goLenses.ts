/** Shows the lenses of Go servers in protos and in Go, and updates them when a server starts or stops. */
import * as vscode from 'vscode';
import type { SchemaClient } from '../../client/languageClient.ts';
import type { Counterparts } from '../../go/counterparts.ts';
import type { FoundProgram } from '../../go/programs.ts';
import { protoServices } from '../../go/protoSymbols.ts';
import { setting, showsLens } from '../../shared/settings.ts';
import type { GoServers } from './goServers.ts';
import { programLenses } from './programLens.ts';

const PROTO: vscode.DocumentSelector = [
  { scheme: 'file', language: 'proto' },
  { scheme: 'file', language: 'proto3' },
];
const GO: vscode.DocumentSelector = { scheme: 'file', language: 'go' };

/**
 * Registers the lenses of Go servers. The setting for actions switches the lenses in protos on or off. The setting for
 * links to protos does the same for the lenses in Go.
 */
export function registerProgramLenses(
  client: SchemaClient,
  counterparts: Counterparts,
  servers: GoServers,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const above: Above = (range, programs, service) =>
    programLenses(
      vscode.l10n,
      programs.map(({ folder }) => folder),
      (folder) => servers.of(folder),
      service,
    ).map((command) => new vscode.CodeLens(range, { ...command, arguments: [...(command.arguments ?? [])] }));
  return vscode.Disposable.from(
    changed,
    counterparts.onDidChange(() => changed.fire()),
    servers.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('grpcWorkbench.codeLens')) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(PROTO, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: ({ uri }) =>
        setting('codeLens.enabled') ? aboveServices(client, counterparts, uri, above) : [],
    }),
    vscode.languages.registerCodeLensProvider(GO, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: ({ uri }) => (showsLens('protoInGo') ? aboveMain(counterparts, uri, above) : []),
    }),
  );
}

type Above = (range: vscode.Range, programs: readonly FoundProgram[], service?: string) => vscode.CodeLens[];

async function aboveServices(
  client: SchemaClient,
  counterparts: Counterparts,
  uri: vscode.Uri,
  above: Above,
): Promise<vscode.CodeLens[]> {
  const programs = await counterparts.programsOf(uri);
  if (programs.length === 0) return [];
  const services = (await protoServices(client, uri)).filter(({ kind }) => kind === 'service');
  return services.flatMap(({ name, fullName }) =>
    above(
      name,
      programs.filter((program) => program.services.includes(fullName)),
      fullName,
    ),
  );
}

async function aboveMain(counterparts: Counterparts, uri: vscode.Uri, above: Above): Promise<vscode.CodeLens[]> {
  const programs = await counterparts.programs();
  const program = programs.find(({ main }) => vscode.Uri.file(main.path).fsPath === uri.fsPath);
  if (program === undefined) return [];
  const { start, end } = program.main.range;
  return above(new vscode.Range(start.line, start.character, end.line, end.character), [program]);
}
