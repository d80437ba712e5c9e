/** A command of `grpc-workbench`: each has a file of its own and is listed in main.ts. */

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Standard input, read when a command asks for it. */
  readonly readInput: () => Promise<string>;
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal;
  readonly cwd: string;
}

export interface Command {
  /** The whole `--help` text, with an example. */
  readonly help: string;
  /** Gives the process's exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/**
 * Exit codes of every command. A call that ended with another status than OK gives 64 plus the code,
 * as grpcurl does.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
