/**
 * Generation, as codegen, the runner, the command line and the extension describe it. Paths are absolute: in the core's
 * form inside `codegen/`, in the platform's form from `host/generation.ts` on.
 */
import { RequestType } from 'vscode-jsonrpc';
import type { Range } from '../text/lines.ts';
import type { SetReference } from './sets.ts';

/** Which protoc-gen-go and protoc-gen-go-grpc to run. `directory` contains the ones that we ship. */
export type GoPlugins =
  /** Those that the project pins in go.mod or buf.gen.yaml, otherwise ours. */
  | { readonly kind: 'auto'; readonly directory: string }
  | { readonly kind: 'bundled'; readonly directory: string }
  | { readonly kind: 'path' };

/** Another protoc plugin on the machine. */
export interface AdditionalPlugin {
  /** A name on PATH, or an absolute path. */
  readonly plugin: string;
  readonly options: readonly string[];
  /** The absolute output folder. If it is undefined, the plugin writes where protoc-gen-go does. */
  readonly out?: string;
  /** Whether it gets the Go packages of files (`M` options), which every plugin that writes Go needs. */
  readonly goPackages: boolean;
}

/** What to generate Go for, and how. The set is a serialized FileDescriptorSet with source info. */
export interface GenerateGoParams {
  readonly set: Uint8Array;
  /** Import paths of files to generate for. */
  readonly files: readonly string[];
  /**
   * Import paths of the project's files that the set lacks because they have errors. Nothing that belongs to them is
   * removed or treated as stale.
   */
  readonly leftOut?: readonly string[];
  /** Absolute folder that output paths are relative to. */
  readonly outputRoot: string;
  /**
   * Go module path. The default is the path in the go.mod at or above the output root; without a go.mod, it is derived
   * from the folder's name.
   */
  readonly goModule?: string;
  readonly plugins: GoPlugins;
  /** Like the values of protoc's `--go_opt` and `--go-grpc_opt`, one option per element. */
  readonly options?: { readonly go?: readonly string[]; readonly goGrpc?: readonly string[] };
  readonly additional?: readonly AdditionalPlugin[];
  /**
   * Absolute folders that contain .proto files. Generated code is stale if its file is in none of them. The default is
   * the output root.
   */
  readonly protoFolders?: readonly string[];
  /** The contents of unsaved files, by absolute path. They replace the files on disk. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/** The same for the runner, which fetches the set itself. It rejects with SET_GONE if the set no longer exists. */
export interface GenerateGoRequest extends Omit<GenerateGoParams, 'set'> {
  readonly set: SetReference;
}

interface FileContent {
  readonly path: string;
  readonly content: string;
}

/** `before` is the existing text. The content must not replace any other text. */
export type GeneratedFile = FileContent &
  (
    | {
        /**
         * `new`: there is no file. `generated`: a program generated the existing file, and we replace it. `unchanged`:
         * the existing file is the same.
         */
        readonly state: 'new' | 'generated' | 'unchanged';
      }
    | {
        /** The existing file is the user's, and the content was made from it. Ask first. */
        readonly state: 'owned';
        readonly before: string;
      }
    | {
        /** The content includes everything in the existing file. */
        readonly state: 'extended';
        readonly before: string;
      }
  );

/** A message for the user about their protos, their Go files or a plugin. A run with an error writes no file. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** Import path, if one file causes the problem. */
  readonly file?: string;
  /** The zero-based place in that file, if it is known. */
  readonly line?: number;
  readonly column?: number;
  /** The place in the user's file, if the problem is about one; then there is no `file`. */
  readonly place?: Place;
  /** What fixes it, by one of these. */
  readonly fixes?: readonly Fix[];
}

/** A range of one of the user's files on disk. */
export interface Place {
  /** Absolute. */
  readonly path: string;
  readonly range: Range;
}

/** Edits of the problem's file, as it was read. They do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** An option that we derived for a file that lacks it. Nothing is wrong, but the user may want to write it down. */
export interface MissingOption {
  /** Import path. */
  readonly file: string;
  /** The zero-based place of the package statement, if it is known. */
  readonly line?: number;
  readonly column?: number;
  readonly name: string;
  readonly value: string;
}

