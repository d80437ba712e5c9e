// Runs one test file of `npm test` for a row of a page, and reports every test by its name.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { root } from './setup.mjs';

/** @typedef {{ readonly ancestorTitles: readonly string[], readonly title: string, readonly status: string, readonly failureMessages: readonly string[] }} Test */

/**
 * @param {string} file Relative to the repository.
 * @param {Readonly<Record<string, string>>} [variables] Added to the environment.
 * @returns {Promise<{ readonly passed: readonly string[], readonly failures: readonly string[] }>} Names of tests, each
 * after the names of its groups.
 */
export async function runTests(file, variables = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tests-'));
  try {
    const report = join(folder, 'report.json');
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    // What a machine lacks is a failure here, not a skipped test.
    const env = { ...process.env, ...variables, CI: 'true' };
    await run(process.execPath, [vitest, 'run', file, '--reporter=json', `--outputFile=${report}`], {
      cwd: root,
      env,
      quiet: true,
    });
    const { testResults } = JSON.parse(await readFile(report, 'utf8'));
    /** @type {readonly Test[]} */
    const tests = testResults.flatMap((/** @type {any} */ one) => one.assertionResults);
    const failed = tests
      .filter(({ status }) => status !== 'passed')
      .map((test) => `${nameOf(test)}: ${test.failureMessages.map(withoutStack).join('\n') || test.status}`);
    // A file that fails to load has no failed test.
    const unloaded = testResults
      .filter((/** @type {any} */ one) => one.status === 'failed' && failed.length === 0)
      .map((/** @type {any} */ one) => `${file}: ${one.message}`);
    return {
      passed: tests.filter(({ status }) => status === 'passed').map(nameOf),
      failures: [...failed, ...unloaded],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nameOf(/** @type {Test} */ { ancestorTitles, title }) {
  return [...ancestorTitles, title].join(' › ');
}

/** Paths on this machine are of no use on a page. */
function withoutStack(/** @type {string} */ message) {
  return message.replace(/\n +at .*/g, '');
}
