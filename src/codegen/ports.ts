/** What generation needs of the machine beyond `GenerateHost`: files of a project, and programs. */
import type { FilePath } from '../base/path.ts';
import type { Found } from './model.ts';
import type { PluginOutcome } from './plugin.ts';

/** The files of a project, whatever wrote them. Paths are the core's: absolute, with `/`. */
export interface ProjectFiles {
  /** The text of a file; undefined if there is no such file. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What stands at a path that we want to write. We may write below `folders` only. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** At most this many of its first bytes; empty if there is no such file. */
  readHead(path: FilePath, bytes: number): Promise<string>;
  /** Undefined where nothing is. */
  stat(path: FilePath): Promise<FileStat | undefined>;
  /** Names of the files directly in a folder; none if there is no such folder. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** The files below a folder. Throws the signal's reason when it aborts. */
  walk(folder: FilePath, query: FileQuery): AsyncIterable<FilePath>;
  /** Whether such a walk reaches the folder of a path. It does not look for borders. */
  reaches(folder: FilePath, path: FilePath, query: FileQuery): boolean;
}

/** What is known of a path without reading it. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** In bytes. */
  readonly size: number;
  /** Changes whenever the content changes. */
  readonly stamp: string;
}

/** Which files a walk gives, and how far it goes. */
export interface FileQuery {
  /** What the names of the files are like. */
  readonly names: RegExp;
  /** A folder below that holds a file of this name is another project's. */
  readonly border?: string;
  /** Also in folders that no build looks into, such as test data. Copies of other projects and hidden folders never count. */
  readonly unbuilt: boolean;
  readonly signal?: AbortSignal;
}

/** A program of this machine that is a protoc plugin. */
export interface PluginProgram {
  /** For messages. */
  readonly name: string;
  /** The program and its arguments; a name without a slash is looked for on PATH. */
  readonly command: readonly string[];
  /** The folder that it runs in; missing: any. */
  readonly cwd?: FilePath;
}

/**
 * Runs plugins that are programs of this machine. A program that cannot be started is an outcome, not a rejection; it
 * rejects with the signal's reason after an abort, which stops the program.
 */
export interface PluginPrograms {
  run(program: PluginProgram, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}
