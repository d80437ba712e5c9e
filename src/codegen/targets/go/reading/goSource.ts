/**
 * What a person's Go file declares, as far as generation asks: plain data that travels between threads.
 * Bodies are looked into only for the names that they use.
 */
import type { Span } from '../../../../text/span.ts';

/** One Go file. Spans and offsets are in UTF-16 code units. */
export interface GoSource {
  readonly text: string;
  readonly package: string;
  /** The expression of its `//go:build` line. */
  readonly constraint?: string;
  readonly imports: readonly GoImportDeclaration[];
  /** Offset behind the last import declaration, or behind the package clause. */
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
  /** String literals without their quotes; this and what follows is there as far as it was asked for (`GoInterest`). */
  readonly strings: ReadonlySet<string>;
  /** `pb.RegisterGreeterServer`, wherever it stands; where it is called, `RegisterGreeterServer` too. */
  readonly selectors: ReadonlySet<string>;
  /** What is selected of anything: `Handle` of `s.next.Handle(ctx)`. */
  readonly selected: ReadonlySet<string>;
  /** Calls of exported methods, where the text says what they are called on. */
  readonly calls: readonly GoCall[];
}

/** One imported package. */
export interface GoImportDeclaration {
  readonly path: string;
  /** As written, `.` and `_` too; missing: the package's own name. */
  readonly alias?: string;
  /** Of the path, with its quotes. */
  readonly span: Span;
}

/** One declared type. */
export interface GoTypeDeclaration {
  readonly name: string;
  readonly nameSpan: Span;
  /** Names of its type parameters. */
  readonly parameters: readonly string[];
  /** `type A = B`: what it is another name of. */
  readonly alias?: GoType;
  /** Types that a struct or an interface embeds, without the `*`. */
  readonly embeds: readonly GoEmbedding[];
  /** A struct's own, with their names. */
  readonly fields: readonly GoParameter[];
  /** Methods that an interface lists. */
  readonly interfaceMethods: readonly GoName[];
  /** Offset behind the declaration, which may declare other types too. */
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
  /** With the comment before it. */
  readonly span: Span;
}

/** The receiver of a method. */
export interface GoReceiver {
  /** Empty where it has none. */
  readonly name: string;
  /** Without type parameters. */
  readonly type: string;
  /** As written: `*Server[T]`. */
  readonly text: string;
}

/** A parameter, a result or a field. */
export interface GoParameter {
  /** Empty where it has none. */
  readonly name: string;
  readonly type: GoType;
}

/** A type as it is written. */
export type GoType =
  | GoNamedType
  | { readonly kind: 'pointer'; readonly to: GoType }
  | { readonly kind: 'other'; readonly text: string };

/** A type that is written as a name, with type arguments if it has some. */
export interface GoNamedType {
  readonly kind: 'name';
  readonly package?: string;
  readonly name: string;
  readonly arguments: readonly GoType[];
}

/** `pb.RegisterGreeterServer(s, &T{})` and `var _ pb.GreeterServer = (*T)(nil)`: somebody says what T is there for. */
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

/** What a call is made on, as far as the text of its file says it. */
export type GoOperand =
  /** Declared with a type. */
  | { readonly kind: 'typed'; readonly type: GoType }
  /** What a function gives: `pb.NewGreeterClient(conn)`. */
  | { readonly kind: 'made'; readonly by: GoNamedType }
  | { readonly kind: 'field'; readonly of: GoOperand; readonly name: string };
