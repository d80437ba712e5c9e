/** What the scripts take from the driver's bundle: the suites, inside VS Code's extension host and outside it. */
import { INSIDE_SUITES, runInside } from './inside.ts';
import type { RunOptions } from './inside.ts';
import { runMainJob } from './mainJobTests.ts';
import type { MainJobTestOptions } from './mainJobTests.ts';
import type { TestResult } from './runner.ts';
import type { Stage } from './stage.ts';

export { startMainJob } from './mainJob.ts';

/** Runs every suite in windows of the stage, one after the other. */
export async function runSuites(
  stage: Stage,
  options: RunOptions & MainJobTestOptions,
  report: (result: TestResult) => void,
): Promise<void> {
  for (const suite of INSIDE_SUITES) await runInside(stage, suite, options, report);
  await runMainJob(stage, options, report);
}
