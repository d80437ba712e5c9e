/** Opens a place in a .proto file in an editor group that does not show a panel, so that panels stay visible. */
import * as vscode from 'vscode';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import { PANEL_TYPE } from './panelType.ts';

/**
 * Opens the file with the cursor at the place: in the editor that already shows the file, otherwise in a group without
 * a visible panel. It selects nothing, because the next key would replace selected text.
 */
export async function openSource({ uri, range }: SourcePlace): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const { startLine, startCharacter } = range;
  const selection = new vscode.Range(startLine, startCharacter, startLine, startCharacter);
  await vscode.commands.executeCommand('vscode.open', file, { selection, viewColumn: columnFor(file) });
}

function columnFor(file: vscode.Uri): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  // A file may be open in several groups, and we prefer the active group.
  const groups = [activeTabGroup, ...all.filter((group) => group !== activeTabGroup)];
  const group = groups.find((one) => hasFile(one, file)) ?? groups.find((one) => !showsPanel(one));
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}

function hasFile({ tabs }: vscode.TabGroup, file: vscode.Uri): boolean {
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === file.toString());
}

/** Whether a group shows a panel. VS Code puts a prefix before the type of a webview's tab. */
function showsPanel({ activeTab }: vscode.TabGroup): boolean {
  const input = activeTab?.input;
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_TYPE);
}
