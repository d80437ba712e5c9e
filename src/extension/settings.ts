/** The settings, read where they are used and never kept. */
import * as vscode from 'vscode';

const SECTION = 'grpcWorkbench';

export interface GoSettings {
  readonly outputRoot: string;
  readonly module: string;
  readonly plugins: 'bundled' | 'path';
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
