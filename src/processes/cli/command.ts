/** The shape of a command of `grpc-workbench`. Each command has its own file, and main.ts lists all commands. */

/** The part of the terminal that a command uses. Tests pass their own. */
export interface Terminal {
  /** Prints text for the user. `out` and `err` print characters that control a terminal as escapes. */
  readonly out: (text: string) => void;
  /**
   * Prints data for another program. If the output is a terminal, control characters become escapes; otherwise they
   * stay unchanged.
   */
  readonly data: (text: string) => void;
  readonly err: (text: string) => void;
  /**
   * Settles once standard output has room. A command with endless output waits for this, because otherwise the output
   * would fill the memory.
   */
  readonly drained: () => Promise<void>;
  /** Reads standard input. We read nothing before a command calls this. */
  readonly readInput: () => Promise<string>;
  /** Aborts when the user presses Ctrl+C, or when the program that reads standard output has ended. */
  readonly signal: AbortSignal;
  readonly cwd: string;
}

/** A command with its help. */
export interface Command {
  /** The whole text for `--help`, with an example. */
  readonly help: string;
  /** Runs the command, and returns the exit code of the process. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/**
 * The exit codes of all commands. A call with a status other than OK gives 64 plus the status code, as grpcurl does. A
 * closed pipe gives the code that a shell derives from SIGPIPE.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, closedPipe: 141 } as const;
