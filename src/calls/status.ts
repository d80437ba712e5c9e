/** Status codes in words. */
import { status } from '@grpc/grpc-js';

/** `OK`, `CANCELLED`, …; a code that gRPC does not have keeps its number. */
export function statusName(code: number): string {
  return status[code] ?? `CODE_${code}`;
}
