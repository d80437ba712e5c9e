/** Opens VS Code's list of references when the user clicks the lens that counts them. */
import * as vscode from 'vscode';
import { isNumber, isObjectOf, isString } from '../../base/check.ts';

const isPlace = isObjectOf({ uri: isString, line: isNumber, character: isNumber });

/**
 * Requests the references to the declaration at a place and shows them. Other extensions may pass any value, so we
 * check the place.
 */
export async function showReferences(place: unknown): Promise<void> {
  if (!isPlace(place)) return;
  const uri = vscode.Uri.parse(place.uri);
  const position = new vscode.Position(place.line, place.character);
  const found = await vscode.commands.executeCommand('vscode.executeReferenceProvider', uri, position);
  await vscode.commands.executeCommand('editor.action.showReferences', uri, position, found);
}
