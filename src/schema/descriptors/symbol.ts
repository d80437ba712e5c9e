/** Describes declarations as other files see them: their kind, their name and their place. */
import type { Span } from '../../text/span.ts';
import type { Entity } from './descriptor.ts';

/** The kinds of declaration that a name can refer to in diagnostics, hovers and renames. */
export type SymbolKind = 'message' | 'field' | 'oneof' | 'enum' | 'enumValue' | 'extension' | 'service' | 'method';

/** The declaration that a reference leads to. Its current place is in the linked file that declares it. */
export interface SymbolName {
  readonly kind: SymbolKind;
  /**
   * The full name without a leading dot: `greeter.v1.Greeter.SayHello`. The name of an enum value is in C++ scope, as
   * in protoc.
   */
  readonly fullName: string;
  /** The import path of the file with the declaration. */
  readonly file: string;
}

/** A declaration in the text. Generated fields (map entries, synthetic oneofs) are not symbols. */
export interface SymbolDefinition extends SymbolName {
  readonly nameSpan: Span;
  /** The span of the whole declaration. */
  readonly span: Span;
}

/**
 * Returns the name of a declaration, without a reference to its descriptor. A file that keeps the name does not keep
 * the other file in memory.
 */
export function symbolName(entity: Entity): SymbolName {
  return {
    kind: entity.kind === 'field' && entity.isExtension ? 'extension' : entity.kind,
    fullName: entity.fullName,
    file: entity.file.name,
  };
}

/** Returns the span of a declaration's name, in the text that the descriptor comes from. */
export function nameSpan(entity: Entity): Span {
  return { start: entity.nameStart, end: entity.nameStart + entity.name.length };
}
