/**
 * Commands that lead from a proto to its Go, and from Go to its proto. F12 keeps the language servers' own "Go to
 * Definition".
 */
import * as vscode from 'vscode';
import type { Counterpart } from '../../contract/generation.ts';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import type { Counterparts } from './counterparts.ts';
import { protosOfGo } from './ownGo.ts';
import { isAbout } from './targets.ts';
import { declarationAt, PROTO, protoDeclarations, type PlacedDeclaration } from './protoSymbols.ts';
import { showBriefly } from '../shared/notify.ts';

/** The argument of a lens: the place of the lens in its file, and the places of its counterparts. */
export interface GoTargets {
  readonly uri: vscode.Uri;
  readonly at: vscode.Position;
  readonly counterparts: readonly Counterpart[];
}

/**
 * Shows the servers that implement the declaration at the cursor. Without a server, shows the generated code of the
 * declaration.
 */
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

/** Adds the servers or the generated code of a declaration to VS Code's own "Go to Implementations". */
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

/** Shows the proto of the Go declaration in the line of the cursor, or in the line of a lens. */
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

/**
 * Returns the counterparts of the first role in `roles` that has a counterpart. A server, for example, comes before
 * generated code.
 */
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

/**
 * Returns the counterparts of the declaration at a position. Returns undefined if no rpc, service or message is there.
 */
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

/** Opens the place if there is only one. Shows several places in a peek view at the cursor. */
async function show(
  uri: vscode.Uri,
  at: vscode.Position,
  places: readonly vscode.Location[],
  none: string,
): Promise<void> {
  await vscode.commands.executeCommand('editor.action.goToLocations', uri, at, places, 'peek', none);
}
