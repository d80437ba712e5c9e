/** Status codes in words. */
import { status } from '@grpc/grpc-js';

/** `OK`, `CANCELLED`, …. An unknown code stays a number. */
export function statusName(code: number): string {
  return status[code] ?? `CODE_${code}`;
}
