/** What a command cannot do because a process has ended is an ordinary message, and no fault of the command. */
import { ChildError } from '../../host/processes/lifeCycle.ts';

/** Gives what `run` gives; tells the user where a process has ended. Rejects with any other error. */
export async function orTell(run: () => unknown, tell: (message: string) => void): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    tell(error.message);
    return undefined;
  }
}
