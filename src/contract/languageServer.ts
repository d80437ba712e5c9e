/** What the extension asks of the language server beyond LSP itself. */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { MissingOption } from './generation.ts';
import type { SetReference } from './sets.ts';
import type { NamedKind, SchemaNode, SchemaNodeKind, SourcePlace } from './schemaNode.ts';

/** What the server is started with. */
export interface ServerOptions {
  /** Folder that holds `google/protobuf/*.proto`. */
  readonly wellKnownRoot: string;
  /**
   * The settings below `grpcWorkbench`, for a client that cannot be asked for them (`workspace/configuration`): the same
   * for all folders, nested as VS Code does.
   */
  readonly settings?: unknown;
  /** The editor's command that opens the list of suggestions; without it, the list opens only when asked for. */
  readonly suggestCommand?: string;
  /** Whether fixes may be commands of the extension. */
  readonly importCommands?: boolean;
  /**
   * Whether files of a folder may name import roots outside of it. Default: true, for editors without such a notion. Once
   * the user trusts the workspace, `trusted` says so.
   */
  readonly trusted?: boolean;
}

/** Which rows of the schema tree to list. */
export interface SchemaChildrenParams {
  /** Missing: the packages. */
  readonly parent?: string;
}

/** The rows directly below a row, or those of the first level; empty if the id is gone. */
export const schemaChildren = new RequestType<SchemaChildrenParams, readonly SchemaNode[], void>(
  'grpcWorkbench/schemaChildren',
);

/** The row and its ancestors, outermost first; empty if the id is gone. */
export const schemaPath = new RequestType<{ readonly id: string }, readonly SchemaNode[], void>(
  'grpcWorkbench/schemaPath',
);

/** One row with its place and its comment, as they are now; null if the id is gone. */
export const schemaNode = new RequestType<{ readonly id: string }, SchemaNode | null, void>('grpcWorkbench/schemaNode');

/** A declaration to look for: its kind, and its full name without a leading dot. */
export interface SchemaFindParams {
  readonly kind: NamedKind;
  readonly fullName: string;
}

/** All declarations of a name, with their places: modules may each have one. */
export const schemaFind = new RequestType<SchemaFindParams, readonly SchemaNode[], void>('grpcWorkbench/schemaFind');

/** What to search the schema tree for. */
export interface SchemaSearchParams {
  /** The beginning or the humps of a name; parts before it narrow down what is around it: `pubsub.Publ`. */
  readonly query: string;
  /** The caller wants at most this many rows. */
  readonly limit: number;
  /** Missing: packages, declarations and methods. */
  readonly kinds?: readonly SchemaNodeKind[];
}

/** The rows that match, as far as the limit goes. */
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

/** Another program may have written files without an event of the file watchers. */
export const lookAgain = new NotificationType0('grpcWorkbench/lookAgain');

/** Searches all folders again, as after the start. */
export const rescan = new RequestType0<void, void>('grpcWorkbench/rescan');

/** A new state of the schema. */
export interface SchemaChange {
  /** Rises with each change. */
  readonly version: number;
  /** Rows of the schema tree below which something differs, null for the first level; missing where any row may. */
  readonly rows?: readonly (string | null)[];
}

/** Sent when any schema may have changed. */
export const schemaChanged = new NotificationType<SchemaChange>('grpcWorkbench/schemaChanged');

/** How far the files of all folders have been read. */
export interface Reading {
  /** All files. */
  readonly total: number;
  /** Those that are not read yet. */
  readonly left: number;
}

/** Sent now and then while many files are read, and once when all were read. */
export const reading = new NotificationType<Reading>('grpcWorkbench/reading');

/** What a descriptor set is wanted for. */
export type SchemaScope =
  /** The import closure of the file that declares a service: all that calling it takes. */
  | { readonly kind: 'service'; readonly service: string }
  /** The module that declares a service. */
  | { readonly kind: 'moduleOfService'; readonly service: string }
  /** The module that a file lies in. */
  | { readonly kind: 'moduleOfFile'; readonly uri: string }
  /** The module rooted in a folder, as `modules` lists it. */
  | { readonly kind: 'module'; readonly folder: string };

/** Which descriptor set is wanted, and what the caller has already. */
export interface DescriptorSetParams {
  readonly scope: SchemaScope;
  /** Comments and positions, which generation needs, or comments alone: those are the same wherever they stand. */
  readonly sourceInfo: boolean | 'comments';
  /** The hash of the last answer. */
  readonly knownHash?: string;
}

/** A descriptor set, or why there is none. */
export type DescriptorSetResult =
  /** The same as before; the reference may be another one. */
  | { readonly kind: 'unchanged'; readonly set: SetReference }
  | {
      readonly kind: 'set';
      /** Refers to a serialized FileDescriptorSet, without files that have errors and the files that import them. */
      readonly set: SetReference;
      /** Import paths of the module's own files, those that generation is about. */
      readonly files: readonly string[];
      readonly leftOut: LeftOut;
      readonly problems: readonly SchemaProblem[];
      readonly module: ModuleInfo;
    }
  /** No such file, module or service. */
  | { readonly kind: 'none' };

/** What a set lacks of what was asked for. These files have errors, or import a file that has. */
export interface LeftOut {
  /** Import paths. */
  readonly files: readonly string[];
  /** Full names of the services that they declare, as far as their text can be read. */
  readonly services: readonly string[];
}

/** A module that calls and the local server can use. */
export interface ModuleInfo {
  /** Its root, as a path on the server's machine. */
  readonly folder: string;
  /** Full names of its services, sorted. */
  readonly services: readonly string[];
}

/** The modules of all folders that are open. */
export const modules = new RequestType0<readonly ModuleInfo[], void>('grpcWorkbench/modules');

/** An error, with its place. */
export interface SchemaProblem {
  /** Import path. */
  readonly file: string;
  readonly message: string;
  readonly place: SourcePlace;
}

/** Makes the set of a scope as it is now. The bytes are not in the reply: fetch them by the reference. */
export const descriptorSet = new RequestType<DescriptorSetParams, DescriptorSetResult, void>(
  'grpcWorkbench/descriptorSet',
);

/** A position in a document, as LSP counts: zero-based, in UTF-16 code units. */
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

/** The rpc that a position lies in, as `pkg.Service/Method`; null if there is none. */
export const methodAt = new RequestType<DocumentPosition, string | null, void>('grpcWorkbench/methodAt');

/** A file option that a file lacks, and the value that it is to get. */
export type MissingFileOption = Omit<MissingOption, 'line' | 'column'>;

/** Options to write into the files of a scope. */
export interface OptionEditsParams {
  readonly scope: SchemaScope;
  readonly options: readonly MissingFileOption[];
}

/** One option with the edit that writes it. */
export interface OptionEdit extends MissingFileOption {
  /** Where the editor shows that the option is missing. */
  readonly place: SourcePlace;
  readonly edit: { readonly place: SourcePlace; readonly newText: string };
}

/** The edits that write options into files of a scope. Files that have an option by now are left out. */
export const optionEdits = new RequestType<OptionEditsParams, readonly OptionEdit[], void>('grpcWorkbench/optionEdits');

/** The user has trusted the workspace: all import roots count from now on. */
export const trusted = new NotificationType0('grpcWorkbench/trusted');
