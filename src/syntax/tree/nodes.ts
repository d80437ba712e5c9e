/**
 * The syntax tree of one `.proto` file, as plain data.
 *
 * A node has the indexes of its first and last token, and its children as named properties. It has no types. Anything
 * that the user may not have typed yet is optional: the parser is lenient, and a file with errors still has a tree.
 * Names follow the productions of the protobuf language specification (proto2, proto3, editions).
 */

interface NodeBase {
  /** The index of the node's first token. */
  readonly first: number;
  /** The index of the node's last token. For an empty node, it is `first - 1`. */
  readonly last: number;
}

/** A node of any kind, told apart by `kind`. */
export type Node =
  | FileNode
  | FileItem
  | MessageItem
  | EnumItem
  | ServiceItem
  | OneofItem
  | IdentifierNode
  | TypeNameNode
  | MapTypeNode
  | RpcTypeNode
  | OptionNameNode
  | OptionNamePartNode
  | RangeNode
  | ValueNode
  | AggregateFieldNode;

/** The root node of a file. */
export interface FileNode extends NodeBase {
  readonly kind: 'file';
  readonly items: readonly FileItem[];
}

/** The items that are allowed at the top level of a file. */
export type FileItem =
  | SyntaxNode
  | PackageNode
  | ImportNode
  | OptionNode
  | MessageNode
  | EnumNode
  | ServiceNode
  | ExtendNode
  | EmptyNode
  | ErrorNode;

/** The statement `syntax = "proto3";` or `edition = "2024";`. */
export interface SyntaxNode extends NodeBase {
  readonly kind: 'syntax';
  readonly keyword: 'syntax' | 'edition';
  readonly value?: StringNode;
}

/** The statement `package a.b;`. */
export interface PackageNode extends NodeBase {
  readonly kind: 'package';
  readonly name?: TypeNameNode;
}

/** The statement `import "a.proto";`. */
export interface ImportNode extends NodeBase {
  readonly kind: 'import';
  readonly modifier?: 'public' | 'weak' | 'option';
  readonly path?: StringNode;
}

/** An `option` statement, or one entry of an option list in brackets. */
export interface OptionNode extends NodeBase {
  readonly kind: 'option';
  readonly name?: OptionNameNode;
  readonly value?: ValueNode;
}

/** The name of an option, such as `(a.b).c`, split into its parts. */
export interface OptionNameNode extends NodeBase {
  readonly kind: 'optionName';
  readonly parts: readonly OptionNamePartNode[];
}

/** One part of an option's name: `deprecated`, or `(my.extension)`. */
export interface OptionNamePartNode extends NodeBase {
  readonly kind: 'optionNamePart';
  readonly extension: boolean;
  readonly name?: TypeNameNode;
}

/** A declaration `message A { … }`. */
export interface MessageNode extends NodeBase {
  readonly kind: 'message';
  readonly visibility?: 'export' | 'local';
  readonly name?: IdentifierNode;
  /** The items of the message; undefined if there is no `{`. */
  readonly items?: readonly MessageItem[];
}

/** The items that are allowed in a message or a group. */
export type MessageItem =
  | FieldNode
  | OneofNode
  | MessageNode
  | EnumNode
  | ExtendNode
  | ExtensionsNode
  | ReservedNode
  | OptionNode
  | EmptyNode
  | ErrorNode;

/** A field, a map field, or a group. */
export interface FieldNode extends NodeBase {
  readonly kind: 'field';
  readonly label?: 'optional' | 'required' | 'repeated';
  /** The type of the field. It is undefined for a group, and if the user has not typed it yet. */
  readonly type?: TypeNameNode | MapTypeNode;
  readonly name?: IdentifierNode;
  readonly number?: NumberNode;
  readonly options: readonly OptionNode[];
  /** The items of a group. */
  readonly group?: readonly MessageItem[];
}

/** The type of a map field: `map<K, V>`. */
export interface MapTypeNode extends NodeBase {
  readonly kind: 'mapType';
  readonly key?: TypeNameNode;
  readonly value?: TypeNameNode;
}

/** A declaration `oneof a { … }`. */
export interface OneofNode extends NodeBase {
  readonly kind: 'oneof';
  readonly name?: IdentifierNode;
  readonly items?: readonly OneofItem[];
}

/** The items that are allowed in a oneof. */
export type OneofItem = FieldNode | OptionNode | EmptyNode | ErrorNode;

/** The statement `extensions 100 to 199 [ … ];`. */
export interface ExtensionsNode extends NodeBase {
  readonly kind: 'extensions';
  readonly ranges: readonly RangeNode[];
  readonly options: readonly OptionNode[];
}

