// An extension with a panel and a tree that does nothing: its times are the least that VS Code needs.
const vscode = require('vscode');

const PAGE = '<!DOCTYPE html><html><body><p data-testid="idle">idle</p></body></html>';

exports.activate = (/** @type {import('vscode').ExtensionContext} */ context) => {
  context.subscriptions.push(
    vscode.window.registerTreeDataProvider('idle.rows', {
      getChildren: () => ['idle'],
      getTreeItem: (label) => new vscode.TreeItem(label),
    }),
    vscode.commands.registerCommand('idle.open', () => {
      vscode.window.createWebviewPanel('idle.panel', 'Idle', vscode.ViewColumn.Three).webview.html = PAGE;
    }),
    vscode.window.registerWebviewPanelSerializer('idle.panel', {
      deserializeWebviewPanel: async ({ webview }) => {
        webview.html = PAGE;
      },
    }),
  );
};
