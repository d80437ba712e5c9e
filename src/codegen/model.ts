/** The input and output of generation, as plain data. Paths are the core's: absolute, with `/`. */
import type { FilePath } from '../base/path.ts';
import type { FollowUp, GeneratedFile, MissingOption, Problem } from '../contract/generation.ts';
import type { PluginRunner } from './plugin.ts';

/** What to generate, for any target. */
export interface GenerateRequest {
  /** A serialized FileDescriptorSet with source info. */
  readonly set: Uint8Array;
  /** Import paths of the user's own files to generate for. */
  readonly files: readonly string[];
  readonly outputRoot: FilePath;
  /** Import paths of the user's files that are not in the set, because they have errors. They still exist. */
  readonly leftOut?: readonly string[];
}

/** Who owns a file. This decides what the file may replace; a run replaces nothing else. */
export type Ownership =
  /** Owned by a program: it may replace only generated files. */
  | { readonly kind: 'generated' }
  /** Owned by the user as soon as it is written: it replaces nothing. */
  | { readonly kind: 'scaffold' }
  /** The user's file with additions: it replaces exactly `text`, and we ask the user first. */
  | { readonly kind: 'edit'; readonly text: string }
  /** A list that tools maintain, with additions: it replaces exactly `text`, which is the whole file. */
  | { readonly kind: 'extension'; readonly text: string };

/** A file as it should be after the run. */
export interface PlannedFile {
  readonly path: FilePath;
  readonly content: string;
  readonly ownership: Ownership;
}

/** What is at the path of a planned file now. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  /** A symbolic link can lead out of the folders that we may write to. */
  | { readonly kind: 'outside'; readonly leadsTo: FilePath }
  /** Something other than a file. */
  | { readonly kind: 'other'; readonly message: string };

/** The outcome of a run, before anything is written. */
export interface GenerateResult {
  /** Empty if a problem is an error, because we never write half of a result. */
  readonly files: readonly GeneratedFile[];
  /** The files must be inside these folders, also after symbolic links are followed. */
  readonly folders: readonly FilePath[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
  readonly missingOptions: readonly MissingOption[];
  /** Import paths of files for which we generated nothing: files of the request, and the files that depend on them. */
  readonly leftOut: readonly string[];
}

/** What generation needs from the machine. */
export interface GenerateHost {
  readonly plugins: PluginRunner;
  /** The text of a file; undefined if it does not exist. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What is at a path that we want to write. We may write only inside `folders`. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** Names of the files directly in a folder; empty if the folder does not exist. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** Files in a project's folder and in the folders inside it, as far as a search should go. */
  search(folder: FilePath, query: TextSearch): Promise<readonly FilePath[]>;
}

/** What a search looks for. A file matches if both its name and its text match. */
export interface TextSearch {
  /** A pattern for the names of the files. */
  readonly names: RegExp;
  /** A folder with a file of this name belongs to another project. */
  readonly border: string;
  /** The text contains one of these. */
  readonly words: readonly string[];
}

/** The problems that stop a run. Warnings and information do not stop it. */
export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.severity === 'error');
}
