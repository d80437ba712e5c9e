/** Stops libraries from printing their own messages. The caller gets each failure anyway. */
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';

/** Turns grpc-js's log off. Call it when a process starts. The user can set GRPC_VERBOSITY to turn the log on again. */
export function quietGrpc(): void {
  if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);
  // grpc-js uses IP addresses as TLS server names, and Node prints a warning about this.
  process.noDeprecation = true;
}
