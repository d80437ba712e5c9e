/**
 * Decides what is computed when. An edited file is answered for first, then the other open ones that the edit
 * reaches, then files are read and checked that nobody has open: in slices, between which messages come in, so
 * that a further edit stops whatever was going on.
 */
import { inBackground } from '../../../base/background.ts';
import type { FilePath } from '../../../base/path.ts';
import { TURNS } from '../../../base/slices.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { Slice } from './slices.ts';

/** How many turns of the event loop an edit may wait for the messages behind it. */
const MOST_TURNS = 200;
/** How long nothing is done that nobody waits for once an edit was answered, in ms: who types has pressed the next key by then. */
const PAUSE = 150;

/** A closed file that is being checked, an import after the other. */
interface Check {
  readonly path: FilePath;
  readonly revision: number;
  readonly steps: Iterator<undefined>;
}

/** Whom the checker tells what it has done. */
export interface CheckerListener {
  readonly announce: () => void;
  readonly reportReading: () => void;
}

/** Works in turns of the event loop, from the moment it is enabled until it is disposed of. */
export class Checker {
  readonly #workspace: Workspace;
  readonly #diagnostics: DiagnosticsPublisher;
  readonly #announce: () => void;
  readonly #reportReading: () => void;
  readonly #log: (line: string) => void;
  /** Open files to be checked for certain once every file was read, and whether something was said of them before. */
  readonly #early = new Map<FilePath, boolean>();
  #whenRead: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;
  #pause: NodeJS.Timeout | undefined;
  #pausedUntil = 0;
  #enabled = false;
  #disposed = false;
  /** What files are on their way for. */
  readonly #preparing = new Set<'reading' | 'dependencies'>();
  /** Turns of the event loop before anything is done, and how many have gone by. */
  #turnsLeft = 0;
  #turnsWaited = 0;
  #check: Check | undefined;

  /** `announce` is called once what was edited has been checked, `reportReading` after each turn that may have read files. */
  constructor(
    workspace: Workspace,
    diagnostics: DiagnosticsPublisher,
    { announce, reportReading }: CheckerListener,
    log: (line: string) => void = () => undefined,
  ) {
    this.#workspace = workspace;
    this.#diagnostics = diagnostics;
    this.#announce = announce;
    this.#reportReading = reportReading;
    this.#log = log;
  }

  /** The files of the folders are known for the first time: nothing could be said before. */
  enable(): void {
    this.#enabled = true;
    this.changed();
  }

  /** Something changed that diagnostics depend on. */
  changed(): void {
    this.#turnsLeft = TURNS;
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

  /** The result of `work`, done once every file was read, and again where that has turned out not to be so. */
  async whenRead<T>(work: () => T | Promise<T>): Promise<T> {
    for (;;) {
      await this.read();
      const result = await work();
      if (this.#workspace.isRead) return result;
    }
  }

  dispose(): void {
    this.#disposed = true;
    clearImmediate(this.#turn);
    clearTimeout(this.#pause);
  }

  #schedule(): void {
    if (!this.#enabled || this.#disposed) return;
    clearTimeout(this.#pause);
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#step();
    });
  }

  #step(): void {
    // Further messages may be on their way, and make the answer to the last one old; answers want to be sent.
    if (this.#turnsLeft > 0 && this.#turnsWaited < MOST_TURNS) {
      this.#turnsLeft--;
      this.#turnsWaited++;
      this.#schedule();
      return;
    }
    this.#turnsLeft = TURNS;
    this.#turnsWaited = 0;
    const slice = new Slice();
    const answered = this.#checkOpen('edited', slice);
    if (answered) this.#pausedUntil = performance.now() + PAUSE;
    if (!this.#workspace.hasEdited) this.#announce();
    if (answered || this.#checkOpen('open', slice) || this.#workUnasked(slice)) this.#schedule();
    this.#reportReading();
  }

  /** True where an open file was checked: then answers go out before anything else is begun. */
  #checkOpen(among: 'edited' | 'open', slice: Slice): boolean {
    this.#workspace.readOpen();
    let path = this.#workspace.takeUnchecked(among);
    if (path === undefined) return false;
    for (; path !== undefined; path = slice.isOver ? undefined : this.#workspace.takeUnchecked(among)) {
      if (this.#workspace.isRead) this.#diagnostics.check(path);
      else this.#early.set(path, this.#diagnostics.checkEarly(path));
    }
    return true;
  }

  /** Reads and checks what nobody has open; gives whether there is more to be done at once. */
  #workUnasked(slice: Slice): boolean {
    const isWaitedFor = this.#whenRead.length > 0 || [...this.#early.values()].includes(false);
    const pause = this.#pausedUntil - performance.now();
    if (pause > 0 && !isWaitedFor) {
      this.#pause = setTimeout(() => this.#schedule(), pause);
      return false;
    }
    do {
      if (!this.#unaskedStep()) return false;
    } while (!slice.isOver);
    return true;
  }

  #unaskedStep(): boolean {
    if (this.#mustWait('reading', () => this.#workspace.prepareNext())) return false;
    if (!this.#workspace.isRead) {
      if (!this.#workspace.readNext()) this.#allRead();
      return true;
    }
    // They may have been read one by one, by whoever asked for them.
    if (this.#whenRead.length > 0 || this.#early.size > 0) {
      this.#allRead();
      return true;
    }
    return this.#checkStep() || this.#dependencyStep();
  }

  #dependencyStep(): boolean {
    if (this.#mustWait('dependencies', () => this.#workspace.prepareNextDependency())) return false;
    return this.#workspace.readNextDependency();
  }

  /** Whether files are on their way. Once they are here, it goes on by itself. */
  #mustWait(reason: 'reading' | 'dependencies', prepare: () => Promise<void> | undefined): boolean {
    if (this.#preparing.has(reason)) return true;
    const preparation = prepare();
    if (preparation === undefined) return false;
    this.#preparing.add(reason);
    inBackground(this.#goOnAfter(preparation, reason), 'Files cannot be read', this.#log);
    return true;
  }

  async #goOnAfter(preparation: Promise<void>, reason: 'reading' | 'dependencies'): Promise<void> {
    try {
      await preparation;
    } finally {
      this.#preparing.delete(reason);
      this.#schedule();
    }
  }

  #allRead(): void {
    for (const path of this.#early.keys()) this.#workspace.putBack(path);
    this.#early.clear();
    const waiting = this.#whenRead;
    this.#whenRead = [];
    for (const resolve of waiting) resolve();
  }

  #checkStep(): boolean {
    const check = this.#check ?? this.#nextCheck();
    if (check === undefined) return false;
    this.#check = check;
    if (check.revision !== this.#workspace.revision) this.#workspace.putBack(check.path);
    else if (check.steps.next().done === true) this.#diagnostics.check(check.path);
    else return true;
    this.#check = undefined;
    return true;
  }

  #nextCheck(): Check | undefined {
    const path = this.#workspace.takeUnchecked('all');
    if (path === undefined) return undefined;
    return { path, revision: this.#workspace.revision, steps: this.#workspace.linking(path) };
  }
}
