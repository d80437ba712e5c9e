/**
 * Applies the setting `grpcWorkbench.editing.enabled`, which says whether this extension helps the user edit protos or
 * leaves that to another one.
 */
import type * as vscode from 'vscode';
import { CodeLensRequest } from 'vscode-languageclient/node';
import { setting } from '../shared/settings.ts';

/** Whether a request is for help that the user wants from elsewhere. Lenses start what nobody else does. */
export function isSwitchedOff(method: string): boolean {
  if (method === CodeLensRequest.method || !/^(?:textDocument|workspace\/symbol)\b/.test(method)) return false;
  return !setting('editing.enabled');
}

/** Returns the diagnostics to show: none if another extension edits protos. */
export function wantedDiagnostics(diagnostics: vscode.Diagnostic[]): vscode.Diagnostic[] {
  return setting('editing.enabled') ? diagnostics : [];
}
