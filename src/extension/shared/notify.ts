/** Messages without buttons: the code does not wait until the user has closed them. And what hides messages. */
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

/** VS Code closes no message for us; one that is hidden stays in its list, and is not in the way. */
export function hideMessages(): void {
  show(vscode.commands.executeCommand('notifications.hideToasts'));
}

function show(shown: Thenable<unknown>): void {
  inBackground(shown, 'A message was not shown or hidden', (line) => console.error(line));
}
