/** Runs a suite inside the extension host of its own window, with a bridge to that window. */
import { join } from 'node:path';
import { BRIDGE_VARIABLE } from './api.ts';
import { startBridge } from './bridge.ts';
import type { TestResult } from './runner.ts';
import { copyGreeter, type Sample, severalFolders } from './sample.ts';
import type { Stage } from './stage.ts';
import { Workbench } from './workbench.ts';

export interface InsideSuite {
  /** test/integration/<name>.entry.ts, bundled as dist-test/<name>.js. */
  readonly name: string;
  readonly trust: boolean;
  /** The sample that the suite's window opens. */
  readonly sample: (root: string) => Promise<Sample>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The suite that takes longest comes first. */
export const INSIDE_SUITES: readonly [InsideSuite, ...InsideSuite[]] = [
  { name: 'trusted', trust: true, sample: copyGreeter },
  { name: 'untrusted', trust: false, sample: copyGreeter },
  { name: 'multiRoot', trust: true, sample: severalFolders },
];

export interface RunOptions {
  readonly root: string;
  readonly artifacts: string;
  /** Runs only the tests whose suite and name match. */
  readonly only?: string;
}

const SUITE_LIMIT_MS = 8 * 60_000;

/** The environment variable that tells a suite which of its tests to run. */
const ONLY_VARIABLE = 'GRPC_WORKBENCH_TEST_ONLY';

export async function runInside(
  stage: Stage,
  suite: InsideSuite,
  options: RunOptions,
  report: (result: TestResult) => void,
): Promise<void> {
  let seen = 0;
  let failed = 0;
  const counted = (result: TestResult) => {
    seen += 1;
    if (result.outcome === 'failed') failed += 1;
    report(result);
  };
  const started = performance.now();
  const broken = (reason: string) =>
    report({
      suite: suite.name,
      name: 'runs to its end',
      outcome: 'failed',
      milliseconds: Math.round(performance.now() - started),
      reason,
    });

  const sample = await suite.sample(options.root);
  const bridge = await startBridge();
  try {
    const window = await stage.openWindow({
      name: suite.name,
      folder: sample.folder,
      testsPath: join(options.root, 'dist-test', `${suite.name}.js`),
      trust: suite.trust,
      env: {
        [BRIDGE_VARIABLE]: bridge.address,
        ...(options.only === undefined ? {} : { [ONLY_VARIABLE]: options.only }),
      },
      ...(suite.settings === undefined ? {} : { settings: suite.settings }),
    });
    try {
      const workbench = new Workbench(window.page, {
        artifacts: options.artifacts,
        processes: window.processes,
        report: counted,
      });
      bridge.serve(workbench);
      const code = await Promise.race([window.testsEnded, limit()]);
      if (code === undefined) {
        await workbench.screenshot(`failed-${suite.name}`);
        broken(`The suite did not end within ${SUITE_LIMIT_MS / 60_000} minutes.`);
      } else if (seen === 0 && options.only === undefined)
        broken(`The suite ended with code ${code} and reported no test.`);
      else if (code !== 0 && failed === 0)
        broken(`The suite ended with code ${code} although none of its tests failed.`);
    } finally {
      await window.dispose();
    }
  } finally {
    await bridge.close();
    await sample.remove();
  }
}

function limit(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), SUITE_LIMIT_MS).unref());
}
