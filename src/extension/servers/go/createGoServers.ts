/** Creates the Go servers of the window and connects them to the API of VS Code. */
import * as vscode from 'vscode';
import { inBackground } from '../../../base/background.ts';
import { readsAddress } from '../../../host/processes/goProgram.ts';
import { freeAddress, listening } from '../../../host/processes/ports.ts';
import type { Counterparts } from '../../go/counterparts.ts';
import { askError } from '../../shared/notify.ts';
import type { GoProgram } from './goRun.ts';
import { GoServer } from './goServer.ts';
import { GoServers } from './goServers.ts';
import { programLabel } from './goTask.ts';
import { GoTasks } from './goTasks.ts';

const DOWNLOADS = 'https://go.dev/dl/';

/** Creates the servers of the window and the tasks that run them. The caller must dispose of both. */
export function createGoServers(
  counterparts: Counterparts,
  log: vscode.LogOutputChannel,
): { readonly servers: GoServers; readonly tasks: GoTasks } {
  const report = (line: string): void => log.error(line);
  const programs = (): Promise<readonly GoProgram[]> => counterparts.programs();
  const tasks = new GoTasks(programs, report);
  const servers = new GoServers({
    create: (program) =>
      new GoServer(program, programLabel(program.folder), {
        run: (folder, address, signal) => tasks.run(folder, address, signal),
        freeAddress,
        listening,
        readsAddress,
        l10n: vscode.l10n,
        log: report,
      }),
    program: async (folder) => (await programs()).find((each) => each.folder === folder) ?? { folder, services: [] },
    ask: askError,
    openDownloads: async () => {
      await vscode.env.openExternal(vscode.Uri.parse(DOWNLOADS));
    },
    l10n: vscode.l10n,
    log: report,
  });
  tasks.onDidStart((run) => inBackground(servers.adopt(run), 'A task was not followed', report));
  return { servers, tasks };
}
