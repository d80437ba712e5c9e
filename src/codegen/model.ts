/** What generation takes and gives, plain. Paths are the core's: absolute, with `/`. */
import type { FilePath } from '../base/path.ts';
import type { FollowUp, GeneratedFile, MissingOption, Problem } from '../contract/generation.ts';
import type { PluginRunner } from './plugin.ts';

/** What is to be generated, for whatever target. */
export interface GenerateRequest {
  /** A serialized FileDescriptorSet with source info. */
  readonly set: Uint8Array;
  /** Import paths of the user's own files to generate for. */
  readonly files: readonly string[];
  readonly outputRoot: FilePath;
  /** Import paths of the user's files that are not in the set, because they have errors. They are not gone. */
  readonly leftOut?: readonly string[];
}

/** Who owns a file, which decides what it may replace. Nothing else is ever replaced. */
export type Ownership =
  /** A program's: it replaces what a program has generated. */
  | { readonly kind: 'generated' }
  /** The user's once it is written: it replaces nothing. */
  | { readonly kind: 'scaffold' }
  /** The user's, with additions: it replaces exactly `text`, and the user is asked first. */
  | { readonly kind: 'edit'; readonly text: string }
  /** A list that tools keep, with additions: it replaces exactly `text`, which is all in it. */
  | { readonly kind: 'extension'; readonly text: string };

/** A file as it should be after the run. */
export interface PlannedFile {
  readonly path: FilePath;
  readonly content: string;
  readonly ownership: Ownership;
}

/** What stands at the path of a planned file now. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  /** Symbolic links lead out of the folders that we may write into. */
  | { readonly kind: 'outside'; readonly leadsTo: FilePath }
  /** Something that is not a file. */
  | { readonly kind: 'other'; readonly message: string };

/** The outcome of a run. Nothing is written yet. */
export interface GenerateResult {
  /** Empty where a problem is an error: nothing is to be half-written. */
  readonly files: readonly GeneratedFile[];
  /** Folders that the files lie below, whatever links lead there. */
  readonly folders: readonly FilePath[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
  readonly missingOptions: readonly MissingOption[];
  /** Import paths of files that nothing was generated for: those of the request, and what depends on them. */
  readonly leftOut: readonly string[];
}

/** What generation needs of the machine. */
export interface GenerateHost {
  readonly plugins: PluginRunner;
  /** The text of a file; undefined if there is no such file. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What stands at a path that we want to write. We may write below `folders` only. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** Names of the files directly in a folder; none if there is no such folder. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** Files of a project's folder, and of those below it, as far as a search should go. */
  search(folder: FilePath, query: TextSearch): Promise<readonly FilePath[]>;
}

/** Which files a search is for. A file counts if both its name and its text fit. */
export interface TextSearch {
  /** What the names of the files are like. */
  readonly names: RegExp;
  /** A folder below that holds a file of this name is another project's. */
  readonly border: string;
  /** The text holds one of them. */
  readonly words: readonly string[];
}

/** The problems that stop a run. Warnings and information do not. */
export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.severity === 'error');
}
