/** The input and output of the code that plans scaffolds. */
import type { FilePath } from '../../../../base/path.ts';
import type { Problem } from '../../../../contract/generation.ts';
import type { PlannedFile } from '../../../model.ts';
import type { KnownPackage } from '../reading/goNames.ts';
import type { GoEyes } from '../reading/serverFolder.ts';
import type { GoService } from './services.ts';

/** The data and tools from which scaffolds are planned. */
export interface ScaffoldContext extends GoEyes {
  readonly services: readonly GoService[];
  /** Import paths of the protos in this run. */
  readonly files: readonly string[];
  /** The files that the plugins wrote; empty if we only check the user's files. */
  readonly outputs: readonly PlannedFile[];
  readonly outputRoot: FilePath;
  /** The path of the Go module. Its folder is `moduleRoot`. */
  readonly module: string;
  readonly moduleRoot: FilePath;
  /** The Go packages of all protos, including protos of other modules. */
  readonly packages: readonly KnownPackage[];
}

/** The planned files, and the problems to report. */
export interface Scaffolds {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
}

/**
 * Formats a scaffold with gofmt. If gofmt refuses it, we have a defect, and must not write the file to the user's disk.
 */
export async function formatted(context: ScaffoldContext, source: string): Promise<string> {
  const [result] = await context.format([source]);
  if (result?.kind === 'formatted') return result.text;
  throw new Error(`a scaffold does not parse: ${result?.message ?? 'no answer'}\n${source}`);
}
