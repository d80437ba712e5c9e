/** Declarations as other files see them: their kind, their name and their place. */
import type { Span } from '../../text/span.ts';
import type { Entity } from './descriptor.ts';

/** The kinds of things that a name can refer to in diagnostics, hovers and renames. */
export type SymbolKind = 'message' | 'field' | 'oneof' | 'enum' | 'enumValue' | 'extension' | 'service' | 'method';

/** What a reference leads to. The file that declares it knows its current place. */
export interface SymbolName {
  readonly kind: SymbolKind;
  /**
   * The full name without a leading dot: `greeter.v1.Greeter.SayHello`. Enum values have their C++ scope, as in protoc.
   */
  readonly fullName: string;
  /** The import path of the file that declares it. */
  readonly file: string;
}

/** A declaration in the text. Generated fields (map entries, synthetic oneofs) are not symbols. */
export interface SymbolDefinition extends SymbolName {
  readonly nameSpan: Span;
  /** The span of the whole declaration. */
  readonly span: Span;
}

/**
 * The name of a declaration, without a reference to its descriptor. So a file that uses the name keeps no other file in
 * memory.
 */
export function symbolName(entity: Entity): SymbolName {
  return {
    kind: entity.kind === 'field' && entity.isExtension ? 'extension' : entity.kind,
    fullName: entity.fullName,
    file: entity.file.name,
  };
}

/** Where the declaration's name was in the text that its descriptor comes from. */
export function nameSpan(entity: Entity): Span {
  return { start: entity.nameStart, end: entity.nameStart + entity.name.length };
}
