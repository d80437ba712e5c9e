/** The requests between the extension and the language server, besides LSP itself. */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { MissingOption } from './generation.ts';
import type { SetReference } from './sets.ts';
import type { NamedKind, SchemaNode, SchemaNodeKind, SourcePlace, SourceRange } from './schemaNode.ts';

/** The options that the client passes to the server at its start. */
export interface ServerOptions {
  /** The folder that contains `google/protobuf/*.proto`. */
  readonly wellKnownRoot: string;
  /**
   * The `grpcWorkbench` settings, for a client without `workspace/configuration`. They apply to all folders, and are
   * nested as in VS Code.
   */
  readonly settings?: unknown;
  /** The editor's command that opens the list of suggestions. If it is undefined, only the user can open the list. */
  readonly suggestCommand?: string;
  /** Whether the client can run the extension's commands that fixes use. */
  readonly importCommands?: boolean;
  /**
   * Whether files of a folder may name import roots outside the folder. The default is true, for editors without
   * workspace trust. When the user trusts the workspace later, the client sends `trusted`.
   */
  readonly trusted?: boolean;
}

/** Selects the row of the schema tree whose children to list. */
export interface SchemaChildrenParams {
  /** The id of the row. If it is undefined, the request lists the first level. */
  readonly parent?: string;
}

/**
 * Returns the rows directly inside a row, or the rows of the first level. The list is empty if the id no longer exists.
 */
export const schemaChildren = new RequestType<SchemaChildrenParams, readonly SchemaNode[], void>(
  'grpcWorkbench/schemaChildren',
);

/** Returns a row and its ancestors, outermost first. The list is empty if the id no longer exists. */
export const schemaPath = new RequestType<{ readonly id: string }, readonly SchemaNode[], void>(
  'grpcWorkbench/schemaPath',
);

/** The rows of the schema tree for a place in a file. In a large workspace, a service has two rows. */
export interface RowsAt {
  /** The ids of the rows of the innermost declaration. The list is empty if the place is not in a declaration. */
  readonly rows: readonly string[];
  /** The ids of the rows of the declarations that contain the innermost one. */
  readonly around: readonly string[];
}

/** A request for the rows at positions in one file. The positions have the form of LSP. */
export interface PlacesInFile {
  readonly uri: string;
  readonly positions: readonly Omit<DocumentPosition, 'uri'>[];
}

/** Returns the rows for places in some files: one list per file, with one entry per position, in the same order. */
export const rowsAt = new RequestType<
  { readonly files: readonly PlacesInFile[] },
  readonly (readonly RowsAt[])[],
  void
>('grpcWorkbench/rowsAt');

/**
 * The declarations and files whose packages and groups the caller wants. `rows` are ids of rows; `uris` are whole
 * files.
 */
export interface RowsAroundParams {
  readonly rows: readonly string[];
  readonly uris: readonly string[];
}

/**
 * Returns the ids of the packages and groups that contain the rows and files, without duplicates. A file without rows
 * adds nothing.
 */
export const rowsAround = new RequestType<RowsAroundParams, readonly string[], void>('grpcWorkbench/rowsAround');

/** Returns one row with its current place and comment; null if the id no longer exists. */
export const schemaNode = new RequestType<{ readonly id: string }, SchemaNode | null, void>('grpcWorkbench/schemaNode');

/** A declaration to look for: its kind, and its full name without a leading dot. */
export interface SchemaFindParams {
  readonly kind: NamedKind;
  readonly fullName: string;
}

/** Returns all declarations with a full name, with their places. Each module may have one. */
export const schemaFind = new RequestType<SchemaFindParams, readonly SchemaNode[], void>('grpcWorkbench/schemaFind');

/** The text to search the schema tree for, and limits of the result. */
export interface SchemaSearchParams {
  /**
   * The first letters of a name, or its capital letters. Dots separate it from the names of its parents: `pubsub.Publ`.
   */
  readonly query: string;
  /** The maximum number of rows in the result. */
  readonly limit: number;
  /** The kinds of rows to search. If it is undefined, these are packages, declarations and methods. */
  readonly kinds?: readonly SchemaNodeKind[];
}

/** The rows that match a search, up to the limit. */
export interface SchemaSearchResult {
  /** The matching rows, the best match first. */
  readonly rows: readonly SchemaNode[];
  /** Whether more rows match than the limit allows. */
  readonly more: boolean;
}

/** Searches the whole schema tree by name. A list shows the result, and the user chooses a row. */
export const schemaSearch = new RequestType<SchemaSearchParams, SchemaSearchResult, void>('grpcWorkbench/schemaSearch');

