/**
 * One row of the schema tree, as plain data. The language server makes rows from the text of files, the runner from
 * reflection.
 */

/** A range of a text. Lines and characters are zero-based; characters are UTF-16 code units. */
export interface SourceRange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** A range of the document with a URI. */
export interface SourcePlace {
  readonly uri: string;
  readonly range: SourceRange;
}

/** Which sides of a method stream messages: https://grpc.io/docs/what-is-grpc/core-concepts/#rpc-life-cycle. */
export type MethodKind = 'unary' | 'serverStreaming' | 'clientStreaming' | 'bidiStreaming';

/**
 * The kind of thing that a row shows. An `extend` row contains the fields of one extend block. `services`, `packages`
 * and `dependencies` are the first level of a large workspace. `types` contains the messages, enums and extensions of a
 * package that has many of them. A `file` row shows a file with errors that hide everything in it.
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
  /** The id of the row. It stays the same while the declaration keeps its name, so a tree can keep the row expanded. */
  readonly id: string;
  readonly kind: SchemaNodeKind;
  /**
   * The declared name. For a package, it is the part of the name that the rows above it do not show. The editor has its
   * own labels for groups such as `services`.
   */
  readonly label: string;
  /**
   * The short grey text after the label: `HelloRequest → stream HelloReply`, `string = 1`. If the names of the types
   * are unique without their packages, rows of the tree leave out the packages.
   */
  readonly description?: string;
  /** The full name without a leading dot. */
  readonly fullName: string;
  /** The kind of a method. Other rows do not have it. */
  readonly methodKind?: MethodKind;
  readonly deprecated?: boolean;
  /** The place of the name. Only replies about one row have it. Packages do not have a place. */
  readonly place?: SourcePlace;
  /**
   * The root folder of the module that declares the row, as a path on the server's machine. It is set if another module
   * declares the same name.
   */
  readonly module?: string;
  /** Whether other rows are inside this row. */
  readonly hasChildren: boolean;
  /** The URI of the file whose errors hide the declaration. The row shows its last readable version. */
  readonly brokenFile?: string;
  /** Whether a tree expands the row until the user collapses it. */
  readonly opensAtFirst?: true;
  /** The number of rows inside this row. Only `services` and `types` have it. */
  readonly count?: number;
  /** The comment of the declaration, for a tooltip. Only replies about one row have it. */
  readonly documentation?: string;
}
