/** Commands that lead from a proto to its Go and back. F12 stays with the language servers. */
import * as vscode from 'vscode';
import type { Counterpart } from '../../contract/generation.ts';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import type { Counterparts } from './counterparts.ts';
import { protosOfGo } from './ownGo.ts';
import { isAbout } from './targets.ts';
import { declarationAt, PROTO, protoDeclarations, type PlacedDeclaration } from './protoSymbols.ts';
import { showBriefly } from '../shared/notify.ts';

/** The argument of a lens: its place in the file, and the places of its counterparts. */
export interface GoTargets {
  readonly uri: vscode.Uri;
  readonly at: vscode.Position;
  readonly counterparts: readonly Counterpart[];
}

/** The servers for the declaration at the cursor; if there are none, its generated code. */
export async function goToImplementation(counterparts: Counterparts, given?: GoTargets): Promise<void> {
  const targets = given ?? (await targetsAtCursor(counterparts, serversOrGenerated));
  if (!targets) return;
  await show(
    targets.uri,
    targets.at,
    targets.counterparts.map(locationOf),
    vscode.l10n.t('No Go code for it was found in this workspace.'),
  );
}

/** The same places for "Go to Implementations" of VS Code. */
export function registerGoImplementations(counterparts: Counterparts): vscode.Disposable {
  return vscode.languages.registerImplementationProvider(PROTO, {
    provideImplementation: async ({ uri }, position) =>
      (await targetsAt(counterparts, uri, position, serversOrGenerated))?.counterparts.map(locationOf),
  });
}

function serversOrGenerated(all: readonly Counterpart[]): readonly Counterpart[] {
  return withRole(all, 'server', 'generated');
}

/** Shows where a generated client calls the rpc at the cursor. */
export async function goToClientUses(counterparts: Counterparts): Promise<void> {
  const targets = await targetsAtCursor(counterparts, (all) => withRole(all, 'client'));
  if (targets)
    await show(
      targets.uri,
      targets.at,
      targets.counterparts.map(locationOf),
      vscode.l10n.t('No call on a generated client was found in this workspace.'),
    );
}

/** Starts from the line of the cursor in Go, or from the argument of a lens. */
export async function goToProto(client: SchemaClient, counterparts: Counterparts, given?: GoTargets): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!given && editor?.document.languageId !== 'go') return;
  const targets =
    given ??
    (editor && {
      uri: editor.document.uri,
      at: editor.selection.active,
      counterparts: atLine(await counterparts.in(editor.document.uri), editor.selection.active),
    });
  if (!targets) return;
  const places = await Promise.all(targets.counterparts.map((counterpart) => protoOf(client, counterpart)));
  await show(
    targets.uri,
    targets.at,
    places.flat(),
    vscode.l10n.t('No rpc, service or message is known for this line.'),
  );
}

/** The counterparts of the best role that exists: a server is better than generated code. */
function withRole(
  counterparts: readonly Counterpart[],
  ...roles: readonly Counterpart['role'][]
): readonly Counterpart[] {
  return (
    roles
      .map((role) => counterparts.filter((counterpart) => counterpart.role === role))
      .find((found) => found.length > 0) ?? []
  );
}

function atLine(counterparts: readonly Counterpart[], { line }: vscode.Position): readonly Counterpart[] {
  return counterparts.filter(({ range }) => range.start.line === line);
}

async function targetsAtCursor(
  counterparts: Counterparts,
  choose: (counterparts: readonly Counterpart[]) => readonly Counterpart[],
): Promise<GoTargets | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const targets = await targetsAt(counterparts, editor.document.uri, editor.selection.active, choose);
  if (targets === undefined) showBriefly(vscode.l10n.t('Put the cursor into an rpc, a service or a message.'));
  return targets;
}

/** Undefined outside of an rpc, a service and a message. */
async function targetsAt(
  counterparts: Counterparts,
  uri: vscode.Uri,
  position: vscode.Position,
  choose: (counterparts: readonly Counterpart[]) => readonly Counterpart[],
): Promise<GoTargets | undefined> {
  const [all, declarations] = await Promise.all([counterparts.all(), protoDeclarations(uri)]);
  const declaration = declarationAt(declarations, position);
  if (declaration === undefined) return undefined;
  const named = all.filter(({ proto }) => isAbout(proto, uri.path, declaration));
  const about = await counterparts.of(uri, named);
  return { uri, at: declaration.name.start, counterparts: choose(about) };
}

async function protoOf(client: SchemaClient, counterpart: Counterpart): Promise<readonly vscode.Location[]> {
  return protosOfGo(client, counterpart.path, await protosNamed(client, counterpart));
}

async function protosNamed(client: SchemaClient, { proto }: Counterpart): Promise<readonly vscode.Location[]> {
  if (proto.kind !== 'message') {
    const named = await client.find(proto.kind, proto.fullName);
    return named.flatMap(({ place }) => (place ? [startOf(place)] : []));
  }
  const files = (await client.filesEndingIn(proto.source)).map((uri) => vscode.Uri.parse(uri));
  const declared = await Promise.all(files.map(declarationsIn));
  return declared
    .flat()
    .filter((declaration) => isAbout(proto, declaration.uri.path, declaration))
    .map(({ uri, name }) => new vscode.Location(uri, name));
}

function startOf({ uri, range }: SourcePlace): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), new vscode.Position(range.startLine, range.startCharacter));
}

async function declarationsIn(uri: vscode.Uri): Promise<readonly PlacedDeclaration[]> {
  await vscode.workspace.openTextDocument(uri);
  return protoDeclarations(uri);
}

function locationOf({ path, range: { start, end } }: Counterpart): vscode.Location {
  return new vscode.Location(
    vscode.Uri.file(path),
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
}

/** Goes to a single place; shows several places at the cursor. */
async function show(
  uri: vscode.Uri,
  at: vscode.Position,
  places: readonly vscode.Location[],
  none: string,
): Promise<void> {
  await vscode.commands.executeCommand('editor.action.goToLocations', uri, at, places, 'peek', none);
}