/** A plugin of a run, so that the user can see which one wrote the code. */
export interface UsedPlugin {
  readonly plugin: string;
  /** Who chose it. */
  readonly from: 'bundled' | 'path' | 'go.mod' | 'buf.gen.yaml' | 'settings';
}

/** The outcome of a run, with all contents. Nothing is written yet. */
export interface GenerateGoResult {
  readonly files: readonly GeneratedFile[];
  /**
   * Absolute folders. The files must be inside them, even after symbolic links are followed; nothing is written
   * outside.
   */
  readonly folders: readonly string[];
  /** Absolute paths of generated files in the output root that no proto generates any more. */
  readonly stale: readonly string[];
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
  /**
   * Import paths of files for which nothing was generated because of errors: `leftOut`, and the files that depend on
   * them.
   */
  readonly leftOut: readonly string[];
  readonly plugins: readonly UsedPlugin[];
  /** Commands that the user still has to run. */
  readonly followUps: readonly FollowUp[];
}

/** A command for the user to run. We show it and do not run it ourselves. */
export interface FollowUp {
  readonly cwd: string;
  /** `['go', 'get', 'google.golang.org/grpc@v1.80.0']` */
  readonly args: readonly string[];
  /** Whether it checks the written files, and so comes after writing. All others come first. */
  readonly needsFiles: boolean;
}

/** Checks the user's Go files against the protos. Each problem has a `place`. */
export const checkGo = new RequestType<GenerateGoRequest, readonly Problem[], void>('runner/checkGo');

/** A generated file without its content. */
export interface FileOutline {
  readonly path: string;
  readonly state: GeneratedFile['state'];
}

/** A change of the user's own file, with the old and the new text. The editor shows it, and the user decides. */
export type ProposedFile = Extract<GeneratedFile, { readonly state: 'owned' }>;

/** A result without its contents, which stay in the runner until `writeGenerated`. */
export interface GenerateGoReply extends Omit<GenerateGoResult, 'files'> {
  /** Names what `writeGenerated` writes. The runner keeps the last few. */
  readonly run: string;
  /** The files that `writeGenerated` writes, and the unchanged ones. */
  readonly files: readonly FileOutline[];
  readonly proposed: readonly ProposedFile[];
}

/** Generates into the runner's memory. `writeGenerated` writes the files. */
export const generateGo = new RequestType<GenerateGoRequest, GenerateGoReply, void>('runner/generateGo');

/** The contents of the files that a run would write, for a preview. */
export const generatedContents = new RequestType<{ readonly run: string }, readonly GeneratedFile[], void>(
  'runner/generatedContents',
);

/**
 * Writes what a run has generated, except the user's own files. If the file system fails, it rejects and nothing has
 * changed.
 */
export const writeGenerated = new RequestType<{ readonly run: string }, void, void>('runner/writeGenerated');

/** Where to look for Go code, and what changed since the last time. */
export interface CounterpartsParams {
  /** Absolute folders to search. */
  readonly folders: readonly string[];
  /**
   * Absolute paths of files and folders that may have changed since the last reply; undefined if any file may have
   * changed.
   */
  readonly changed?: readonly string[];
  /** Contents of Go files that differ from the disk, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/** A name in Go that belongs to a declaration in a proto. */
export interface Counterpart {
  /** A `program` is the `func main` of a program that registers the service. */
  readonly role: 'generated' | 'server' | 'client' | 'program';
  readonly proto: ProtoReference;
  readonly path: string;
  /** The range of the name in Go. */
  readonly range: Range;
}

/** A declaration in a proto, as its generated Go describes it. */
export type ProtoReference =
  | { readonly kind: 'service'; readonly fullName: string }
  /** `greeter.v1.Greeter.SayHello` */
  | { readonly kind: 'method'; readonly fullName: string }
  /** A message, by the path in the header of its generated code and its Go name. */
  | { readonly kind: 'message'; readonly source: string; readonly goName: string };

/** All names in Go in the folders that belong to declarations in protos, whether they have changed or not. */
export const goCounterparts = new RequestType<CounterpartsParams, readonly Counterpart[], void>(
  'runner/goCounterparts',
);
