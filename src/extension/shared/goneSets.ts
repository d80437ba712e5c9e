/** References to descriptor sets go stale: the language server restarts, or keeps newer sets. */
import { ResponseError } from 'vscode-jsonrpc';
import { SET_GONE } from '../../contract/sets.ts';

/** Runs `work`, which asks for a set and passes on its reference. Runs it again if the set was gone by then. */
export async function againIfGone<Result>(work: (isAgain: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await work(false);
  } catch (error) {
    if (!(error instanceof ResponseError) || error.code !== SET_GONE) throw error;
    return work(true);
  }
}
