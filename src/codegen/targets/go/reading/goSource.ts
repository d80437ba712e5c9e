/**
 * What we keep of a user's Go file: its declarations, and from function bodies only the names that they use. It is
 * plain data that can move between threads.
 */
import type { Span } from '../../../../text/span.ts';

/** One Go file. Spans and offsets are in UTF-16 code units. */
export interface GoSource {
  readonly text: string;
  readonly package: string;
  /** The expression in the file's `//go:build` line. */
  readonly constraint?: string;
  readonly imports: readonly GoImportDeclaration[];
  /** The offset after the last import declaration. If there is none, it is the offset after the package clause. */
  readonly importsEnd: number;
  /** The offset of the closing parenthesis of the last import block, if there is a block. */
  readonly importBlockEnd?: number;
  readonly types: readonly GoTypeDeclaration[];
  readonly methods: readonly GoMethodDeclaration[];
  readonly claims: readonly GoClaim[];
  /** The span of the name of `func main`, if the file declares it. */
  readonly main?: Span;
  /** All names that the file declares in its package. */
  readonly names: ReadonlySet<string>;
  /**
   * The string literals of the file, without quotes. This field and the following ones have only what `GoInterest` asks
   * for.
   */
  readonly strings: ReadonlySet<string>;
  /**
   * Selectors such as `pb.RegisterGreeterServer`, in the whole file. A function that is called by a plain name is
   * included.
   */
  readonly selectors: ReadonlySet<string>;
  /** The last names of all selectors, such as `Handle` of `s.next.Handle(ctx)`. */
  readonly selected: ReadonlySet<string>;
  /** The calls of exported methods, if the text shows the value on which the method is called. */
  readonly calls: readonly GoCall[];
}

/** One imported package. */
export interface GoImportDeclaration {
  readonly path: string;
  /** The alias as written, which can be `.` or `_`; undefined if there is no alias. */
  readonly alias?: string;
  /** The span of the import path, with its quotes. */
  readonly span: Span;
}

/** One declared type. */
export interface GoTypeDeclaration {
  readonly name: string;
  readonly nameSpan: Span;
  /** The names of the type parameters. */
  readonly parameters: readonly string[];
  /** The type `B` in `type A = B`; undefined for other declarations. */
  readonly alias?: GoType;
  /** The types that a struct or an interface embeds. Pointers have lost their `*`. */
  readonly embeds: readonly GoEmbedding[];
  /** The fields of a struct that have names. Fields of embedded types are not included. */
  readonly fields: readonly GoParameter[];
  /** The methods of an interface, with their places. */
  readonly interfaceMethods: readonly GoName[];
  /** The offset after the declaration. One declaration may declare several types. */
  readonly end: number;
}

/** A name in a Go file, with its place. */
export interface GoName {
  readonly name: string;
  readonly nameSpan: Span;
}

interface GoEmbedding {
  readonly type: GoType;
  readonly span: Span;
}

/** A method, which is a function with a receiver. */
export interface GoMethodDeclaration {
  readonly receiver: GoReceiver;
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly GoParameter[];
  readonly results: readonly GoParameter[];
  /** The span of the parameters and results. */
  readonly signature: Span;
  /** The span of the method, including the comment before it. */
  readonly span: Span;
}

/** The receiver of a method. */
export interface GoReceiver {
  /** The name of the receiver; empty if it has no name. */
  readonly name: string;
  /** The name of the receiver's type, without pointer and type parameters. */
  readonly type: string;
  /** The type of the receiver as written, such as `*Server[T]`. */
  readonly text: string;
}

/** A parameter, a result or a field. */
export interface GoParameter {
  /** The name; empty if there is no name. */
  readonly name: string;
  readonly type: GoType;
}

/** A type as the file writes it. */
export type GoType =
  | GoNamedType
  | { readonly kind: 'pointer'; readonly to: GoType }
  | { readonly kind: 'other'; readonly text: string };

/** A type that the file writes as a name, possibly with type arguments. */
export interface GoNamedType {
  readonly kind: 'name';
  readonly package?: string;
  readonly name: string;
  readonly arguments: readonly GoType[];
}

/**
 * Code that says that a type is a server: `pb.RegisterGreeterServer(s, &T{})` or `var _ pb.GreeterServer = (*T)(nil)`.
 */
export interface GoClaim {
  readonly package: string;
  /** The function or interface in this code, such as `RegisterGreeterServer` or `GreeterServer`. */
  readonly name: string;
  readonly type: string;
}

/** The call of a method, such as `s.greeter.SayHello(…)`. */
export interface GoCall extends GoName {
  readonly on: GoOperand;
}

/** The value on which a method is called, as far as the file shows it. */
export type GoOperand =
  /** A value whose type the file shows, such as a variable with a declared type. */
  | { readonly kind: 'typed'; readonly type: GoType }
  /** The result of a function, such as `pb.NewGreeterClient(conn)`. */
  | { readonly kind: 'made'; readonly by: GoNamedType }
  | { readonly kind: 'field'; readonly of: GoOperand; readonly name: string };
