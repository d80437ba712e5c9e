/** What generation needs of the machine beyond `GenerateHost`: files of a project, and programs. */
import type { FilePath } from '../base/path.ts';
import type { Found } from './model.ts';
import type { PluginOutcome } from './plugin.ts';

export interface ProjectFiles {
  /** Undefined where there is no such file. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What is at a place that is to be written, where only what is below `folders` may be. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** At most so many of its first bytes; empty where there is no such file. */
  readHead(path: FilePath, bytes: number): Promise<string>;
  /** Undefined where nothing is. */
  stat(path: FilePath): Promise<FileStat | undefined>;
  /** Names of the files directly in a folder; none where there is no such folder. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** The files below a folder. Throws the signal's reason when it aborts. */
  walk(folder: FilePath, query: FileQuery): AsyncIterable<FilePath>;
  /** Whether such a walk comes to the folder that a path lies in; borders aside. */
  reaches(folder: FilePath, path: FilePath, query: FileQuery): boolean;
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** In bytes. */
  readonly size: number;
  /** Another one as soon as the content is another one. */
  readonly stamp: string;
}

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

export interface PluginPrograms {
  run(program: PluginProgram, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome>;
}