/** The statement `reserved 2, 9 to 11;` or `reserved "a", "b";`. */
export interface ReservedNode extends NodeBase {
  readonly kind: 'reserved';
  readonly ranges: readonly RangeNode[];
  /** The reserved names. They are strings in proto2 and proto3, and identifiers in editions. */
  readonly names: readonly (StringNode | IdentifierNode)[];
}

/** A range of numbers: `5`, `5 to 9` or `5 to max`. */
export interface RangeNode extends NodeBase {
  readonly kind: 'range';
  readonly start?: NumberNode;
  /** The last number of the range; undefined if the range is a single number. */
  readonly end?: NumberNode | IdentifierNode;
}

/** A declaration `extend A { … }`. */
export interface ExtendNode extends NodeBase {
  readonly kind: 'extend';
  readonly extendee?: TypeNameNode;
  readonly items?: readonly (FieldNode | EmptyNode | ErrorNode)[];
}

/** A declaration `enum A { … }`. */
export interface EnumNode extends NodeBase {
  readonly kind: 'enum';
  readonly visibility?: 'export' | 'local';
  readonly name?: IdentifierNode;
  readonly items?: readonly EnumItem[];
}

/** The items that are allowed in an enum. */
export type EnumItem = EnumValueNode | ReservedNode | OptionNode | EmptyNode | ErrorNode;

/** An enum value: `A = 0 [ … ];`. */
export interface EnumValueNode extends NodeBase {
  readonly kind: 'enumValue';
  readonly name?: IdentifierNode;
  readonly number?: NumberNode;
  readonly options: readonly OptionNode[];
}

/** A declaration `service A { … }`. */
export interface ServiceNode extends NodeBase {
  readonly kind: 'service';
  readonly name?: IdentifierNode;
  readonly items?: readonly ServiceItem[];
}

/** The items that are allowed in a service. */
export type ServiceItem = MethodNode | OptionNode | EmptyNode | ErrorNode;

/** A method: `rpc A (B) returns (stream C) { … }`. */
export interface MethodNode extends NodeBase {
  readonly kind: 'method';
  readonly name?: IdentifierNode;
  readonly input?: RpcTypeNode;
  readonly output?: RpcTypeNode;
  /** The items of the body `{ … }`; undefined if a `;` ends the method. */
  readonly items?: readonly (OptionNode | EmptyNode | ErrorNode)[];
}

/** The request or response type of a method: `(stream Type)`. */
export interface RpcTypeNode extends NodeBase {
  readonly kind: 'rpcType';
  readonly stream: boolean;
  readonly type?: TypeNameNode;
}

/** One or more semicolons in a row, outside any statement. */
export interface EmptyNode extends NodeBase {
  readonly kind: 'empty';
}

/** Tokens that are not part of any valid statement. The node exists so that the tree covers the whole text. */
export interface ErrorNode extends NodeBase {
  readonly kind: 'error';
}

/** One identifier. `text` is its name. */
export interface IdentifierNode extends NodeBase {
  readonly kind: 'identifier';
  readonly text: string;
}

/**
 * A dotted name, such as `.google.protobuf.Any`, `string` or `a.b`. `text` has no whitespace or comments between its
 * parts.
 */
export interface TypeNameNode extends NodeBase {
  readonly kind: 'typeName';
  readonly text: string;
}

/** A number with its sign, if it has one. */
export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly negative: boolean;
  readonly float: boolean;
  /** The number as the user wrote it, without the sign. */
  readonly text: string;
}

/** One string. The text may write it as several adjacent literals. */
export interface StringNode extends NodeBase {
  readonly kind: 'string';
  /** The bytes of the string after unescaping, with one char code (0–255) per byte. Use `stringText` for UTF-8 text. */
  readonly bytes: string;
}

/** The value of an option, or of a field in text format. */
export type ValueNode = NumberNode | StringNode | NameValueNode | AggregateNode | ListNode;

/** A value that is an identifier: the name of an enum value, `true`, `inf`, `-inf` or `nan`. */
export interface NameValueNode extends NodeBase {
  readonly kind: 'nameValue';
  readonly negative: boolean;
  readonly text: string;
}

/** A message in text format, `{ … }` or `< … >`. */
export interface AggregateNode extends NodeBase {
  readonly kind: 'aggregate';
  readonly fields: readonly AggregateFieldNode[];
}

/** A field in text format: `name: value`. */
export interface AggregateFieldNode extends NodeBase {
  readonly kind: 'aggregateField';
  /** The name of the field: `name`, `[my.extension]`, or `[type.googleapis.com/pkg.Type]` of an Any. */
  readonly name: { readonly kind: 'field' | 'extension' | 'any'; readonly text: string };
  readonly value?: ValueNode;
}

/** A list in text format: `[ a, b ]`. */
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly values: readonly ValueNode[];
}
