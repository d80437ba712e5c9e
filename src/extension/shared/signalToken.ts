/**
 * Cancels requests by an AbortSignal. The protocol library has a class for this, but whoever uses it loads the whole
 * library, and activation should not wait for it.
 */
import type { CancellationToken } from 'vscode-jsonrpc';

/** A token that is cancelled when the signal aborts. */
export function signalToken(signal: AbortSignal): CancellationToken {
  return {
    get isCancellationRequested() {
      return signal.aborted;
    },
    onCancellationRequested: (listener) => {
      const cancel = (): void => void listener(undefined);
      signal.addEventListener('abort', cancel, { once: true });
      return { dispose: () => signal.removeEventListener('abort', cancel) };
    },
  };
}
