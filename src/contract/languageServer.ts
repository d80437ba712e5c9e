/** The requests of the extension to the language server, besides LSP itself. */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { MissingOption } from './generation.ts';
import type { SetReference } from './sets.ts';
import type { NamedKind, SchemaNode, SchemaNodeKind, SourcePlace, SourceRange } from './schemaNode.ts';

/** What the server is started with. */
export interface ServerOptions {
  /** Folder that contains `google/protobuf/*.proto`. */
  readonly wellKnownRoot: string;
  /**
   * The `grpcWorkbench` settings, for a client without `workspace/configuration`. They are the same for all folders,
   * nested as in VS Code.
   */
  readonly settings?: unknown;
  /**
   * The editor's command that opens the list of suggestions. Without it, the list opens only when the user asks for it.
   */
  readonly suggestCommand?: string;
  /** Whether fixes may be commands of the extension. */
  readonly importCommands?: boolean;
  /**
   * Whether files of a folder may name import roots outside the folder. The default is true, for editors without
   * workspace trust. When the user trusts the workspace later, the client sends `trusted`.
   */
  readonly trusted?: boolean;
}

/** Which rows of the schema tree to list. */
export interface SchemaChildrenParams {
  /** Undefined for the packages. */
  readonly parent?: string;
}

/** The rows directly inside a row, or the rows of the first level; empty if the id is gone. */
export const schemaChildren = new RequestType<SchemaChildrenParams, readonly SchemaNode[], void>(
  'grpcWorkbench/schemaChildren',
);

/** The row and its ancestors, outermost first; empty if the id is gone. */
export const schemaPath = new RequestType<{ readonly id: string }, readonly SchemaNode[], void>(
  'grpcWorkbench/schemaPath',
);

/** The rows of the schema tree at a place in a file. A service of a large workspace has two rows. */
export interface RowsAt {
  /** The ids of the innermost declaration's rows; empty if the place is in no declaration. */
  readonly rows: readonly string[];
  /** The ids of the rows of the declarations around it. */
  readonly around: readonly string[];
}

/** Positions in one file, as in LSP. */
export interface PlacesInFile {
  readonly uri: string;
  readonly positions: readonly Omit<DocumentPosition, 'uri'>[];
}

/** The rows at places of some files: one list per file, and one entry per position, in the same order. */
export const rowsAt = new RequestType<
  { readonly files: readonly PlacesInFile[] },
  readonly (readonly RowsAt[])[],
  void
>('grpcWorkbench/rowsAt');

/** What is inside the wanted packages and groups: declarations by their rows' ids, and whole files by their URIs. */
export interface RowsAroundParams {
  readonly rows: readonly string[];
  readonly uris: readonly string[];
}

/** The ids of the packages and groups around rows and files, each once. A file without rows adds nothing. */
export const rowsAround = new RequestType<RowsAroundParams, readonly string[], void>('grpcWorkbench/rowsAround');

/** One row with its current place and comment; null if the id is gone. */
export const schemaNode = new RequestType<{ readonly id: string }, SchemaNode | null, void>('grpcWorkbench/schemaNode');

/** A declaration to look for: its kind, and its full name without a leading dot. */
export interface SchemaFindParams {
  readonly kind: NamedKind;
  readonly fullName: string;
}

/** All declarations with a name, with their places. Each module may have one. */
export const schemaFind = new RequestType<SchemaFindParams, readonly SchemaNode[], void>('grpcWorkbench/schemaFind');

/** What to search the schema tree for. */
export interface SchemaSearchParams {
  /** The start or the capital letters of a name. Parts before it restrict its parents: `pubsub.Publ`. */
  readonly query: string;
  /** The caller wants at most this many rows. */
  readonly limit: number;
  /** Undefined for packages, declarations and methods. */
  readonly kinds?: readonly SchemaNodeKind[];
}

/** The matching rows, up to the limit. */
export interface SchemaSearchResult {
  /** The best match first. */
  readonly rows: readonly SchemaNode[];
  /** Whether more rows match. */
  readonly more: boolean;
}

/** Searches the whole schema tree by name, for a list to choose from. */
export const schemaSearch = new RequestType<SchemaSearchParams, SchemaSearchResult, void>('grpcWorkbench/schemaSearch');

/** The proto files whose paths end in an import path, as URIs. */
export const filesEndingIn = new RequestType<{ readonly importPath: string }, readonly string[], void>(
  'grpcWorkbench/filesEndingIn',
);

/** Another program may have written files, and the file watchers reported nothing. */
export const lookAgain = new NotificationType0('grpcWorkbench/lookAgain');

/** Searches all folders again, as after the start. */
export const rescan = new RequestType0<void, void>('grpcWorkbench/rescan');

/** A new state of the schema. */
export interface SchemaChange {
  /** Increases with each change. */
  readonly version: number;
  /** Rows of the schema tree with changes inside, null for the first level; undefined if any row may have changed. */
  readonly rows?: readonly (string | null)[];
}

/** Sent when any schema may have changed. */
export const schemaChanged = new NotificationType<SchemaChange>('grpcWorkbench/schemaChanged');

/** How far the files of all folders have been read. */
export interface Reading {
  /** All files. */
  readonly total: number;
  /** The files that are not read yet. */
  readonly left: number;
}

/** Sent from time to time while many files are read, and once when all are read. */
export const reading = new NotificationType<Reading>('grpcWorkbench/reading');

/** A service by its full name. Several modules may declare it: `file` is the URI of the file in which it is meant. */
export interface ServiceInFile {
  readonly service: string;
  readonly file?: string;
}

