/** Messages without buttons: the code does not wait until the user has closed them. */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';

/** Shows an information message. */
export function showInformation(message: string): void {
  show(vscode.window.showInformationMessage(message));
}

/** Shows a warning. */
export function showWarning(message: string): void {
  show(vscode.window.showWarningMessage(message));
}

/** Shows an error. */
export function showError(message: string): void {
  show(vscode.window.showErrorMessage(message));
}

function show(shown: Thenable<unknown>): void {
  inBackground(shown, 'A message was not shown', (line) => console.error(line));
}
