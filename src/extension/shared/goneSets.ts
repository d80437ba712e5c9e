/**
 * Repeats a request whose descriptor set is gone. A reference to a set is no longer valid if the language server
 * restarts or keeps newer sets instead.
 */
import { ResponseError } from 'vscode-jsonrpc';
import { SET_GONE } from '../../contract/sets.ts';

/**
 * Runs `work`, which requests a descriptor set and passes its reference on. If the set was gone by then, runs `work`
 * again.
 */
export async function againIfGone<Result>(work: (isAgain: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await work(false);
  } catch (error) {
    if (!(error instanceof ResponseError) || error.code !== SET_GONE) throw error;
    return work(true);
  }
}
