/** What libraries print by themselves: nothing, since each failure reaches the caller. */
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';

/** For a process's entry. GRPC_VERBOSITY, which grpc-js reads, still brings its log back. */
export function quietGrpc(): void {
  if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);
  // grpc-js names IP addresses in TLS, which Node warns about.
  process.noDeprecation = true;
}
