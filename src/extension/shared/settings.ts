/** The settings, read where they are used and never kept. */
import * as vscode from 'vscode';
import { defaultOf, readSetting, type SettingName, type SettingValue } from '../../contract/settings.ts';

const SECTION = 'grpcWorkbench';

/** The value in the form that `SETTINGS` describes. An invalid value counts as the default. */
export function setting<Name extends SettingName>(name: Name, scope?: vscode.Uri): SettingValue<Name> {
  const value: unknown = vscode.workspace.getConfiguration(SECTION, scope).get(name);
  return readSetting(name, value) ?? defaultOf(name);
}

/** Our own lenses, which do not come from the language server. */
export type LensSetting = 'goInProto' | 'protoInGo';

/** Whether a kind of lens is wanted; `codeLens.enabled` covers all lenses in protos. */
export function showsLens(lens: LensSetting): boolean {
  const inProto = setting('codeLens.enabled');
  return setting(`codeLens.${lens}`) && (inProto || lens !== 'goInProto');
}
