/** The menu of code actions, as a user opens it. */
import * as vscode from 'vscode';
import { until } from '../../driver/until.ts';
import { window } from './window.ts';

/** A user who sees no menu asks again after about this many ms. */
const ASK_AGAIN_MS = 3_000;

/**
 * Asks for the menu by a command until it shows an entry. VS Code asks its own question 250 ms after the cursor or the
 * diagnostics changed. If that request comes while the menu of the command is about to open, VS Code drops the menu,
 * although the language server has replied: of 40 menus requested directly after an edit, one never came.
 */
export async function openCodeActions(command: string, title: string): Promise<void> {
  const ask = () => {
    // The command may settle only when the menu is closed again.
    vscode.commands.executeCommand(command).then(undefined, () => undefined);
    return window.waitForCodeAction(title, ASK_AGAIN_MS);
  };
  await until(`the menu with ${title}`, ask);
}
