/**
 * Finds other extensions for .proto files in the same window. Two such extensions would report each problem twice, so
 * we ask the user once which of them edits .proto files.
 */
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import type { Log } from '../shared/childWords.ts';
import { askInformation, showBriefly } from '../shared/notify.ts';
import { editsProtos } from './editsProtos.ts';
import { FirstProto } from './firstProto.ts';
import { offerToKeepOtherSettings } from './keepOtherSettings.ts';
import { Told } from './told.ts';

/** For each extension, the settings that make it leave editing to others. The ids are in lower case. */
const SWITCHES = new Map<string, readonly string[]>([
  ['drblury.protobuf-vsc', ['protobuf.diagnostics.enabled', 'protobuf.formatter.enabled']],
]);

/** The time between two looks at extensions that start, in ms. */
const INTERVAL = 500;

/** Looks when the language server has read the files, because most extensions are active by then, and later again. */
export function watchOtherExtensions(
  client: Pick<SchemaClient, 'onDidRead' | 'restart'>,
  { workspaceState, extension }: Pick<vscode.ExtensionContext, 'workspaceState' | 'extension'>,
  log: Log,
): vscode.Disposable {
  const told = new Told(workspaceState);
  const look = (): void =>
    inBackground(lookAround(told, extension.id), 'Others were not noticed', (line) => log.warn(line));
  const firstProto = new FirstProto({
    isWaiting: () => othersBut(extension.id).some(({ isActive }) => !isActive),
    look,
    pause: (signal) => setTimeout(INTERVAL, undefined, { signal }),
  });
  const opened = ({ fileName }: vscode.TextDocument): void =>
    inBackground(firstProto.opened(fileName), 'Others were not noticed', (line) => log.warn(line));
  vscode.workspace.textDocuments.forEach(opened);
  return vscode.Disposable.from(
    firstProto,
    vscode.workspace.onDidOpenTextDocument(opened),
    client.onDidRead(({ left }) => {
      if (left === 0) look();
    }),
    vscode.extensions.onDidChange(look),
    vscode.workspace.onDidChangeConfiguration((event) => {
      // The problems and lenses on screen come from the old value of the setting, so we restart the language server.
      if (!event.affectsConfiguration('grpcWorkbench.editing.enabled')) return;
      inBackground(client.restart(), 'The switch had no effect', (line) => log.warn(line));
    }),
  );
}

async function lookAround(told: Told, ownId: string): Promise<void> {
  await offerToKeepOtherSettings(told);
  if (!vscode.workspace.getConfiguration('grpcWorkbench').get('editing.enabled')) return;
  const others = othersBut(ownId).filter(({ isActive }) => isActive);
  for (const other of others) if (await told.isNew(other.id)) await askWhoEdits(other);
}

/** The other extensions for .proto files, active or not. */
function othersBut(ownId: string): readonly vscode.Extension<unknown>[] {
  return vscode.extensions.all.filter(({ id, packageJSON }) => id !== ownId && editsProtos(packageJSON));
}

async function askWhoEdits({ id, packageJSON }: vscode.Extension<unknown>): Promise<void> {
  const { displayName } = packageJSON as { readonly displayName?: unknown };
  const name = typeof displayName === 'string' ? displayName : id;
  const answer = await askInformation(
    vscode.l10n.t(
      '{0} edits .proto files too, so you may see problems, completions and hovers twice. Which extension should edit them?',
      name,
    ),
    'gRPC Workbench',
    name,
    vscode.l10n.t('Both'),
  );
  if (answer === 'gRPC Workbench') await leaveToUs(id);
  if (answer === name) await switchOff(['grpcWorkbench.editing.enabled']);
}

/**
 * Switches off the editing features of another extension. If we know no settings for it, we open its page, where the
 * user can disable it for the workspace.
 */
async function leaveToUs(id: string): Promise<void> {
  const switches = SWITCHES.get(id.toLowerCase());
  if (switches === undefined) {
    await vscode.commands.executeCommand('extension.open', id);
    return;
  }
  await switchOff(switches);
}

/** Extensions are a matter of each user, and a team shares the settings of its folder. So the user's own settings change. */
async function switchOff(names: readonly string[]): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  for (const name of names) await settings.update(name, false, vscode.ConfigurationTarget.Global);
  showBriefly(vscode.l10n.t('Switched off in your user settings: {0}.', names.join(', ')));
}
