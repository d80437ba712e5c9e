/**
 * The exports that the scripts use from the driver's bundle: the suites, inside and outside of VS Code's extension
 * host.
 */
import { INSIDE_SUITES, runInside } from './inside.ts';
import type { RunOptions } from './inside.ts';
import { runMainJob } from './mainJobTests.ts';
import type { MainJobTestOptions } from './mainJobTests.ts';
import type { TestResult } from './runner.ts';
import type { Stage } from './stage.ts';

export { startMainJob } from './mainJob.ts';

/**
 * Runs every suite in its own window, two at a time: the first suite takes as long as the others together. A window
 * mostly waits for another program, so two need hardly more time than one.
 */
export async function runSuites(
  stage: Stage,
  options: RunOptions & MainJobTestOptions,
  report: (result: TestResult) => void,
): Promise<void> {
  const [longest, ...others] = INSIDE_SUITES;
  const runOthers = async (): Promise<void> => {
    for (const suite of others) await runInside(stage, suite, options, report);
    await runMainJob(stage, options, report);
  };
  // We wait for both, because a failed suite must not leave the window of the other one open.
  const outcomes = await Promise.allSettled([runInside(stage, longest, options, report), runOthers()]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
