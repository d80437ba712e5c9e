/**
 * The syntax tree of one `.proto` file, as plain data.
 *
 * A node has the indexes of its first and last token, and its children as named properties. It knows no semantics.
 * Anything that you may not have typed yet is optional: the parser is lenient, and a file with errors still has a tree.
 * Names follow the productions of the protobuf language specification (proto2, proto3, editions).
 */

interface NodeBase {
  /** Index of the first token. */
  readonly first: number;
  /** Index of the last token, inclusive; `first - 1` for an empty node. */
  readonly last: number;
}

/** Every kind of node, told apart by `kind`. */
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

/** The whole file. */
export interface FileNode extends NodeBase {
  readonly kind: 'file';
  readonly items: readonly FileItem[];
}

/** What is allowed at the top level of a file. */
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

/** `syntax = "proto3";` or `edition = "2024";` */
export interface SyntaxNode extends NodeBase {
  readonly kind: 'syntax';
  readonly keyword: 'syntax' | 'edition';
  readonly value?: StringNode;
}

/** `package a.b;` */
export interface PackageNode extends NodeBase {
  readonly kind: 'package';
  readonly name?: TypeNameNode;
}

/** `import "a.proto";` */
export interface ImportNode extends NodeBase {
  readonly kind: 'import';
  readonly modifier?: 'public' | 'weak' | 'option';
  readonly path?: StringNode;
}

/** An `option` statement, or one entry of a bracketed list. */
export interface OptionNode extends NodeBase {
  readonly kind: 'option';
  readonly name?: OptionNameNode;
  readonly value?: ValueNode;
}

/** `(a.b).c`, as its parts. */
export interface OptionNameNode extends NodeBase {
  readonly kind: 'optionName';
  readonly parts: readonly OptionNamePartNode[];
}

/** `deprecated`, or `(my.extension)`. */
export interface OptionNamePartNode extends NodeBase {
  readonly kind: 'optionNamePart';
  readonly extension: boolean;
  readonly name?: TypeNameNode;
}

/** `message A { … }` */
export interface MessageNode extends NodeBase {
  readonly kind: 'message';
  readonly visibility?: 'export' | 'local';
  readonly name?: IdentifierNode;
  /** Undefined if there is no `{`. */
  readonly items?: readonly MessageItem[];
}

/** What is allowed in a message or a group. */
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
  /** Undefined for a group, and if it is not typed yet. */
  readonly type?: TypeNameNode | MapTypeNode;
  readonly name?: IdentifierNode;
  readonly number?: NumberNode;
  readonly options: readonly OptionNode[];
  /** A group's members. */
  readonly group?: readonly MessageItem[];
}

/** `map<K, V>` */
export interface MapTypeNode extends NodeBase {
  readonly kind: 'mapType';
  readonly key?: TypeNameNode;
  readonly value?: TypeNameNode;
}

/** `oneof a { … }` */
export interface OneofNode extends NodeBase {
  readonly kind: 'oneof';
  readonly name?: IdentifierNode;
  readonly items?: readonly OneofItem[];
}

/** What is allowed in a oneof. */
export type OneofItem = FieldNode | OptionNode | EmptyNode | ErrorNode;

/** `extensions 100 to 199 [ … ];` */
export interface ExtensionsNode extends NodeBase {
  readonly kind: 'extensions';
  readonly ranges: readonly RangeNode[];
  readonly options: readonly OptionNode[];
}

/** `reserved 2, 9 to 11;` or `reserved "a", "b";` */
export interface ReservedNode extends NodeBase {
  readonly kind: 'reserved';
  readonly ranges: readonly RangeNode[];
  /** Names, as strings (proto2, proto3) or identifiers (editions). */
  readonly names: readonly (StringNode | IdentifierNode)[];
}

/** `5`, `5 to 9`, `5 to max`. */
export interface RangeNode extends NodeBase {
  readonly kind: 'range';
  readonly start?: NumberNode;
  /** Undefined for a single number. */
  readonly end?: NumberNode | IdentifierNode;
}

/** `extend A { … }` */
export interface ExtendNode extends NodeBase {
  readonly kind: 'extend';
  readonly extendee?: TypeNameNode;
  readonly items?: readonly (FieldNode | EmptyNode | ErrorNode)[];
}

/** `enum A { … }` */
export interface EnumNode extends NodeBase {
  readonly kind: 'enum';
  readonly visibility?: 'export' | 'local';
  readonly name?: IdentifierNode;
  readonly items?: readonly EnumItem[];
}

/** What is allowed in an enum. */
export type EnumItem = EnumValueNode | ReservedNode | OptionNode | EmptyNode | ErrorNode;

/** `A = 0 [ … ];` */
export interface EnumValueNode extends NodeBase {
  readonly kind: 'enumValue';
  readonly name?: IdentifierNode;
  readonly number?: NumberNode;
  readonly options: readonly OptionNode[];
}

/** `service A { … }` */
export interface ServiceNode extends NodeBase {
  readonly kind: 'service';
  readonly name?: IdentifierNode;
  readonly items?: readonly ServiceItem[];
}

/** What is allowed in a service. */
export type ServiceItem = MethodNode | OptionNode | EmptyNode | ErrorNode;

/** `rpc A (B) returns (stream C) { … }` */
export interface MethodNode extends NodeBase {
  readonly kind: 'method';
  readonly name?: IdentifierNode;
  readonly input?: RpcTypeNode;
  readonly output?: RpcTypeNode;
  /** The items of the body `{ … }`; undefined if a `;` ends the method. */
  readonly items?: readonly (OptionNode | EmptyNode | ErrorNode)[];
}

/** `(stream Type)` */
export interface RpcTypeNode extends NodeBase {
  readonly kind: 'rpcType';
  readonly stream: boolean;
  readonly type?: TypeNameNode;
}

/** One or more `;` in a row, outside any statement. */
export interface EmptyNode extends NodeBase {
  readonly kind: 'empty';
}

/** Tokens that fit nowhere. They are kept so that the tree covers the whole text. */
export interface ErrorNode extends NodeBase {
  readonly kind: 'error';
}

/** One identifier; `text` is its name. */
export interface IdentifierNode extends NodeBase {
  readonly kind: 'identifier';
  readonly text: string;
}

/** A dotted name, without whitespace and comments between its parts: `.google.protobuf.Any`, `string`, `a.b`. */
export interface TypeNameNode extends NodeBase {
  readonly kind: 'typeName';
  readonly text: string;
}

/** A number with its sign, if it has one. */
export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly negative: boolean;
  readonly float: boolean;
  /** As written, without the sign. */
  readonly text: string;
}

/** One string, made of one or more adjacent literals. */
export interface StringNode extends NodeBase {
  readonly kind: 'string';
  /** Its bytes after unescaping, one char code (0–255) per byte. Use `stringText` for UTF-8 text. */
  readonly bytes: string;
}

/** The value of an option, or of a field in text format. */
export type ValueNode = NumberNode | StringNode | NameValueNode | AggregateNode | ListNode;

/** An identifier as a value: an enum value's name, `true`, `inf`, `-inf`, `nan`. */
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

/** `name: value` in text format. */
export interface AggregateFieldNode extends NodeBase {
  readonly kind: 'aggregateField';
  /** `name`, `[my.extension]`, or `[type.googleapis.com/pkg.Type]` of an Any. */
  readonly name: { readonly kind: 'field' | 'extension' | 'any'; readonly text: string };
  readonly value?: ValueNode;
}

/** `[ a, b ]` in text format. */
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly values: readonly ValueNode[];
}
