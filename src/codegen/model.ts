/** The input and output of generation as plain data. All paths are absolute and have `/` between their parts. */
import type { FilePath } from '../base/path.ts';
import type { FollowUp, GeneratedFile, MissingOption, Problem } from '../contract/generation.ts';
import type { PluginRunner } from './plugin.ts';

/** A request for generation, for any target. */
export interface GenerateRequest {
  /** A serialized FileDescriptorSet with source info. */
  readonly set: Uint8Array;
  /** Import paths of the user's files to generate for. */
  readonly files: readonly string[];
  readonly outputRoot: FilePath;
  /** Import paths of the user's files that are not in the set, because they have errors. These files still exist. */
  readonly leftOut?: readonly string[];
}

/** Who owns a planned file. The ownership decides what the file may replace; a run replaces nothing else. */
export type Ownership =
  /** A program owns the file, so it may replace only a generated file. */
  | { readonly kind: 'generated' }
  /** The user owns the file as soon as we have written it, so it replaces nothing. */
  | { readonly kind: 'scaffold' }
  /**
   * The user's file with additions. We replace the file only if its current content is `text`, and we ask the user
   * first.
   */
  | { readonly kind: 'edit'; readonly text: string }
  /**
   * A file that tools maintain, such as go.sum, with additions. We replace the file only if its current content is
   * `text`.
   */
  | { readonly kind: 'extension'; readonly text: string };

/** A file, with the content that it will have after the run. */
export interface PlannedFile {
  readonly path: FilePath;
  readonly content: string;
  readonly ownership: Ownership;
}

/** What exists at the path of a planned file before the run. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  /** A symbolic link leads out of the folders that we may write to. */
  | { readonly kind: 'outside'; readonly leadsTo: FilePath }
  /** Something exists at the path that is not a file, or that we cannot read. */
  | { readonly kind: 'other'; readonly message: string };

/** The result of a run. Nothing is written yet. */
export interface GenerateResult {
  /** The files to write. There are none if a problem is an error, because we never write half of a result. */
  readonly files: readonly GeneratedFile[];
  /** The folders that we may write to. A file must still be inside them after symbolic links are followed. */
  readonly folders: readonly FilePath[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
  readonly missingOptions: readonly MissingOption[];
  /** Import paths of the files for which we generated nothing: files with errors, and files that depend on them. */
  readonly leftOut: readonly string[];
}

/** The access to files and plugins that generation needs. */
export interface GenerateHost {
  readonly plugins: PluginRunner;
  /** Returns the text of a file; undefined if the file does not exist. */
  readText(path: FilePath): Promise<string | undefined>;
  /** Returns what exists at a path that we want to write. We may write only inside `folders`. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** Returns the names of the files directly in a folder; empty if the folder does not exist. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** Returns the files that match a query, in a folder and the folders inside it. It does not enter other projects. */
  search(folder: FilePath, query: TextSearch): Promise<readonly FilePath[]>;
}

/** A search for files. A file matches if both its name and its text match. */
export interface TextSearch {
  /** A pattern that the name of a file must match. */
  readonly names: RegExp;
  /** The name of a file that marks another project. The search does not enter a folder with such a file. */
  readonly border: string;
  /** A text matches if it contains at least one of these words. */
  readonly words: readonly string[];
}

/** Returns the problems that stop a run. Warnings and information do not stop it. */
export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.severity === 'error');
}
