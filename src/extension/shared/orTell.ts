/**
 * If a command fails because a process has ended, the user gets an ordinary message, because the command itself is not
 * at fault.
 */
import { ChildError } from '../../host/processes/lifeCycle.ts';

/** Returns the result of `run`, or tells the user that a process has ended. Rejects with any other error. */
export async function orTell(run: () => unknown, tell: (message: string) => void): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    tell(error.message);
    return undefined;
  }
}
