/** The types of a Go program that serves gRPC, and of one run of it. Does not import `vscode`. */

/** The port that a generated server and its client have by default. */
export const DEFAULT_PORT = 50051;

/** A Go program that serves gRPC: a `func main` whose package registers services. */
export interface GoProgram {
  /** The absolute folder of the program's package. */
  readonly folder: string;
  /** The full names of the services that the program registers. */
  readonly services: readonly string[];
}

/**
 * One run of a Go program. VS Code owns its terminal, so the terminal remains after our process has ended, until the
 * window closes.
 */
export interface GoRun {
  readonly folder: string;
  /** The address that we gave to the program, such as `127.0.0.1:50051`. */
  readonly address: string;
  /**
   * Settles with the exit code once all processes of the run have ended. The code is undefined if the user ended the
   * run or the system gave no code.
   */
  readonly ended: Promise<number | undefined>;
  /** Ends the run. If the program serves, running calls get time to finish. Settles once all processes are gone. */
  end(isServing: boolean): Promise<void>;
  showTerminal(): void;
}

/** The error if this machine has no `go` that could run the program. */
export class GoMissing extends Error {
  override readonly name = 'GoMissing';
}
