/** A declaration as others name it: what it is, what it is called, where it stands. */
import type { Span } from '../text/span.ts';

export type SymbolKind =
  | 'message'
  | 'field'
  | 'oneof'
  | 'enum'
  | 'enumValue'
  | 'extension'
  | 'service'
  | 'method';

/** A declaration. Fields that the compiler makes up (map entries, synthetic oneofs) are not among them. */
export interface SymbolDefinition {
  readonly kind: SymbolKind;
  /** Without a leading dot: `greeter.v1.Greeter.SayHello`. Enum values have their C++ scope, as in protoc. */
  readonly fullName: string;
  /** Import path of the file that declares it. */
  readonly file: string;
  readonly nameSpan: Span;
  /** The whole declaration. */
  readonly span: Span;
}
