/**
 * Shows messages to the user. Every message of the extension goes through this file: messages contain names of files
 * and types and text of servers, and a link in such text must not be clickable.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import { plainText, statusText } from './plainText.ts';

/** Milliseconds that a message stays in the status bar: long enough to read a long sentence. */
const BRIEF = 8000;

/**
 * Shows a message in the status bar for some seconds. Use this for a message without buttons, because VS Code keeps
 * notifications in a list.
 */
export function showBriefly(message: string): void {
  vscode.window.setStatusBarMessage(statusText(message), BRIEF);
}

/** Shows a warning. Does not wait until the user closes it. */
export function showWarning(message: string): void {
  show(askWarning(message));
}

/** Shows an error. Does not wait until the user closes it. */
export function showError(message: string): void {
  show(askError(message));
}

/** Shows an information message with buttons. Returns the button that the user chose, or undefined. */
export function askInformation(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(plainText(message), ...buttons);
}

/** Shows a warning with buttons. Returns the button that the user chose, or undefined. */
export function askWarning(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(plainText(message), ...buttons);
}

/** Shows an error with buttons. Returns the button that the user chose, or undefined. */
export function askError(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(plainText(message), ...buttons);
}

/** Asks a question that the user must answer. VS Code adds a button to cancel, which gives undefined. */
export function askModally(
  question: string,
  detail: string,
  ...buttons: readonly string[]
): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(plainText(question), { modal: true, detail: plainText(detail) }, ...buttons);
}

/** VS Code cannot close a message for us. A hidden message stays in its list, but does not cover anything. */
export function hideMessages(): void {
  show(vscode.commands.executeCommand('notifications.hideToasts'));
}

function show(shown: Thenable<unknown>): void {
  inBackground(shown, 'A message was not shown or hidden', (line) => console.error(line));
}
