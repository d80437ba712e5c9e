/** A Go program that serves, and one run of it, as far as they are known without `vscode`. */

/** The program: a `func main` whose package registers services. */
export interface GoProgram {
  /** Absolute folder of its package. */
  readonly folder: string;
  /** Full names. */
  readonly services: readonly string[];
}

/** A program that was started. Its terminal is VS Code's, which outlives our process and ends with the window. */
export interface GoRun {
  readonly folder: string;
  /** `127.0.0.1:50051`: what the program was told to listen on. */
  readonly address: string;
  /** Settles when all of it has ended, with the exit code; undefined where the user ended it, or none was told. */
  readonly ended: Promise<number | undefined>;
  /** Ends it, with the time to finish running calls. Settles when it is gone. */
  end(): Promise<void>;
  showTerminal(): void;
}

/** There is no `go` to run it with. */
export class GoMissing extends Error {
  override readonly name = 'GoMissing';
}
