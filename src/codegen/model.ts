/** What generation takes and gives, plain. Paths are the core's: absolute, with `/`. */
import type { FilePath } from '../base/path.ts';
import type { Range } from '../text/lines.ts';
import type { PluginRunner } from './plugin.ts';

export interface GenerateRequest {
  /** A serialized FileDescriptorSet with source info. */
  readonly set: Uint8Array;
  /** Import paths of the person's own files to generate for. */
  readonly files: readonly string[];
  readonly outputRoot: FilePath;
}

/** Zero-based, where the descriptor set says it. */
export interface ProtoPlace {
  readonly line?: number;
  readonly column?: number;
}

export interface Problem extends ProtoPlace {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** Import path, where one file is to blame. */
  readonly file?: string;
  /** Where in a person's file, if it is about one; then there is no `file`. */
  readonly place?: Place;
  /** What mends it, by one of these. */
  readonly fixes?: readonly Fix[];
}

/** An option that a file lacks and that was made up for it: nothing is wrong, but somebody may want it written down. */
export interface MissingOption extends ProtoPlace {
  /** Import path. */
  readonly file: string;
  readonly name: string;
  readonly value: string;
}

export interface Place {
  readonly path: FilePath;
  readonly range: Range;
}

/** Edits of the file that a problem is about; they do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** Whose a file is, and so what it may replace. Nothing else is ever replaced. */
export type Ownership =
  /** A program's: it replaces what a program has generated. */
  | { readonly kind: 'generated' }
  /** The user's once it is written: it replaces nothing. */
  | { readonly kind: 'scaffold' }
  /** The user's, with additions: it replaces exactly `text`, and the user is asked first. */
  | { readonly kind: 'edit'; readonly text: string }
  /** A list that tools keep, with additions: it replaces exactly `text`, which is all in it. */
  | { readonly kind: 'extension'; readonly text: string };

/** A file as it should be. */
export interface PlannedFile {
  readonly path: FilePath;
  readonly content: string;
  readonly ownership: Ownership;
}

interface FileContent {
  readonly path: FilePath;
  readonly content: string;
}

/** `before` is what is there; the content must not replace anything else. */
export type GeneratedFile = FileContent &
  (
    | {
        /** `new`: nothing is there. `generated`: what is there is a program's. `unchanged`: what is there is the same. */
        readonly state: 'new' | 'generated' | 'unchanged';
      }
    | {
        /** What is there is the user's, and the content was made from it: ask first. */
        readonly state: 'owned';
        readonly before: string;
      }
    | {
        /** What is there is all in the content. */
        readonly state: 'extended';
        readonly before: string;
      }
  );

/** What is where a file is to go. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  /** Links lead out of the folders that may be written into. */
  | { readonly kind: 'outside'; readonly leadsTo: FilePath }
  /** Something that is not a file. */
  | { readonly kind: 'other'; readonly message: string };

/** A command that a person still has to run. */
export interface FollowUp {
  readonly cwd: FilePath;
  readonly args: readonly string[];
  /** Whether it looks at what is written, and so comes after it; all others come first. */
  readonly needsFiles: boolean;
}

export interface GenerateResult {
  /** Empty where a problem is an error: nothing is to be half-written. */
  readonly files: readonly GeneratedFile[];
  /** Folders that the files lie below, whatever links lead there. */
  readonly folders: readonly FilePath[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
  readonly missingOptions: readonly MissingOption[];
}

/** What generation needs of the machine. */
export interface GenerateHost {
  readonly plugins: PluginRunner;
  /** Undefined where there is no such file. */
  readText(path: FilePath): Promise<string | undefined>;
  /** What is at a place that is to be written, where only what is below `folders` may be. */
  look(path: FilePath, folders: readonly FilePath[]): Promise<Found>;
  /** Names of the files directly in a folder; none where there is no such folder. */
  listFiles(folder: FilePath): Promise<readonly string[]>;
  /** Files of a project's folder, and of those below it, as far as a search should go. */
  search(folder: FilePath, query: TextSearch): Promise<readonly FilePath[]>;
}

export interface TextSearch {
  /** What the names of the files are like. */
  readonly names: RegExp;
  /** A folder below that holds a file of this name is another project's. */
  readonly border: string;
  /** The text holds one of them. */
  readonly words: readonly string[];
}

export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.severity === 'error');
}
