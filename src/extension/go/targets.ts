/** Decides which declaration of a proto a counterpart in Go belongs to, and the reverse, from names and places only. */
import { goCamelCase } from '../../codegen/targets/go/packages/names.ts';
import type { Counterpart } from '../../contract/generation.ts';

/** A declaration by its names. */
export interface ProtoDeclaration {
  readonly kind: 'service' | 'method' | 'message';
  readonly fullName: string;
  /** Without the package: `Outer.Inner`. */
  readonly localName: string;
}

/** Whether Go's `proto` is that declaration of the proto at `path`, which has `/` between its parts. */
export function isAbout(
  proto: Counterpart['proto'],
  path: string,
  { kind, fullName, localName }: ProtoDeclaration,
): boolean {
  if (proto.kind !== kind) return false;
  if (proto.kind === 'message') return isSource(proto.source, path) && proto.goName === goCamelCase(localName);
  return proto.fullName === fullName;
}

/** Whether generated code that names `source` can come from the proto at `path`. */
function isSource(source: string, path: string): boolean {
  return `/${path}`.endsWith(`/${source}`);
}
