/** What generation needs from the machine besides `GenerateHost`: the files of a project, and programs. */
import type { FilePath } from '../base/path.ts';
import type { Found } from './model.ts';
import type { PluginOutcome } from './plugin.ts';

/** Reads the files of a project. All paths are absolute and have `/` between their parts. */
export interface ProjectFiles {
  /** Returns the text of a file; undefined if the file does not exist. */
  readText(path: FilePath): Promise<string | undefined>;
  /** Returns what exists at a path that we want to write. We may write only inside `folders`. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** Returns the start of a file, with at most `bytes` bytes; empty if the file does not exist. */
  readHead(path: FilePath, bytes: number): Promise<string>;
  /** Returns what we can know about a path without reading it; undefined if nothing exists at the path. */
  stat(path: FilePath): Promise<FileStat | undefined>;
  /** Returns the names of the files directly in a folder; empty if the folder does not exist. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** Walks through a folder and yields its files. Throws the signal's reason when the signal aborts. */
  walk(folder: FilePath, query: FileQuery): AsyncIterable<FilePath>;
  /** Whether a walk from `folder` would enter the folder of `path`. It ignores borders. */
  reaches(folder: FilePath, path: FilePath, query: FileQuery): boolean;
}

/** The facts about a path that we get without reading it. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** The size of the file in bytes. */
  readonly size: number;
  /** A text that changes whenever the content changes. */
  readonly stamp: string;
}

/** Which files a walk yields, and which folders it enters. */
export interface FileQuery {
  /** A pattern that the name of a file must match. */
  readonly names: RegExp;
  /** The name of a file that marks another project. The walk does not enter a folder with such a file. */
  readonly border?: string;
  /**
   * Whether to enter folders that builds ignore, such as test data. A walk never enters copies of other projects and
   * hidden folders.
   */
  readonly unbuilt: boolean;
  readonly signal?: AbortSignal;
}

/** A protoc plugin that is a program on this machine. */
export interface PluginProgram {
  /** The name of the plugin in messages. */
  readonly name: string;
  /** The program and its arguments. If the program has no slash, the system searches for it on PATH. */
  readonly command: readonly string[];
  /** The folder in which the program runs; undefined if the folder does not matter. */
  readonly cwd?: FilePath;
}

/**
 * Runs plugins that are programs on this machine. If a program cannot be started, it returns an outcome and does not
 * reject. If the signal aborts, it stops the program and rejects with the signal's reason.
 */
export interface PluginPrograms {
  run(program: PluginProgram, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}
