/** The main job as tests: each step is one test, and a failed step fails the steps that depend on it. */
import { join } from 'node:path';
import { startMainJob } from './mainJob.ts';
import type { MainJobOptions } from './mainJob.ts';
import { NotTried, Registry, skip } from './runner.ts';
import type { TestResult } from './runner.ts';
import type { Stage } from './stage.ts';

export interface MainJobTestOptions extends MainJobOptions {
  /** Whether Go is on this machine. */
  readonly go: boolean;
  /** A regular expression for suite and name. */
  readonly only?: string;
}

export async function runMainJob(
  stage: Stage,
  options: MainJobTestOptions,
  report: (result: TestResult) => void,
): Promise<void> {
  const suite = `main job, ${options.vsix === undefined ? 'extension under development' : 'packaged extension'}`;
  // The steps depend on each other, so you cannot run only some of them.
  if (options.only !== undefined && !new RegExp(options.only, 'i').test(suite)) return;
  const job = await startMainJob(stage, { ...options, artifacts: join(options.artifacts, 'main-job') });
  try {
    const registry = new Registry();
    let broken: string | undefined;
    registry.describe(suite, () => {
      for (const [index, step] of job.steps.entries())
        registry.it(
          step.title,
          async () => {
            if (broken !== undefined) throw new NotTried(`not tried, because this failed: ${broken}`);
            if (step.needsGo === true && !options.go) skip('Go is not on PATH');
            try {
              console.log(`      ${await step.run()}`);
            } catch (error) {
              broken = step.title;
              await job.picture(`${index + 1}-${step.name}-failed`).catch(() => undefined);
              throw error;
            }
            if (index < job.steps.length - 1) await job.picture(`${index + 1}-${step.name}`);
          },
          180_000,
        );
    });
    await registry.run(report);
  } finally {
    await job.close();
  }
}
