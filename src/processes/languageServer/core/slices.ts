/**
 * Divides long work into slices. The process handles messages between two slices, so that a user who types never waits.
 */
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { letOthersIn } from '../../../base/slices.ts';

/** The longest time that a slice should take, in milliseconds. Work that cannot be divided may take longer. */
const SLICE = 10;

/** One slice of work. Its time starts when it is constructed. */
export class Slice {
  readonly #end = performance.now() + SLICE;

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }
}

/**
 * Does the work of a request in slices. The work stops if the client cancels the request. It starts again if `version`
 * changes while it runs.
 */
export async function inSlices<T>(
  work: () => Generator<undefined, T, undefined>,
  version: () => unknown,
  token: CancellationToken,
): Promise<T> {
  let running = work();
  let startedAt = version();
  for (;;) {
    for (const slice = new Slice(); !slice.isOver; ) {
      const step = running.next();
      if (step.done === true) return step.value;
    }
    await letOthersIn();
    throwIfCancelled(token);
    if (version() === startedAt) continue;
    startedAt = version();
    running = work();
  }
}

/** Throws LSP's RequestCancelled if the client has cancelled the request. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
