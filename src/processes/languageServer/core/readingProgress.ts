/**
 * Tells the editor how many files the server has read, if reading takes a while, and tells it once when all files are
 * read.
 */
import type { Connection } from 'vscode-languageserver';
import { inBackground } from '../../../base/background.ts';
import * as protocol from '../../../contract/languageServer.ts';
import type { Workspace } from '../../../workspace/workspace.ts';

/** The shortest time between two reports, in milliseconds. Users cannot read numbers that change more often. */
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

  /** Sends a report if it is time for one. Call this after each file that is read. */
  report(): void {
    const { total, left } = this.#workspace.reading;
    if (left === 0) {
      if (this.#isReading || total !== this.#toldTotal) this.#tell(total, 0);
      this.#isReading = false;
      return;
    }
    // We do not report the few files that are read again after each edit.
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
