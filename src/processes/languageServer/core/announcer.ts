/** Tells the schema views about a change of the schema, but first sends the replies that the user waits for. */
import type { Connection } from 'vscode-languageserver';
import { inBackground } from '../../../base/background.ts';
import * as protocol from '../../../contract/languageServer.ts';
import { TreeChanges } from '../../../language/structure/treeChanges.ts';
import type { Workspace } from '../../../workspace/workspace.ts';

export class Announcer {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #changes: TreeChanges;
  #announced = -1;
  #announcing: NodeJS.Immediate | undefined;

  constructor(connection: Connection, workspace: Workspace) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#changes = new TreeChanges(workspace);
  }

  announce(): void {
    if (this.#announced === this.#workspace.revision) return;
    this.#announcing ??= setImmediate(() => {
      this.#announcing = undefined;
      this.#announceNow();
    });
  }

  dispose(): void {
    clearImmediate(this.#announcing);
  }

  #announceNow(): void {
    // The checker calls this again once the edited files are checked. Only then do we know which rows they changed.
    if (this.#workspace.hasEdited || this.#workspace.isReadSoon) return;
    // The first message says that any row may have changed, because the client may still show the rows of an earlier
    // server.
    const isFirst = this.#announced < 0;
    const version = this.#workspace.revision;
    this.#announced = version;
    const rows = this.#changes.take();
    const change = isFirst || rows === undefined ? { version } : { version, rows };
    inBackground(
      this.#connection.sendNotification(protocol.schemaChanged, change),
      'The editor was not told that the schema has changed',
      (line) => this.#connection.console.error(line),
    );
  }
}