/** The purpose of a descriptor set. */
export type SchemaScope =
  /** The import closure of the file that declares a service: everything that a call needs. */
  | ({ readonly kind: 'service' } & ServiceInFile)
  /** The module that declares a service. */
  | ({ readonly kind: 'moduleOfService' } & ServiceInFile)
  /** The module that contains a file. */
  | { readonly kind: 'moduleOfFile'; readonly uri: string }
  /** The module with this root folder, as `modules` lists it. */
  | { readonly kind: 'module'; readonly folder: string };

/** Which descriptor set the caller wants, and which one it already has. */
export interface DescriptorSetParams {
  readonly scope: SchemaScope;
  /** Comments and positions, which generation needs, or only comments, which do not change when lines move. */
  readonly sourceInfo: boolean | 'comments';
  /** The hash in the last reply. */
  readonly knownHash?: string;
}

/** A descriptor set, or why it does not exist. */
export type DescriptorSetResult =
  /** The same set as before. The reference may have changed. */
  | { readonly kind: 'unchanged'; readonly set: SetReference }
  | {
      readonly kind: 'set';
      /** Refers to a serialized FileDescriptorSet. It leaves out files with errors and the files that import them. */
      readonly set: SetReference;
      /** Import paths of the module's own files, which are the files to generate for. */
      readonly files: readonly string[];
      readonly leftOut: LeftOut;
      readonly problems: readonly SchemaProblem[];
      readonly module: ModuleInfo;
    }
  /** There is no such file, module or service. */
  | { readonly kind: 'none' };

/** What the set lacks. These files have errors, or import a file with errors. */
export interface LeftOut {
  /** Import paths. */
  readonly files: readonly string[];
  /** The services that they declare, as far as we can read them. */
  readonly services: readonly LeftOutService[];
}

/** A service that the set lacks. */
export interface LeftOutService {
  readonly fullName: string;
  /** Import path of the file with the errors: the file of the service, or one that it imports. */
  readonly brokenFile: string;
}

/** A module for calls and the local server. */
export interface ModuleInfo {
  /** Its root folder, as a path on the server's machine. */
  readonly folder: string;
  /** Full names of its services, sorted. */
  readonly services: readonly string[];
}

/** The modules of all open folders. */
export const modules = new RequestType0<readonly ModuleInfo[], void>('grpcWorkbench/modules');

/** An error, with its place. */
export interface SchemaProblem {
  /** Import path. */
  readonly file: string;
  readonly message: string;
  readonly place: SourcePlace;
  /** Set if a command of another tool removes the error. */
  readonly mend?: ToolCommand;
}

/** A command of another tool, and where to run it. */
export interface ToolCommand {
  readonly command: string;
  /** As a path on the server's machine. */
  readonly folder: string;
}

/** Builds the current set of a scope. The reply does not contain the bytes; fetch them by the reference. */
export const descriptorSet = new RequestType<DescriptorSetParams, DescriptorSetResult, void>(
  'grpcWorkbench/descriptorSet',
);

/** A position in a document, as in LSP: zero-based, in UTF-16 code units. */
export interface DocumentPosition {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Explains in Markdown why an import leads to its file; null if there is no import at the position. */
export const explainImport = new RequestType<
  DocumentPosition,
  { readonly markdown: string; readonly resolved?: string } | null,
  void
>('grpcWorkbench/explainImport');

/** The rpc at a position, as `pkg.Service/Method`; null if there is none. */
export const methodAt = new RequestType<DocumentPosition, string | null, void>('grpcWorkbench/methodAt');

/** A selection in a document; empty for a cursor. */
export interface SelectedRange {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** The files that declarations of a document can move to, as URIs, the ones of the same package first. */
export const moveTargets = new RequestType<SelectedRange, readonly string[], void>('grpcWorkbench/moveTargets');

/** Which declarations move, and the URI of the file, which need not exist. */
export interface MoveParams extends SelectedRange {
  readonly target: string;
}

/** Empty if the editor has applied the edits. */
export interface MoveResult {
  readonly failed?: string;
}

/** Moves the selected declarations. The server asks the editor to apply the edits; an error says why it does not. */
export const moveDeclarations = new RequestType<MoveParams, MoveResult, void>('grpcWorkbench/moveDeclarations');

/** A service or a method of a document. */
export interface PlacedService {
  readonly kind: 'service' | 'method';
  /** `greeter.v1.Greeter.SayHello` */
  readonly fullName: string;
  /** The place of its name. */
  readonly name: SourceRange;
}

/** The services of a document, each before its methods. */
export const servicesIn = new RequestType<{ readonly uri: string }, readonly PlacedService[], void>(
  'grpcWorkbench/servicesIn',
);

/** The argument of a lens: the full name of a service, or `pkg.Service/Method`, and the URI of the lens's file. */
export interface NameInFile {
  readonly name: string;
  readonly file: string;
}

/** A file option that a file lacks, and its new value. */
export type MissingFileOption = Omit<MissingOption, 'line' | 'column'>;

/** Options to write into the files of a scope. */
export interface OptionEditsParams {
  readonly scope: SchemaScope;
  readonly options: readonly MissingFileOption[];
}

/** One option, with the edit that writes it. */
export interface OptionEdit extends MissingFileOption {
  /** Where the editor shows that the option is missing. */
  readonly place: SourcePlace;
  readonly edit: { readonly place: SourcePlace; readonly newText: string };
}

/** The edits that write options into files of a scope. They skip files that already have the option. */
export const optionEdits = new RequestType<OptionEditsParams, readonly OptionEdit[], void>('grpcWorkbench/optionEdits');

/** The user trusts the workspace: all import roots are allowed from now on. */
export const trusted = new NotificationType0('grpcWorkbench/trusted');
