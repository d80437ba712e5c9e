// An extension for development only: it reloads its window after each successful build. It watches the file that
// scripts/lib/setup.mjs writes then.
const { watch } = require('node:fs');
const { dirname, join } = require('node:path');
const vscode = require('vscode');

const folder = join(dirname(dirname(__dirname)), 'dist-test');
/** Writing a file causes more than one event. */
const QUIET_MS = 50;

/** @param {import('vscode').ExtensionContext} context */
exports.activate = (context) => {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const watcher = watch(folder, (_, name) => {
    if (name !== '.built') return;
    clearTimeout(timer);
    timer = setTimeout(() => void vscode.commands.executeCommand('workbench.action.reloadWindow'), QUIET_MS);
  });
  context.subscriptions.push({
    dispose: () => {
      clearTimeout(timer);
      watcher.close();
    },
  });
};
