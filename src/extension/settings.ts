/** The settings, read where they are used and never kept. */
import * as vscode from 'vscode';
import type { ServerSettings } from '../protocol/languageServer.ts';

const SECTION = 'grpcWorkbench';

export interface GoSettings {
  readonly outputRoot: string;
  readonly module: string;
  readonly plugins: 'bundled' | 'path';
}

export function serverSettings(): ServerSettings {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return {
    importRoots: settings.get<string[]>('importRoots', []),
    exclude: [...hiddenFiles(), ...settings.get<string[]>('exclude', [])],
    codeLens: settings.get<boolean>('codeLens.enabled', true),
  };
}

export function goSettings(scope: vscode.Uri): GoSettings {
  const settings = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    outputRoot: settings.get<string>('go.outputRoot', '').trim(),
    module: settings.get<string>('go.module', '').trim(),
    plugins: settings.get<'bundled' | 'path'>('go.plugins', 'bundled'),
  };
}

export function serverPort(scope: vscode.Uri): number {
  return vscode.workspace.getConfiguration(SECTION, scope).get<number>('server.port', 0);
}

function hiddenFiles(): readonly string[] {
  const exclude = vscode.workspace.getConfiguration('files').get<Readonly<Record<string, unknown>>>('exclude', {});
  return Object.keys(exclude).filter((glob) => exclude[glob] === true);
}
