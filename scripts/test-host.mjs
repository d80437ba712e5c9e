// The integration suites in a real VS Code: its server, with a browser. `npm run test:host -- [--only <pattern>]`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Results, summary } from './lib/results.mjs';
import { checkNode, ensureBuilt, ensureDependencies, hasGo, root, seconds, strict } from './lib/setup.mjs';
import { hostStage } from './lib/stage.mjs';
import { bundleTests } from './lib/test-bundle.mjs';
import { makePackage } from './package.mjs';

const artifacts = join(root, 'artifacts');

/**
 * @typedef {{ readonly only?: string, readonly vsix?: string, readonly go: boolean }} What
 * `only` is a regular expression for suite and name, `vsix` the packaged extension for the main job.
 */

/**
 * Runs the suites on the given stage; a missing stage is a skipped test, or a failed one with CI=true.
 * @param {() => Promise<import('./lib/stage.mjs').Stage | { readonly missing: string }>} openStage
 * @param {What} what
 */
export async function runIntegration(openStage, what) {
  const results = new Results();
  const started = performance.now();
  const stage = await openStage();
  if ('missing' in stage) {
    results.add({
      suite: 'integration',
      name: 'runs in a real VS Code',
      outcome: strict ? 'failed' : 'skipped',
      milliseconds: 0,
      reason: stage.missing,
    });
    return results;
  }
  try {
    console.log(stage.name);
    const driver = await bundleTests();
    await driver.runSuites(
      stage,
      { root, artifacts, ...what },
      (/** @type {import('./lib/results.mjs').TestResult} */ result) => results.add(result),
    );
  } finally {
    await stage.close();
    await results.save(join(artifacts, 'integration.json'));
  }
  console.log(`Integration suites: ${seconds(started)}; pictures and logs in artifacts/`);
  return results;
}

export function runInHost(/** @type {What} */ what) {
  return runIntegration(() => hostStage(join(artifacts, 'logs')), what);
}

/**
 * The first steps of a script that runs only the suites.
 * @returns {Promise<What>}
 */
export async function prepare() {
  checkNode();
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  await ensureDependencies();
  const only = values.only === undefined ? {} : { only: values.only };
  if (await hasGo()) return { ...only, go: true, vsix: await makePackage() };
  await ensureBuilt();
  return { ...only, go: false };
}

/** Prints the counts of a run on a separate line, and turns them into the exit code. */
export function finish(/** @type {Results} */ results) {
  const counts = results.counts();
  console.log(summary(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) finish(await runInHost(await prepare()));
