/** Reads each setting when it is needed, and keeps no value, so that a change takes effect at once. */
import * as vscode from 'vscode';
import { defaultOf, readSetting, type SettingName, type SettingValue } from '../../contract/settings.ts';

const SECTION = 'grpcWorkbench';

/** Returns a setting in the form that `SETTINGS` describes. If the value is not valid, returns the default. */
export function setting<Name extends SettingName>(name: Name, scope?: vscode.Uri): SettingValue<Name> {
  const value: unknown = vscode.workspace.getConfiguration(SECTION, scope).get(name);
  return readSetting(name, value) ?? defaultOf(name);
}

/** The lenses that the extension makes itself, without the language server. */
export type LensSetting = 'goInProto' | 'protoInGo';

/** Whether the user wants a kind of lens. `codeLens.enabled` switches all lenses in protos on or off. */
export function showsLens(lens: LensSetting): boolean {
  const inProto = setting('codeLens.enabled');
  return setting(`codeLens.${lens}`) && (inProto || lens !== 'goInProto');
}
