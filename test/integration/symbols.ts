/** Symbols, implementations and folds, requested as VS Code's own commands do. */
import { deepEqual, equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { generate, removeWritten } from './support/generated.ts';
import { after, before, describe, it } from './support/suite.ts';
import { cursorLine, openSample } from './support/workspace.ts';

describe('symbols', () => {
  before(async () => {
    await removeWritten();
    await openSample();
    await generate();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeWritten();
  });

  it('symbols of the workspace have their containers and lead to their declarations', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'SayHello',
    );
    const rpc = symbols.find(({ name, location }) => name === 'SayHello' && location.uri.path.endsWith('.proto'));
    deepEqual([rpc?.containerName, rpc?.kind], ['greeter.v1.Greeter', vscode.SymbolKind.Method]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.quickOpen', '#SayHello greeter.v1.Greeter');
    // The list fills while the server searches; each attempt accepts the entry that is first at that moment.
    await until('the rpc', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return /rpc SayHello\b/.test(cursorLine());
    });
  });

  it('the implementation of an rpc is the method of the server in Go', async () => {
    const { document } = await openSample();
    const at = document.positionAt(document.getText().indexOf('SayHello('));
    const places = await until('the method', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeImplementationProvider',
        document.uri,
        at,
      );
      const go = found.filter(
        (place): place is vscode.Location => 'uri' in place && place.uri.path.endsWith('/server/greeter.go'),
      );
      return go.length > 0 && go;
    });
    equal(places.length, 1);
    const [place] = places;
    const line = place && (await vscode.workspace.openTextDocument(place.uri)).lineAt(place.range.start.line).text;
    match(line ?? '', /^func \(s \*Greeter\) SayHello\(/);
  });

  it('a service folds, and the selection grows step by step', async () => {
    const { document } = await openSample();
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    const service = document
      .getText()
      .split('\n')
      .findIndex((line) => line.startsWith('service '));
    const fold = folds.find(({ start }) => start === service);
    match(document.lineAt((fold?.end ?? 0) + 1).text, /^}/);
    const at = document.positionAt(document.getText().indexOf('SayHello('));
    const [innermost] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [at],
    );
    const steps: string[] = [];
    for (let step = innermost; step !== undefined; step = step.parent) steps.push(document.getText(step.range));
    equal(steps.includes('SayHello'), true);
    equal(
      steps.some((step) => step.startsWith('rpc SayHello(')),
      true,
    );
  });
});
