/** Tells the editor how many files of the folders have been read while that takes time, and once when all are read. */
import type { Connection } from 'vscode-languageserver';
import { inBackground } from '../../../base/background.ts';
import * as protocol from '../../../contract/languageServer.ts';
import type { Workspace } from '../../../workspace/workspace.ts';

/** Users cannot read numbers that change more often, in ms. */
const PACE = 100;

export class ReadingProgress {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  #isReading = false;
  #told = -Infinity;
  #toldTotal = -1;

  constructor(connection: Connection, workspace: Workspace) {
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /** Call it while files are read, as often as you like. */
  report(): void {
    const { total, left } = this.#workspace.reading;
    if (left === 0) {
      if (this.#isReading || total !== this.#toldTotal) this.#tell(total, 0);
      this.#isReading = false;
      return;
    }
    // A few files are read again after each edit.
    if (!this.#isReading && this.#workspace.isReadSoon) return;
    this.#isReading = true;
    if (performance.now() - this.#told >= PACE) this.#tell(total, left);
  }

  #tell(total: number, left: number): void {
    this.#told = performance.now();
    this.#toldTotal = total;
    inBackground(
      this.#connection.sendNotification(protocol.reading, { total, left }),
      'The editor was not told how many files were read',
      (line) => this.#connection.console.error(line),
    );
  }
}
