/** Turns the end of a child process into an ordinary message. Otherwise, VS Code would report the command as faulty. */
import { ChildError } from '../../host/processes/lifeCycle.ts';

/**
 * Returns the result of `run`. If a child process has ended, passes the message to `tell`. Rejects with any other
 * error.
 */
export async function orTell(run: () => unknown, tell: (message: string) => void): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    tell(error.message);
    return undefined;
  }
}
