/**
 * The border between generation and its targets. A target is one folder: it decides which plugins run, what their
 * requests contain, and which other files we write. Only this folder knows its language.
 */
import type { Edition } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';
import type { FollowUp, MissingOption, Problem } from '../contract/generation.ts';
import type { GenerateHost, GenerateRequest, PlannedFile } from './model.ts';
import type { FilePath } from '../base/path.ts';
import type { PluginRequest } from './plugin.ts';

/** A language, or another kind of output, that we can generate. */
export interface Target {
  readonly name: string;
  /** The plugins that it needs, for messages. */
  readonly plugins: readonly string[];
  /** The newest edition that the plugins know. */
  readonly newestEdition: Edition;
  /** Renames a plugin's file if it cannot keep the plugin's name for it. */
  readonly fileName?: (name: string) => string;
  /** Decides where each file goes, and writes nothing. */
  plan(request: GenerateRequest, set: DescriptorSet, host: GenerateHost): Promise<TargetPlan>;
}

/** What a target does for one request: which plugins run, and where files may go. */
export interface TargetPlan {
  /** If one of them is an error, no plugin runs. */
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
  /** Import paths of files for which we generate nothing because other files have errors, with those other files. */
  readonly leftOut: readonly string[];
  /** Where files may go besides the output root and the folders of the runs. */
  readonly folders: readonly FilePath[];
  /** Runs are small: we can do them in parallel, and each needs little memory. */
  readonly runs: readonly PluginRun[];
  /** Reads what the plugins wrote, and adds the files that plugins do not write. */
  complete(outputs: readonly PlannedFile[], signal: AbortSignal): Promise<Completion>;
}

/** One request to one plugin. */
export interface PluginRun extends PluginRequest {
  readonly plugin: string;
  /** The folder that the names of its files are relative to. */
  readonly root: FilePath;
}

/** What a target adds after its plugins have run. */
export interface Completion {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
}
