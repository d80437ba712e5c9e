/**
 * Decides in which order the server reads and checks files. Edited files come first. Other open files that an edit
 * affects come second, and files that are not open come last. Work goes in slices with messages between them, so that
 * another edit can interrupt it.
 */
import { inBackground } from '../../../base/background.ts';
import type { FilePath } from '../../../base/path.ts';
import { TURNS } from '../../../base/slices.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { Slice } from './slices.ts';

/** The largest number of turns of the event loop that an edit waits for further messages. */
const MOST_TURNS = 200;
/**
 * How long background work waits after the reply to an edit, in milliseconds. A user who types presses the next key
 * within this time.
 */
const PAUSE = 150;

/** The check of a file that is not open. It links one import per step. */
interface Check {
  readonly path: FilePath;
  readonly revision: number;
  readonly steps: Iterator<undefined>;
}

/** The callbacks that report what the checker has done. */
export interface CheckerListener {
  readonly announce: () => void;
  readonly reportReading: () => void;
  /** Called when open files were checked again because another file changed. */
  readonly rechecked: () => void;
}

/** Checks files in turns of the event loop, from the call of `enable` until the call of `dispose`. */
export class Checker {
  readonly #workspace: Workspace;
  readonly #diagnostics: DiagnosticsPublisher;
  readonly #announce: () => void;
  readonly #reportReading: () => void;
  readonly #rechecked: () => void;
  readonly #log: (line: string) => void;
  /**
   * The open files that need a final check once every file is read. The value says whether we have already sent
   * diagnostics of the file.
   */
  readonly #early = new Map<FilePath, boolean>();
  #whenRead: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;
  #pause: NodeJS.Timeout | undefined;
  #pausedUntil = 0;
  #enabled = false;
  #disposed = false;
  /** The kinds of work that wait until files have arrived from the disk. */
  readonly #preparing = new Set<'reading' | 'dependencies'>();
  /** The number of turns of the event loop to wait before the next work, and the number of turns that have passed. */
  #turnsLeft = 0;
  #turnsWaited = 0;
  #check: Check | undefined;

  /**
   * `announce` is called once the edited files are checked. `reportReading` is called after each turn that may have
   * read files.
   */
  constructor(
    workspace: Workspace,
    diagnostics: DiagnosticsPublisher,
    { announce, reportReading, rechecked }: CheckerListener,
    log: (line: string) => void = () => undefined,
  ) {
    this.#workspace = workspace;
    this.#diagnostics = diagnostics;
    this.#announce = announce;
    this.#reportReading = reportReading;
    this.#rechecked = rechecked;
    this.#log = log;
  }

  /** Starts the work. Call this when it is known for the first time which files the folders contain. */
  enable(): void {
    this.#enabled = true;
    this.changed();
  }

  /** Call this when the text of a file or anything else that affects diagnostics has changed. */
  changed(): void {
    this.#turnsLeft = TURNS;
    this.#schedule();
  }

  /** Settles when every file is read. From then on, it is certain which files exist and where imports lead. */
  read(): Promise<void> {
    if (this.#workspace.isRead) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenRead.push(resolve);
      this.#schedule();
    });
  }

  /**
   * Returns the result of `work`, which runs once every file is read. If files have to be read again in the meantime,
   * `work` runs again.
   */
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
    // We first wait for messages that may make our last reply outdated. We also let replies go out before we start more
    // work.
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

  /** Checks open files. Returns true if it checked one: then replies must go out before more work starts. */
  #checkOpen(among: 'edited' | 'open', slice: Slice): boolean {
    this.#workspace.readOpen();
    let path = this.#workspace.takeUnchecked(among);
    if (path === undefined) return false;
    while (path !== undefined) {
      if (this.#workspace.isRead) this.#diagnostics.check(path);
      else this.#early.set(path, this.#diagnostics.checkEarly(path));
      if (slice.isOver) break;
      path = this.#workspace.takeUnchecked(among);
    }
    if (among === 'open') this.#rechecked();
    return true;
  }

  /** Reads and checks files that are not open. Returns whether there is more work to do now. */
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
    // Requests may have read all the remaining files already.
    if (this.#whenRead.length > 0 || this.#early.size > 0) {
      this.#allRead();
      return true;
    }
    return this.#workspace.followNext() || this.#checkStep() || this.#dependencyStep();
  }

  #dependencyStep(): boolean {
    if (this.#mustWait('dependencies', () => this.#workspace.prepareNextDependency())) return false;
    return this.#workspace.readNextDependency();
  }

  /**
   * Returns whether this work must wait for files from the disk. The work continues by itself when they have arrived.
   */
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
