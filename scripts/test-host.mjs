// The integration suites in a real VS Code: its server, with a browser. `npm run test:host -- [--only <pattern>]`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Results, summary } from './lib/results.mjs';
import { checkNode, ensureBuilt, ensureDependencies, root, seconds, strict } from './lib/setup.mjs';
import { hostStage } from './lib/stage.mjs';
import { bundleTests } from './lib/test-bundle.mjs';

const artifacts = join(root, 'artifacts');

/**
 * Runs the suites on whatever stage is given; a missing one makes a skipped test, or a failed one with CI=true.
 * @param {() => Promise<import('./lib/stage.mjs').Stage | { readonly missing: string }>} openStage
 * @param {string} [only] A regular expression for suite and name.
 */
export async function runIntegration(openStage, only) {
  const results = new Results();
  const started = performance.now();
  const stage = await openStage();
  if ('missing' in stage) {
    results.add({ suite: 'integration', name: 'runs in a real VS Code', outcome: strict ? 'failed' : 'skipped', milliseconds: 0, reason: stage.missing });
    return results;
  }
  try {
    console.log(stage.name);
    const driver = await bundleTests();
    await driver.runSuites(stage, { root, artifacts, ...(only === undefined ? {} : { only }) }, (/** @type {import('./lib/results.mjs').TestResult} */ result) => results.add(result));
  } finally {
    await stage.close();
    await results.save(join(artifacts, 'integration.json'));
  }
  console.log(`Integration suites: ${seconds(started)}; pictures and logs in artifacts/`);
  return results;
}

export function runInHost(/** @type {string | undefined} */ only) {
  return runIntegration(() => hostStage(join(artifacts, 'logs')), only);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode();
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  await ensureDependencies();
  await ensureBuilt();
  const counts = (await runInHost(values.only)).counts();
  console.log(summary(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