/** Returns the URIs of the proto files whose paths end in an import path. */
export const filesEndingIn = new RequestType<{ readonly importPath: string }, readonly string[], void>(
  'grpcWorkbench/filesEndingIn',
);

/**
 * Tells the server to look for changed files. Another program may have written files without a report from the file
 * watchers.
 */
export const lookAgain = new NotificationType0('grpcWorkbench/lookAgain');

/** Searches all folders again for proto files, as at the start of the server. */
export const rescan = new RequestType0<void, void>('grpcWorkbench/rescan');

/** Tells which version the schema has now, and where it changed. */
export interface SchemaChange {
  /** The version number, which increases with each change. */
  readonly version: number;
  /**
   * The ids of the rows of the schema tree whose contents changed. Null stands for the first level. If it is undefined,
   * any row may have changed.
   */
  readonly rows?: readonly (string | null)[];
}

/** The server sends this when any schema may have changed. */
export const schemaChanged = new NotificationType<SchemaChange>('grpcWorkbench/schemaChanged');

/** How many of the files of all folders the server has read. */
export interface Reading {
  /** The number of all files. */
  readonly total: number;
  /** The number of files that the server has not read yet. */
  readonly left: number;
}

/** The server sends this from time to time while it reads many files, and once when it has read all of them. */
export const reading = new NotificationType<Reading>('grpcWorkbench/reading');

/**
 * A service by its full name. Several modules may declare the same service, so `file` is the URI of a file that
 * declares or uses the wanted one.
 */
export interface ServiceInFile {
  readonly service: string;
  readonly file?: string;
}

/** The part of the schema that a descriptor set contains. */
export type SchemaScope =
  /** The file that declares a service, and its import closure. A call needs nothing else. */
  | ({ readonly kind: 'service' } & ServiceInFile)
  /** The module that declares a service. */
  | ({ readonly kind: 'moduleOfService' } & ServiceInFile)
  /** The module that contains a file. */
  | { readonly kind: 'moduleOfFile'; readonly uri: string }
  /** The module with this root folder, as `modules` lists it. */
  | { readonly kind: 'module'; readonly folder: string };

/** Tells which descriptor set the caller wants, and which one it already has. */
export interface DescriptorSetParams {
  readonly scope: SchemaScope;
  /**
   * Whether the set has comments and positions, which generation needs. `comments` means only comments, which do not
   * change when lines move.
   */
  readonly sourceInfo: boolean | 'comments';
  /** The hash of the set in the last reply. */
  readonly knownHash?: string;
}

/** A descriptor set, if it exists and has changed. */
export type DescriptorSetResult =
  /** The set is the same as before, but its reference may have changed. */
  | { readonly kind: 'unchanged'; readonly set: SetReference }
  | {
      readonly kind: 'set';
      /**
       * A reference to a serialized FileDescriptorSet. The set leaves out files with errors and the files that import
       * them.
       */
      readonly set: SetReference;
      /** The import paths of the module's own files. Generation is for these files. */
      readonly files: readonly string[];
      readonly leftOut: LeftOut;
      readonly problems: readonly SchemaProblem[];
      readonly module: ModuleInfo;
    }
  /** The file, module or service does not exist. */
  | { readonly kind: 'none' };

/** The files that the set leaves out. They have errors, or import a file with errors. */
export interface LeftOut {
  /** The import paths of these files. */
  readonly files: readonly string[];
  /** The services that these files declare, as far as we can read them. */
  readonly services: readonly LeftOutService[];
}

/** A service that is not in the set because of an error. */
export interface LeftOutService {
  readonly fullName: string;
  /** The import path of the file with the error. It is the file of the service, or a file that it imports. */
  readonly brokenFile: string;
}

/** A module, for calls and for the local server. */
export interface ModuleInfo {
  /** The module's root folder, as a path on the server's machine. */
  readonly folder: string;
  /** The full names of the module's services, sorted. */
  readonly services: readonly string[];
}

/** Returns the modules of all open folders. */
export const modules = new RequestType0<readonly ModuleInfo[], void>('grpcWorkbench/modules');

/** An error in a proto file, with its place. */
export interface SchemaProblem {
  /** The import path of the file with the error. */
  readonly file: string;
  readonly message: string;
  readonly place: SourcePlace;
  /** The command of another tool that removes the error, if there is one. */
  readonly mend?: ToolCommand;
}

/** A command of another tool, and the folder in which to run it. */
export interface ToolCommand {
  readonly command: string;
  /** The folder, as a path on the server's machine. */
  readonly folder: string;
}

