/** Declarations as others name them: what they are, what they are called, where they stand. */
import type { Span } from '../../text/span.ts';
import type { Entity } from './descriptor.ts';

/** What a name may stand for in diagnostics, hovers and renames. */
export type SymbolKind = 'message' | 'field' | 'oneof' | 'enum' | 'enumValue' | 'extension' | 'service' | 'method';

/** What a reference leads to. Where it stands is known to the file that declares it, as that is now. */
export interface SymbolName {
  readonly kind: SymbolKind;
  /** Without a leading dot: `greeter.v1.Greeter.SayHello`. Enum values have their C++ scope, as in protoc. */
  readonly fullName: string;
  /** Import path of the file that declares it. */
  readonly file: string;
}

/** A declaration. Fields that the compiler makes up (map entries, synthetic oneofs) are not among them. */
export interface SymbolDefinition extends SymbolName {
  readonly nameSpan: Span;
  /** The whole declaration. */
  readonly span: Span;
}

/**
 * The name of a declaration, without a reference to its descriptor, so that a file which names it keeps nothing alive.
 */
export function symbolName(entity: Entity): SymbolName {
  return {
    kind: entity.kind === 'field' && entity.isExtension ? 'extension' : entity.kind,
    fullName: entity.fullName,
    file: entity.file.name,
  };
}

/** Where a declaration's name stood in the text that its descriptor was made from. */
export function nameSpan(entity: Entity): Span {
  return { start: entity.nameStart, end: entity.nameStart + entity.name.length };
}
