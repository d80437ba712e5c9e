/**
 * Makes an AbortSignal cancel requests. The protocol library has a class for this, but it would load the whole library,
 * and activation should not wait for that.
 */
import type { CancellationToken } from 'vscode-jsonrpc';

/** Returns a token that is cancelled when the signal aborts. */
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
