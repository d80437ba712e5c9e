/**
 * Decides what is computed when. An edited file is answered for first, then the other open ones that the edit
 * reaches, then files are read and checked that nobody has open: in slices, between which messages come in, so
 * that a further edit stops whatever was going on.
 */
import type { FilePath } from '../base/path.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { Slice } from './slices.ts';

/** How many turns of the event loop an edit may wait for the messages behind it. */
const MOST_TURNS = 200;

export class Checker {
  readonly #workspace: Workspace;
  readonly #diagnostics: DiagnosticsPublisher;
  readonly #announce: () => void;
  /** Files that are checked, once more or at all, when every file was read. */
  readonly #waiting = new Set<FilePath>();
  #whenRead: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;
  #enabled = false;
  #disposed = false;
  #messagesCame = false;
  #turnsWaited = 0;

  /** `announce` is called once what was edited has been checked. */
  constructor(workspace: Workspace, diagnostics: DiagnosticsPublisher, announce: () => void) {
    this.#workspace = workspace;
    this.#diagnostics = diagnostics;
    this.#announce = announce;
  }

  /** The files of the folders are known for the first time: nothing could be said before. */
  enable(): void {
    this.#enabled = true;
    this.changed();
  }

  /** Something changed that diagnostics depend on. */
  changed(): void {
    this.#messagesCame = true;
    this.#schedule();
  }

  /** Settles when every file was read; then it is certain where imports lead, and what there is. */
  read(): Promise<void> {
    if (this.#workspace.isRead) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenRead.push(resolve);
      this.#schedule();
    });
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#turn) clearImmediate(this.#turn);
  }

  #schedule(): void {
    if (!this.#enabled || this.#disposed) return;
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#step();
    });
  }

  #step(): void {
    // Further messages may be here already, and make the answer to this one old.
    if (this.#messagesCame && this.#turnsWaited < MOST_TURNS) {
      this.#messagesCame = false;
      this.#turnsWaited++;
      this.#schedule();
      return;
    }
    this.#messagesCame = false;
    this.#turnsWaited = 0;
    const slice = new Slice();
    while (!slice.isOver && this.#checkNext('edited'));
    if (!this.#workspace.hasEdited) this.#announce();
    while (!slice.isOver) if (!this.#work()) return;
    this.#schedule();
  }

  /** Does what is most wanted; gives whether there was anything to do. */
  #work(): boolean {
    if (this.#checkNext('open')) return true;
    if (!this.#workspace.isRead) {
      if (!this.#workspace.readNext()) this.#allRead();
      return true;
    }
    // They may have been read one by one, by whoever asked for them.
    if (this.#whenRead.length > 0 || this.#waiting.size > 0) this.#allRead();
    return this.#checkNext('all');
  }

  #allRead(): void {
    for (const path of this.#waiting) this.#workspace.putBack(path);
    this.#waiting.clear();
    const waiting = this.#whenRead;
    this.#whenRead = [];
    for (const resolve of waiting) resolve();
  }

  #checkNext(among: 'edited' | 'open' | 'all'): boolean {
    const path = this.#workspace.takeUnchecked(among);
    if (path === undefined) return false;
    if (this.#workspace.isRead) this.#diagnostics.check(path);
    else {
      this.#waiting.add(path);
      this.#diagnostics.checkEarly(path);
    }
    return true;
  }
}
