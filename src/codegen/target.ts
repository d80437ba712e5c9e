/**
 * The seam between generation and what it generates. A target is one folder: which plugins it runs,
 * what it asks of them, and what it writes besides. Nothing outside that folder knows its language.
 */
import type { Edition } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';
import type { FollowUp, MissingOption, Problem } from '../contract/generation.ts';
import type { GenerateHost, GenerateRequest, PlannedFile } from './model.ts';
import type { FilePath } from '../base/path.ts';
import type { PluginRequest } from './plugin.ts';

/** A language, or another kind of output, that code can be generated for. */
export interface Target {
  readonly name: string;
  /** The plugins that it needs, for messages. */
  readonly plugins: readonly string[];
  /** The newest edition that the plugins know. */
  readonly newestEdition: Edition;
  /** Renames a file of a plugin, if the plugin's own name for it cannot stay. */
  readonly fileName?: (name: string) => string;
  /** Decides where each file goes. It writes nothing. */
  plan(request: GenerateRequest, set: DescriptorSet, host: GenerateHost): Promise<TargetPlan>;
}

/** What one request comes to for a target: what runs, and where its files may go. */
export interface TargetPlan {
  /** If one is an error, no plugin runs. */
  readonly problems: readonly Problem[];
  readonly missingOptions: readonly MissingOption[];
  /** Import paths of files that nothing is generated for because others have errors, with those others. */
  readonly leftOut: readonly string[];
  /** Where files may go, besides the output root and the folders of the runs. */
  readonly folders: readonly FilePath[];
  /** Small requests run in parallel and stay small in memory. */
  readonly runs: readonly PluginRun[];
  /** Reads what the plugins wrote, and adds what they do not write. */
  complete(outputs: readonly PlannedFile[], signal: AbortSignal): Promise<Completion>;
}

/** One request to one plugin. */
export interface PluginRun extends PluginRequest {
  readonly plugin: string;
  /** Folder that the names of its files start from. */
  readonly root: FilePath;
}

/** What a target adds once its plugins have run. */
export interface Completion {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
}
