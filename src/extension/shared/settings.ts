/** The settings, read where they are used and never kept. */
import * as vscode from 'vscode';
import { defaultOf, readSetting, type SettingName, type SettingValue } from '../../contract/settings.ts';

const SECTION = 'grpcWorkbench';

/** As `SETTINGS` describes it; a value that makes no sense counts as the default. */
export function setting<Name extends SettingName>(name: Name, scope?: vscode.Uri): SettingValue<Name> {
  const value: unknown = vscode.workspace.getConfiguration(SECTION, scope).get(name);
  return readSetting(name, value) ?? defaultOf(name);
}

/** Lenses of ours that are not the language server's. */
export type LensSetting = 'goInProto' | 'protoInGo';

/** Whether a kind of lens is wanted; `codeLens.enabled` is about all of them in protos. */
export function showsLens(lens: LensSetting): boolean {
  const inProto = setting('codeLens.enabled');
  return setting(`codeLens.${lens}`) && (inProto || lens !== 'goInProto');
}
