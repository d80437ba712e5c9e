/** The input and output of the scaffolds. */
import type { FilePath } from '../../../../base/path.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { PlannedFile } from '../../../model.ts';
import type { KnownPackage } from '../reading/goNames.ts';
import type { GoEyes } from '../reading/serverFolder.ts';
import type { GoService } from './services.ts';

/** What a scaffold may look at. */
export interface ScaffoldContext extends GoEyes {
  readonly services: readonly GoService[];
  /** Import paths of the protos in this run. */
  readonly files: readonly string[];
  /** The plugins' output; empty if we only check the user's files. */
  readonly outputs: readonly PlannedFile[];
  readonly outputRoot: FilePath;
  /** The module's path, and its folder. */
  readonly module: string;
  readonly moduleRoot: FilePath;
  /** Packages of all files, including files of other modules. */
  readonly packages: readonly KnownPackage[];
}

/** Planned files, and the problems to report. */
export interface Scaffolds {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
}

/** Formats with gofmt. If gofmt refuses our code, it is our mistake, and we must not write it to the user's disk. */
export async function formatted(context: ScaffoldContext, source: string): Promise<string> {
  const [result] = await context.format([source]);
  if (result?.kind === 'formatted') return result.text;
  throw new Error(`a scaffold does not parse: ${result?.message ?? 'no answer'}\n${source}`);
}
