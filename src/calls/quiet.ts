/** Silences what libraries print themselves. Each failure already reaches the caller. */
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';

/** Call it at the start of a process. GRPC_VERBOSITY, which grpc-js reads, turns the log on again. */
export function quietGrpc(): void {
  if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);
  // grpc-js uses IP addresses as TLS names, and Node warns about that.
  process.noDeprecation = true;
}
