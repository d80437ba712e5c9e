/** One row of the schema tree, plain; made by the language server from text, by the runner from reflection. */

/** Zero-based, in UTF-16 code units. */
export interface SourceRange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** A range of the document with this URI. */
export interface SourcePlace {
  readonly uri: string;
  readonly range: SourceRange;
}

/** Which sides of a method stream: https://grpc.io/docs/what-is-grpc/core-concepts/#rpc-life-cycle. */
export type MethodKind = 'unary' | 'serverStreaming' | 'clientStreaming' | 'bidiStreaming';

/**
 * What a row stands for. An `extend` row holds the fields of one extend block. `services`, `packages` and `dependencies`
 * are the first level of a large workspace; `types` holds the messages, enums and extensions of a package that has many,
 * and a `file` has errors that hide everything in it.
 */
export type SchemaNodeKind =
  | 'services'
  | 'packages'
  | 'dependencies'
  | 'types'
  | 'file'
  | 'package'
  | 'service'
  | 'method'
  | 'message'
  | 'field'
  | 'oneof'
  | 'enum'
  | 'enumValue'
  | 'extend';

/** The kinds of declarations that `schemaFind` finds by their full names. */
export type NamedKind = 'service' | 'method' | 'message' | 'enum';

/** One row of the schema tree. */
export interface SchemaNode {
  /** Stable while the declaration keeps its name, so that a tree can keep its expansion. */
  readonly id: string;
  readonly kind: SchemaNodeKind;
  /** The declared name, or of the package what the rows around it do not say. An editor has its own words for groups. */
  readonly label: string;
  /** Short and grey: `HelloRequest → stream HelloReply`, `string = 1`. */
  readonly description?: string;
  /** Without a leading dot. */
  readonly fullName: string;
  /** Set on methods. */
  readonly methodKind?: MethodKind;
  readonly deprecated?: boolean;
  /** Where the name stands; only in answers about one row, and a package has none. */
  readonly place?: SourcePlace;
  /** Whether `children` of this node would give any. */
  readonly hasChildren: boolean;
  /** The URI of the file whose errors hide the declaration: the row is what was last read of it. */
  readonly brokenFile?: string;
  /** Whether a tree shows what is below before the user has opened or closed anything. */
  readonly opensAtFirst?: true;
  /** How many rows are below; set on `types`. */
  readonly count?: number;
  /** The comment, for a tooltip; only in answers about one row. */
  readonly documentation?: string;
}
