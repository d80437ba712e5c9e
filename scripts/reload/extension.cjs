// An extension for development alone: reloads the window that it runs in after each build that ended well. It looks at
// the file that scripts/lib/setup.mjs writes then.
const { watch } = require('node:fs');
const { dirname, join } = require('node:path');
const vscode = require('vscode');

const folder = join(dirname(dirname(__dirname)), 'dist-test');
/** A file is told of more than once as it is written. */
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
