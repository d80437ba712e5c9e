/**
 * What the user's Go file declares, as far as generation needs it: plain data that can move between threads. From
 * bodies it has only the names that they use.
 */
import type { Span } from '../../../../text/span.ts';

/** One Go file. Spans and offsets are in UTF-16 code units. */
export interface GoSource {
  readonly text: string;
  readonly package: string;
  /** The expression in its `//go:build` line. */
  readonly constraint?: string;
  readonly imports: readonly GoImportDeclaration[];
  /** Offset after the last import declaration, or after the package clause. */
  readonly importsEnd: number;
  /** Offset of the closing parenthesis of the last import block, if there is one. */
  readonly importBlockEnd?: number;
  readonly types: readonly GoTypeDeclaration[];
  readonly methods: readonly GoMethodDeclaration[];
  readonly claims: readonly GoClaim[];
  /** Of the name of `func main`, if it has one. */
  readonly main?: Span;
  /** Every name that the file declares in its package. */
  readonly names: ReadonlySet<string>;
  /** String literals without quotes. This field and the following ones are filled only as requested (`GoInterest`). */
  readonly strings: ReadonlySet<string>;
  /**
   * Selectors such as `pb.RegisterGreeterServer`, wherever they are; for calls, also the plain `RegisterGreeterServer`.
   */
  readonly selectors: ReadonlySet<string>;
  /** The selected names, whatever they are selected from: `Handle` of `s.next.Handle(ctx)`. */
  readonly selected: ReadonlySet<string>;
  /** Calls of exported methods, if the text shows what they are called on. */
  readonly calls: readonly GoCall[];
}

/** One imported package. */
export interface GoImportDeclaration {
  readonly path: string;
  /** As written, including `.` and `_`; undefined for the package's own name. */
  readonly alias?: string;
  /** The span of the path, with its quotes. */
  readonly span: Span;
}

/** One declared type. */
export interface GoTypeDeclaration {
  readonly name: string;
  readonly nameSpan: Span;
  /** Names of its type parameters. */
  readonly parameters: readonly string[];
  /** For `type A = B`: the type that it is another name of. */
  readonly alias?: GoType;
  /** Types that a struct or an interface embeds, without the `*`. */
  readonly embeds: readonly GoEmbedding[];
  /** A struct's own named fields. */
  readonly fields: readonly GoParameter[];
  /** The methods of an interface. */
  readonly interfaceMethods: readonly GoName[];
  /** Offset after the declaration, which may declare other types too. */
  readonly end: number;
}

/** A name and its place. */
export interface GoName {
  readonly name: string;
  readonly nameSpan: Span;
}

interface GoEmbedding {
  readonly type: GoType;
  readonly span: Span;
}

/** One method with a receiver. */
export interface GoMethodDeclaration {
  readonly receiver: GoReceiver;
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly GoParameter[];
  readonly results: readonly GoParameter[];
  /** Parameters and results. */
  readonly signature: Span;
  /** Includes the comment before it. */
  readonly span: Span;
}

/** The receiver of a method. */
export interface GoReceiver {
  /** Empty if it has no name. */
  readonly name: string;
  /** Without type parameters. */
  readonly type: string;
  /** As written: `*Server[T]`. */
  readonly text: string;
}

/** A parameter, a result or a field. */
export interface GoParameter {
  /** Empty if it has no name. */
  readonly name: string;
  readonly type: GoType;
}

/** A type as written. */
export type GoType =
  | GoNamedType
  | { readonly kind: 'pointer'; readonly to: GoType }
  | { readonly kind: 'other'; readonly text: string };

/** A type that is written as a name, possibly with type arguments. */
export interface GoNamedType {
  readonly kind: 'name';
  readonly package?: string;
  readonly name: string;
  readonly arguments: readonly GoType[];
}

/** `pb.RegisterGreeterServer(s, &T{})` or `var _ pb.GreeterServer = (*T)(nil)`: code that says what T is for. */
export interface GoClaim {
  readonly package: string;
  /** `RegisterGreeterServer`, `GreeterServer` */
  readonly name: string;
  readonly type: string;
}

/** `s.greeter.SayHello(…)` */
export interface GoCall extends GoName {
  readonly on: GoOperand;
}

/** What a call is made on, as far as the text of its file shows it. */
export type GoOperand =
  /** A variable that is declared with a type. */
  | { readonly kind: 'typed'; readonly type: GoType }
  /** The result of a function: `pb.NewGreeterClient(conn)`. */
  | { readonly kind: 'made'; readonly by: GoNamedType }
  | { readonly kind: 'field'; readonly of: GoOperand; readonly name: string };
