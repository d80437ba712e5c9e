/** Long work in slices, between which the process takes notice of messages: a person who types is never kept waiting. */
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { letOthersIn } from '../../../base/slices.ts';

/** How long a slice may take, in ms. What cannot be divided may take longer. */
const SLICE = 10;

/** One slice of work, from its construction on. */
export class Slice {
  readonly #end = performance.now() + SLICE;

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }
}

/** Work that is asked for: it stops when nobody wants it any more, and begins again when `version` changes below it. */
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
