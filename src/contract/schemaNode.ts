/** One row of the schema tree, as plain data. The language server makes it from text, the runner from reflection. */

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

/** Which sides of a method stream messages: https://grpc.io/docs/what-is-grpc/core-concepts/#rpc-life-cycle. */
export type MethodKind = 'unary' | 'serverStreaming' | 'clientStreaming' | 'bidiStreaming';

/**
 * What a row stands for. An `extend` row contains the fields of one extend block. `services`, `packages` and
 * `dependencies` are the first level of a large workspace. `types` contains the messages, enums and extensions of a
 * package with many of them. A `file` has errors that hide everything in it.
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
  /**
   * The declared name; for a package, the part that the rows around it do not show. An editor has its own words for
   * groups.
   */
  readonly label: string;
  /**
   * Short and grey: `HelloRequest → stream HelloReply`, `string = 1`. In a level of the tree, types have no packages if
   * their names are clear without them.
   */
  readonly description?: string;
  /** Without a leading dot. */
  readonly fullName: string;
  /** Set on methods. */
  readonly methodKind?: MethodKind;
  readonly deprecated?: boolean;
  /** The place of the name. It is only in replies about one row, and packages have none. */
  readonly place?: SourcePlace;
  /**
   * The root folder of its module, as a path on the server's machine. It is set if another module declares the same
   * name.
   */
  readonly module?: string;
  /** Whether the node has `children`. */
  readonly hasChildren: boolean;
  /** The URI of the file whose errors hide the declaration. The row shows its last readable version. */
  readonly brokenFile?: string;
  /** Whether a tree expands the row before the user has opened or closed anything. */
  readonly opensAtFirst?: true;
  /** The number of rows inside; set on `services` and `types`. */
  readonly count?: number;
  /** The comment, for a tooltip. It is only in replies about one row. */
  readonly documentation?: string;
}
