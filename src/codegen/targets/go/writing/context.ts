/** What the scaffolds are made from, and what they come to. */
import type { FilePath } from '../../../../base/path.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { PlannedFile } from '../../../model.ts';
import type { KnownPackage } from '../reading/goNames.ts';
import type { GoEyes } from '../reading/serverFolder.ts';
import type { GoService } from './services.ts';

/** What a scaffold may look at. */
export interface ScaffoldContext extends GoEyes {
  readonly services: readonly GoService[];
  /** Import paths of the protos that this run is about. */
  readonly files: readonly string[];
  /** What the plugins have written; nothing where a person's files are only looked at. */
  readonly outputs: readonly PlannedFile[];
  readonly outputRoot: FilePath;
  /** The module's path, and its folder. */
  readonly module: string;
  readonly moduleRoot: FilePath;
  /** Packages of all files, those of other modules too. */
  readonly packages: readonly KnownPackage[];
}

/** Planned files, and what there is to tell about them. */
export interface Scaffolds {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
}

/** gofmt's form. What it refuses is our mistake, and must not reach anybody's disk. */
export async function formatted(context: ScaffoldContext, source: string): Promise<string> {
  const [result] = await context.format([source]);
  if (result?.kind === 'formatted') return result.text;
  throw new Error(`a scaffold does not parse: ${result?.message ?? 'no answer'}\n${source}`);
}
