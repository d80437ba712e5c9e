// `npm test`: installs what is missing, builds, and runs all checks and tests. The last line says how many passed,
// failed and were skipped. If the machine lacks something, its tests are skipped with a message; with CI=true they
// fail.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from './check.mjs';
import { run } from './lib/processes.mjs';
import { sum, summary } from './lib/results.mjs';
import { checkNode, ensureBuilt, ensureDependencies, hasGo, root, seconds, strict } from './lib/setup.mjs';
import { makePackage } from './package.mjs';
import { runInHost } from './test-host.mjs';

/** @typedef {import('./lib/results.mjs').Counts} Counts */

const artifacts = join(root, 'artifacts');
const FAILED = { passed: 0, failed: 1, skipped: 0 };

/** A part of the run under a heading; an exception counts as one failure, so that the count is always printed. */
async function part(/** @type {string} */ title, /** @type {() => Promise<Counts>} */ body) {
  const started = performance.now();
  console.log(`\n== ${title}`);
  let counts = FAILED;
  try {
    counts = await body();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  console.log(`== ${title}: ${summary(counts)} (${seconds(started)})`);
  return counts;
}

/** @type {string | undefined} */
let vsix;

async function buildAndPack(/** @type {boolean} */ go) {
  if (go) {
    vsix = await makePackage();
    return { passed: 1, failed: 0, skipped: 0 };
  }
  await ensureBuilt();
  console.warn(
    'SKIPPED: Go is not on PATH (https://go.dev/dl), so there is no package, and nothing that runs Go is tested.',
  );
  return strict ? FAILED : { passed: 0, failed: 0, skipped: 1 };
}

/** @returns {Promise<Counts>} */
async function unitTests() {
  const report = join(artifacts, 'unit.json');
  await rm(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [
    'run',
    '--reporter=default',
    '--slowTestThreshold=10000',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  // The output has colours only for users at a terminal.
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const { code } = await run(process.execPath, [vitest, ...args], { cwd: root, env });
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    await readFile(report, 'utf8'),
  );
  // A file that fails to load has no failed test.
  const unloaded = testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + unloaded;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: numPendingTests + (numTodoTests ?? 0),
  };
}

/** The grammar's scopes; each file is a test. @returns {Promise<Counts>} */
async function grammarTests() {
  const program = join(root, 'node_modules', 'vscode-tmgrammar-test', 'dist', 'unit.js');
  const { code, output } = await run(process.execPath, [program, 'test/grammar/**/*.proto'], {
    cwd: root,
    quiet: true,
  });
  console.log(output.trimEnd());
  const passed = output.split('\n').filter((line) => line.includes('✓')).length;
  const failed = output.split('\n').filter((line) => /^\s*✖ .*\.proto/.test(line)).length;
  return { passed, failed: code === 0 && passed > 0 ? 0 : Math.max(1, failed), skipped: 0 };
}

checkNode();
const started = performance.now();
await mkdir(artifacts, { recursive: true });
await ensureDependencies();
const go = await hasGo();
const built = await part('build and package', () => buildAndPack(go));
const counts = [built];
counts.push(await part('static checks', check));
if (built.failed === 0) {
  counts.push(await part('unit tests', unitTests));
  counts.push(await part('grammar tests', grammarTests));
  counts.push(
    await part('integration tests in a real VS Code', async () =>
      (await runInHost({ go, ...(vsix === undefined ? {} : { vsix }) })).counts(),
    ),
  );
}
const total = sum(counts);
console.log(`\nAll of it took ${seconds(started)}.`);
console.log(summary(total));
process.exitCode = total.failed > 0 ? 1 : 0;
