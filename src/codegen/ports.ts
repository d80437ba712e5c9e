/** What generation needs from the machine besides `GenerateHost`: the files of a project, and programs. */
import type { FilePath } from '../base/path.ts';
import type { Found } from './model.ts';
import type { PluginOutcome } from './plugin.ts';

/** The files of a project, written by the user or by a program. Paths are the core's: absolute, with `/`. */
export interface ProjectFiles {
  /** The text of a file; undefined if it does not exist. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What is at a path that we want to write. We may write only inside `folders`. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** The first bytes of a file, at most this many; empty if it does not exist. */
  readHead(path: FilePath, bytes: number): Promise<string>;
  /** Undefined if nothing is at the path. */
  stat(path: FilePath): Promise<FileStat | undefined>;
  /** Names of the files directly in a folder; empty if the folder does not exist. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** The files inside a folder. Throws the signal's reason when it aborts. */
  walk(folder: FilePath, query: FileQuery): AsyncIterable<FilePath>;
  /** Whether such a walk would reach the folder of a path. It ignores borders. */
  reaches(folder: FilePath, path: FilePath, query: FileQuery): boolean;
}

/** What we know about a path without reading it. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** In bytes. */
  readonly size: number;
  /** Changes whenever the content changes. */
  readonly stamp: string;
}

/** Which files a walk returns, and how far it goes. */
export interface FileQuery {
  /** A pattern for the names of the files. */
  readonly names: RegExp;
  /** A folder with a file of this name belongs to another project. */
  readonly border?: string;
  /**
   * Also walks folders that builds ignore, such as test data. It always skips copies of other projects and hidden
   * folders.
   */
  readonly unbuilt: boolean;
  readonly signal?: AbortSignal;
}

/** A program on this machine that is a protoc plugin. */
export interface PluginProgram {
  /** For messages. */
  readonly name: string;
  /** The program and its arguments. A name without a slash is searched on PATH. */
  readonly command: readonly string[];
  /** The folder that it runs in; undefined if any folder will do. */
  readonly cwd?: FilePath;
}

/**
 * Runs plugins that are programs on this machine. If a program cannot be started, that is an outcome, not a rejection.
 * After an abort, it stops the program and rejects with the signal's reason.
 */
export interface PluginPrograms {
  run(program: PluginProgram, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}
