/** The setting `grpcWorkbench.editing.enabled`: whether help with editing comes from us or from another extension. */
import type * as vscode from 'vscode';
import { CodeLensRequest } from 'vscode-languageclient/node';
import { setting } from '../shared/settings.ts';

/** Whether a request is for help that the user wants from elsewhere. Lenses start what nobody else does. */
export function isSwitchedOff(method: string): boolean {
  if (method === CodeLensRequest.method || !/^(?:textDocument|workspace\/symbol)\b/.test(method)) return false;
  return !setting('editing.enabled');
}

/** The problems to show. */
export function wantedDiagnostics(diagnostics: vscode.Diagnostic[]): vscode.Diagnostic[] {
  return setting('editing.enabled') ? diagnostics : [];
}
