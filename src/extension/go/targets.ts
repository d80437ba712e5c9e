/** Decides from names and paths alone whether a counterpart in Go belongs to a declaration of a proto. */
import { goCamelCase } from '../../codegen/targets/go/packages/names.ts';
import type { Counterpart } from '../../contract/generation.ts';

/** The names of a declaration in a proto. */
export interface ProtoDeclaration {
  readonly kind: 'service' | 'method' | 'message';
  readonly fullName: string;
  /** The name without the package, such as `Outer.Inner`. */
  readonly localName: string;
}

/**
 * Whether a counterpart's `proto` is the given declaration of the proto at `path`. The path uses `/` as its separator.
 */
export function isAbout(
  proto: Counterpart['proto'],
  path: string,
  { kind, fullName, localName }: ProtoDeclaration,
): boolean {
  if (proto.kind !== kind) return false;
  if (proto.kind === 'message') return isSource(proto.source, path) && proto.goName === goCamelCase(localName);
  return proto.fullName === fullName;
}

/** Whether generated code that names the file `source` can come from the proto at `path`. */
function isSource(source: string, path: string): boolean {
  return `/${path}`.endsWith(`/${source}`);
}
