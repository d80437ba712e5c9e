/**
 * The shapes of generation that codegen, the runner, the command line and the extension share. Paths are absolute. They
 * are in the core's form inside `codegen/`, and in the platform's form from `host/generation.ts` on.
 */
import { RequestType } from 'vscode-jsonrpc';
import type { Range } from '../text/lines.ts';
import type { SetReference } from './sets.ts';

/** Which protoc-gen-go and protoc-gen-go-grpc to run. `directory` contains the plugins that we ship. */
export type GoPlugins =
  /** Run the plugins that the project pins in go.mod or buf.gen.yaml. If it pins none, run ours. */
  | { readonly kind: 'auto'; readonly directory: string }
  | { readonly kind: 'bundled'; readonly directory: string }
  | { readonly kind: 'path' };

/** Another protoc plugin on the machine. */
export interface AdditionalPlugin {
  /** The plugin's name on PATH, or its absolute path. */
  readonly plugin: string;
  readonly options: readonly string[];
  /** The absolute output folder. If it is undefined, the plugin writes where protoc-gen-go does. */
  readonly out?: string;
  /** Whether the plugin gets the Go packages of files (`M` options). Every plugin that writes Go needs them. */
  readonly goPackages: boolean;
}

/** The files to generate Go for, and the options. `set` is a serialized FileDescriptorSet with source info. */
export interface GenerateGoParams {
  readonly set: Uint8Array;
  /** The import paths of the files to generate for. */
  readonly files: readonly string[];
  /**
   * The import paths of the project's files that are not in the set because they have errors. We neither remove their
   * generated files nor treat these as stale.
   */
  readonly leftOut?: readonly string[];
  /** The absolute folder that output paths are relative to. */
  readonly outputRoot: string;
  /**
   * The Go module path. The default is the path in the go.mod at or above the output root. If there is no go.mod, we
   * derive the path from the folder's name.
   */
  readonly goModule?: string;
  readonly plugins: GoPlugins;
  /** Options of the plugins, one per element. They are like the values of protoc's `--go_opt` and `--go-grpc_opt`. */
  readonly options?: { readonly go?: readonly string[]; readonly goGrpc?: readonly string[] };
  readonly additional?: readonly AdditionalPlugin[];
  /**
   * The absolute folders that contain .proto files. Generated code is stale if none of them has its .proto file. The
   * default is the output root.
   */
  readonly protoFolders?: readonly string[];
  /** The contents of unsaved files, by absolute path. We use them instead of the files on disk. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/**
 * The parameters for the runner, which fetches the set itself. The request rejects with SET_GONE if the set no longer
 * exists.
 */
export interface GenerateGoRequest extends Omit<GenerateGoParams, 'set'> {
  readonly set: SetReference;
}

interface FileContent {
  readonly path: string;
  readonly content: string;
}

/**
 * A file to write. If `before` is set, it is the text of the existing file, and `content` must not replace any other
 * text.
 */
export type GeneratedFile = FileContent &
  (
    | {
        /**
         * `new`: the file does not exist. `generated`: a program generated the existing file, and we replace it.
         * `unchanged`: the existing file already has this content.
         */
        readonly state: 'new' | 'generated' | 'unchanged';
      }
    | {
        /** The existing file belongs to the user, and we made the content from it. Ask the user before you write it. */
        readonly state: 'owned';
        readonly before: string;
      }
    | {
        /** The content includes everything that is in the existing file. */
        readonly state: 'extended';
        readonly before: string;
      }
  );

/**
 * A message for the user about their protos, their Go files or a plugin. A run with an error does not write any file.
 */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** The import path of the file, if one file causes the problem. */
  readonly file?: string;
  /** The zero-based line of the problem in `file`, if it is known. */
  readonly line?: number;
  readonly column?: number;
  /** The place in a Go file of the user, if the problem is there. Then `file` is not set. */
  readonly place?: Place;
  /** The possible fixes. Each one removes the problem by itself. */
  readonly fixes?: readonly Fix[];
}

/** A range of a file of the user on disk. */
export interface Place {
  /** The absolute path of the file. */
  readonly path: string;
  readonly range: Range;
}

/** Edits that remove a problem. They apply to the problem's file as we read it, and do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** An option that a file lacks, so we derived its value. Nothing is wrong, but the user may want to add the option. */
export interface MissingOption {
  /** The import path of the file that lacks the option. */
  readonly file: string;
  /** The zero-based line of the package statement, if it is known. */
  readonly line?: number;
  readonly column?: number;
  readonly name: string;
  readonly value: string;
}

