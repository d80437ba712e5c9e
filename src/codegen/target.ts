/**
 * The seam between generation and what it generates. A target is one folder: which plugins it runs,
 * what it asks of them, and what it writes besides. Nothing outside that folder knows its language.
 */
import type { Edition } from '@bufbuild/protobuf/wkt';
import type { DescriptorSet } from './descriptorSet.ts';
import type { FollowUp, GenerateHost, GenerateRequest, PlannedFile, Problem } from './model.ts';
import type { FilePath } from '../base/path.ts';

export interface Target {
  readonly name: string;
  /** Names of plugins, each of which gets every request. */
  readonly plugins: readonly string[];
  /** The newest edition that the plugins know. */
  readonly newestEdition: Edition;
  /** Decides where everything goes; changes nothing. */
  plan(request: GenerateRequest, set: DescriptorSet, host: GenerateHost): Promise<TargetPlan>;
}

export interface TargetPlan {
  /** An error here and no plugin runs. */
  readonly problems: readonly Problem[];
  /** Import paths that go into one request each. Small requests run in parallel and stay small in memory. */
  readonly batches: readonly (readonly string[])[];
  parameter(plugin: string): string;
  /** Where a file belongs that a plugin has named. */
  place(name: string): FilePath;
  /** Looks at what the plugins wrote, and adds what they do not write. */
  complete(outputs: readonly PlannedFile[], signal: AbortSignal): Promise<Completion>;
}

export interface Completion {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
  readonly followUps: readonly FollowUp[];
}
