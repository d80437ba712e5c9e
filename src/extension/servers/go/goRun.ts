/** A Go program that serves, and one run of it, without `vscode`. */

/** The program: a `func main` whose package registers services. */
export interface GoProgram {
  /** Absolute folder of its package. */
  readonly folder: string;
  /** Full names. */
  readonly services: readonly string[];
}

/** A started program. Its terminal belongs to VS Code, so it outlives our process and ends with the window. */
export interface GoRun {
  readonly folder: string;
  /** `127.0.0.1:50051`: the address that we gave to the program. */
  readonly address: string;
  /**
   * Settles with the exit code when all its processes have ended; undefined if the user ended it, or if there is no
   * code.
   */
  readonly ended: Promise<number | undefined>;
  /** Ends it. If it serves, running calls get time to finish. Settles when all of it is gone. */
  end(isServing: boolean): Promise<void>;
  showTerminal(): void;
}

/** This machine has no `go` that could run the program. */
export class GoMissing extends Error {
  override readonly name = 'GoMissing';
}