/** A plugin that a run used. The user can see which plugin wrote the code. */
export interface UsedPlugin {
  readonly plugin: string;
  /** The place where we found the plugin. */
  readonly from: 'bundled' | 'path' | 'go.mod' | 'buf.gen.yaml' | 'settings';
}

/** The outcome of a run, with the contents of all files. The run has not written them yet. */
export interface GenerateGoResult {
  readonly files: readonly GeneratedFile[];
  /**
   * Absolute folders. All files must be inside them, even after symbolic links are followed. We write nothing outside.
   */
  readonly folders: readonly string[];
  /** The absolute paths of generated files in the output root that no proto generates any more. */
  readonly stale: readonly string[];
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
  /**
   * The import paths of files for which the run generated nothing because of errors. These are the files in `leftOut`
   * and the files that depend on them.
   */
  readonly leftOut: readonly string[];
  readonly plugins: readonly UsedPlugin[];
  /** Commands that the user still has to run. */
  readonly followUps: readonly FollowUp[];
}

/** A command for the user to run. We show it and do not run it ourselves. */
export interface FollowUp {
  readonly cwd: string;
  /** The program and its arguments: `['go', 'get', 'google.golang.org/grpc@v1.80.0']`. */
  readonly args: readonly string[];
  /**
   * Whether the command checks the written files. Such a command must run after we write them, and all others before.
   */
  readonly needsFiles: boolean;
}

/** Checks the user's Go files against the protos. Each problem has a `place`. */
export const checkGo = new RequestType<GenerateGoRequest, readonly Problem[], void>('runner/checkGo');

/** The path and the state of a generated file, without its content. */
export interface FileOutline {
  readonly path: string;
  readonly state: GeneratedFile['state'];
}

/**
 * A change of a file that belongs to the user, with the old and the new text. The editor shows it, and the user
 * decides.
 */
export type ProposedFile = Extract<GeneratedFile, { readonly state: 'owned' }>;

/** The result of a run without the contents of its files. They stay in the runner until `writeGenerated`. */
export interface GenerateGoReply extends Omit<GenerateGoResult, 'files'> {
  /** The id of the run, for `writeGenerated`. The runner keeps the last few runs. */
  readonly run: string;
  /** The files that `writeGenerated` writes, and the files that are unchanged. */
  readonly files: readonly FileOutline[];
  readonly proposed: readonly ProposedFile[];
}

/** Generates files and keeps them in the runner's memory. `writeGenerated` writes them. */
export const generateGo = new RequestType<GenerateGoRequest, GenerateGoReply, void>('runner/generateGo');

/** Returns the contents of the files that a run would write, for a preview. */
export const generatedContents = new RequestType<{ readonly run: string }, readonly GeneratedFile[], void>(
  'runner/generatedContents',
);

/**
 * Writes the files of a run, except files that belong to the user. If the file system fails, the request rejects and no
 * file has changed.
 */
export const writeGenerated = new RequestType<{ readonly run: string }, void, void>('runner/writeGenerated');

/** The folders to search for Go code, and the changes since the last request. */
export interface CounterpartsParams {
  /** The absolute folders to search. */
  readonly folders: readonly string[];
  /**
   * The absolute paths of files and folders that may have changed since the last reply. If it is undefined, any file
   * may have changed.
   */
  readonly changed?: readonly string[];
  /** The contents of Go files that differ from the files on disk, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/** A name in Go that belongs to a declaration in a proto. */
export interface Counterpart {
  /** The role of the Go code. `program` is the `func main` of a program that registers the service. */
  readonly role: 'generated' | 'server' | 'client' | 'program';
  readonly proto: ProtoReference;
  readonly path: string;
  /** The range of the name in the Go file. */
  readonly range: Range;
}

/** A declaration in a proto, as its generated Go code describes it. */
export type ProtoReference =
  | { readonly kind: 'service'; readonly fullName: string }
  /** A method by its full name: `greeter.v1.Greeter.SayHello`. */
  | { readonly kind: 'method'; readonly fullName: string }
  /** A message by its Go name and by the path of its proto, which is in the header of the generated code. */
  | { readonly kind: 'message'; readonly source: string; readonly goName: string };

/** Returns all names in the folders' Go code that belong to declarations in protos. It returns unchanged names too. */
export const goCounterparts = new RequestType<CounterpartsParams, readonly Counterpart[], void>(
  'runner/goCounterparts',
);
