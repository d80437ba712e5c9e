/** Turns LSP's cancellation into the AbortSignal that the rest of the code uses. */
import type { CancellationToken } from 'vscode-jsonrpc/node';

/** Runs `work` with a signal that aborts when the token is cancelled. */
export async function withSignal<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  // If a token was cancelled before its request was handled, it no longer sends an event.
  if (token.isCancellationRequested) abort.abort();
  const subscription = token.onCancellationRequested(() => abort.abort());
  try {
    return await work(abort.signal);
  } finally {
    subscription.dispose();
  }
}
