/** Names of gRPC's status codes. */
import { status } from '@grpc/grpc-js';

/** Returns the name of a code, such as `OK` or `CANCELLED`. The name of an unknown code is `CODE_` and its number. */
export function statusName(code: number): string {
  return status[code] ?? `CODE_${code}`;
}