/** Builds the current descriptor set of a scope. The reply has a reference to the bytes, not the bytes themselves. */
export const descriptorSet = new RequestType<DescriptorSetParams, DescriptorSetResult, void>(
  'grpcWorkbench/descriptorSet',
);

/** A position in a document, as in LSP: zero-based, in UTF-16 code units. */
export interface DocumentPosition {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Explains in Markdown how an import was resolved to a file; null if there is no import at the position. */
export const explainImport = new RequestType<
  DocumentPosition,
  { readonly markdown: string; readonly resolved?: string } | null,
  void
>('grpcWorkbench/explainImport');

/** Returns the rpc at a position, as `pkg.Service/Method`; null if there is none. */
export const methodAt = new RequestType<DocumentPosition, string | null, void>('grpcWorkbench/methodAt');

/** A selection in a document. It is empty if there is only a cursor. */
export interface SelectedRange {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** Returns the URIs of the files that selected declarations can move to. Files of the same package come first. */
export const moveTargets = new RequestType<SelectedRange, readonly string[], void>('grpcWorkbench/moveTargets');

/** The selected declarations to move, and the URI of the file to move them to. This file need not exist. */
export interface MoveParams extends SelectedRange {
  readonly target: string;
}

/** Whether the editor has applied the edits. If it has not, `failed` says why. */
export interface MoveResult {
  readonly failed?: string;
}

/**
 * Moves the selected declarations to another file. The server asks the editor to apply the edits. If they cannot move,
 * the error says why.
 */
export const moveDeclarations = new RequestType<MoveParams, MoveResult, void>('grpcWorkbench/moveDeclarations');

/** The new service, and the URI of a file or a folder near which it may go. */
export interface NewServiceParams {
  readonly name: string;
  readonly near: string;
  /** The URI of the folder for the new file, if the user has chosen a folder. */
  readonly folder?: string;
}

/** A new file with a service. It is not written yet. */
export interface NewServiceResult {
  /** The URI of the folder, which need not exist. */
  readonly folder: string;
  readonly uri: string;
  readonly text: string;
  /** The range of the rpc's name. */
  readonly rpc: SourceRange;
  /** The full name of the service, if another file declares it already. */
  readonly taken?: string;
}

/** Plans the file for a new service, in the form that the files near it have. */
export const newService = new RequestType<NewServiceParams, NewServiceResult, void>('grpcWorkbench/newService');

/** Why a document cannot be formatted. */
export interface NotFormatted {
  readonly reason: string;
  /** One-based. Missing if the reason is not in the text. */
  readonly line?: number;
}

/** Returns why a document cannot be formatted; null if it can. LSP's own formatting request cannot return a reason. */
export const whyNotFormatted = new RequestType<{ readonly uri: string }, NotFormatted | null, void>(
  'grpcWorkbench/whyNotFormatted',
);

/** A service or a method, with its place in a document. */
export interface PlacedService {
  readonly kind: 'service' | 'method';
  /** The full name of a service or method: `greeter.v1.Greeter.SayHello`. */
  readonly fullName: string;
  /** The range of the name in the document. */
  readonly name: SourceRange;
}

/** Returns the services and methods of a document. Each service comes before its methods. */
export const servicesIn = new RequestType<{ readonly uri: string }, readonly PlacedService[], void>(
  'grpcWorkbench/servicesIn',
);

/**
 * The argument of a lens: the full name of a service, or `pkg.Service/Method`, and the URI of the file with the lens.
 */
export interface NameInFile {
  readonly name: string;
  readonly file: string;
}

/** An option that a file lacks, and the value to write. */
export type MissingFileOption = Omit<MissingOption, 'line' | 'column'>;

/** The options to write into files, and the scope of the files. */
export interface OptionEditsParams {
  readonly scope: SchemaScope;
  readonly options: readonly MissingFileOption[];
}

/** An option that a file lacks, with the edit that writes it. */
export interface OptionEdit extends MissingFileOption {
  /** The place at which the editor shows that the option is missing. */
  readonly place: SourcePlace;
  readonly edit: { readonly place: SourcePlace; readonly newText: string };
}

/** Returns the edits that write options into the files of a scope. It skips files that already have the option. */
export const optionEdits = new RequestType<OptionEditsParams, readonly OptionEdit[], void>('grpcWorkbench/optionEdits');

/** Tells the server that the user trusts the workspace. From now on, all import roots are allowed. */
export const trusted = new NotificationType0('grpcWorkbench/trusted');
