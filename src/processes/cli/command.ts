/** A command of `grpc-workbench`. Each command has its own file, and main.ts lists it. */

/** What a command sees of the terminal, so that tests can replace it. */
export interface Terminal {
  /** Characters that control a terminal are printed as escapes, here and in `err`. */
  readonly out: (text: string) => void;
  /** Data for another program. Another program gets every character as it is; a terminal does not. */
  readonly data: (text: string) => void;
  readonly err: (text: string) => void;
  /**
   * Settles once standard output has room. A command with endless output waits for it; otherwise the output would fill
   * the memory.
   */
  readonly drained: () => Promise<void>;
  /** Standard input, read when a command asks for it. */
  readonly readInput: () => Promise<string>;
  /** Aborts when the user presses Ctrl+C, or when the reader of standard output is gone. */
  readonly signal: AbortSignal;
  readonly cwd: string;
}

/** A command and its help. */
export interface Command {
  /** The whole `--help` text, with an example. */
  readonly help: string;
  /** Returns the exit code of the process. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/**
 * Exit codes of every command. A call with a status other than OK gives 64 plus the code, as grpcurl does. A closed
 * pipe gives the code that a shell derives from SIGPIPE, which ends other tools.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, closedPipe: 141 } as const;
