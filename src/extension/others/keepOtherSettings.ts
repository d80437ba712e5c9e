/**
 * Tells the user once that import roots or exclusions come from another extension's settings, and offers to copy them.
 */
import * as vscode from 'vscode';
import { OTHER_SECTIONS, otherSettings, type FromSetting, type OtherSettings } from '../../contract/otherSettings.ts';
import { askInformation } from '../shared/notify.ts';
import { setting } from '../shared/settings.ts';
import type { Told } from './told.ts';

/** The values of other extensions' settings that we use in a folder because the user has not set ours. */
export function appliedOtherSettings(folder: vscode.Uri): OtherSettings {
  const none: OtherSettings = { importRoots: [], exclude: [] };
  if (!vscode.workspace.isTrusted) return none;
  const [protoc, protobuf] = OTHER_SECTIONS.map((name) => vscode.workspace.getConfiguration(name, folder));
  const { importRoots, exclude } = otherSettings({ protoc, protobuf });
  return {
    importRoots: setting('importRoots', folder).length > 0 ? [] : importRoots,
    exclude: setting('exclude', folder).length > 0 ? [] : exclude,
  };
}

export async function offerToKeepOtherSettings(told: Told): Promise<void> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const applied = appliedOtherSettings(uri);
    const names = new Set([...applied.importRoots, ...applied.exclude].map((from) => from.setting));
    if (names.size === 0 || !(await told.isNew(`settings ${uri.toString()}`))) continue;
    const keep = vscode.l10n.t('Copy to gRPC Workbench');
    const answer = await askInformation(
      vscode.l10n.t('gRPC Workbench follows the settings of another extension: {0}.', [...names].join(', ')),
      keep,
    );
    if (answer === keep) await copy(applied, uri);
  }
}

async function copy({ importRoots, exclude }: OtherSettings, folder: vscode.Uri): Promise<void> {
  const isOnly = vscode.workspace.workspaceFolders?.length === 1;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const own = vscode.workspace.getConfiguration('grpcWorkbench', folder);
  const update = async (name: string, values: readonly FromSetting[]): Promise<void> => {
    if (values.length === 0) return;
    const texts = values.map(({ value }) => value);
    await own.update(name, texts, isOnly ? Workspace : WorkspaceFolder);
  };
  await update('importRoots', importRoots);
  await update('exclude', exclude);
}
