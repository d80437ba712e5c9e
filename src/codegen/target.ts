/**
 * The border between generation and its targets. A target is one folder, and only this folder knows its language. It
 * decides which plugins run, what their requests contain, and which other files we write.
 */
import type { Edition } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';
import type { FollowUp, MissingOption, Problem } from '../contract/generation.ts';
import type { GenerateHost, GenerateRequest, PlannedFile } from './model.ts';
import type { FilePath } from '../base/path.ts';
import type { PluginRequest } from './plugin.ts';

/** A language, or another kind of output, for which we can generate files. */
export interface Target {
  readonly name: string;
  /** The names of the plugins that the target needs, for messages. */
  readonly plugins: readonly string[];
  /** The newest edition that the target's plugins support. */
  readonly newestEdition: Edition;
  /** Gives a plugin's file another name if it must not keep the name that the plugin chose. */
  readonly fileName?: (name: string) => string;
  /** Decides which plugins run and where each file goes. It writes nothing. */
  plan(request: GenerateRequest, set: DescriptorSet, host: GenerateHost): Promise<TargetPlan>;
}

/** What a target does for one request: which plugins run, and which folders we may write to. */
export interface TargetPlan {
  /** Problems of the request. If one of them is an error, no plugin runs. */
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
  /** Import paths of the files with errors, and of the files for which we therefore generate nothing. */
  readonly leftOut: readonly string[];
  /** The folders that we may write to, besides the output root and the folders of the runs. */
  readonly folders: readonly FilePath[];
  /** The runs of the plugins. They are small, so that they can run in parallel and each needs little memory. */
  readonly runs: readonly PluginRun[];
  /** Reads what the plugins wrote, and returns the files that plugins do not write. */
  complete(outputs: readonly PlannedFile[], signal: AbortSignal): Promise<Completion>;
}

/** One request to one plugin. */
export interface PluginRun extends PluginRequest {
  readonly plugin: string;
  /** The folder that the names of the plugin's files are relative to. */
  readonly root: FilePath;
}

/** What a target adds to a result after its plugins have run. */
export interface Completion {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
}
