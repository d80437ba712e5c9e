/** A command of `grpc-workbench`: each has a file of its own and is listed in main.ts. */

/** What a command sees of the terminal, so that tests can stand in for it. */
export interface Terminal {
  /** Characters that a terminal would act on are shown as escapes, here and in `err`. */
  readonly out: (text: string) => void;
  /** Data for another program. It gets each character as it is; a terminal does not. */
  readonly data: (text: string) => void;
  readonly err: (text: string) => void;
  /** Settles once standard output has room. Who writes without an end waits for it, or fills the memory. */
  readonly drained: () => Promise<void>;
  /** Standard input, read when a command asks for it. */
  readonly readInput: () => Promise<string>;
  /** Aborted when the user presses Ctrl+C, or when nothing reads standard output any more. */
  readonly signal: AbortSignal;
  readonly cwd: string;
}

/** A command and its help. */
export interface Command {
  /** The whole `--help` text, with an example. */
  readonly help: string;
  /** Gives the process's exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/**
 * Exit codes of every command. A call that ended with another status than OK gives 64 plus the code,
 * as grpcurl does. A closed pipe gives what a shell makes of SIGPIPE, which ends other tools.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, closedPipe: 141 } as const;
