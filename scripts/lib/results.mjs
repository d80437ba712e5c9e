// Results of tests from any runner: printed as they come, counted, and kept as JSON.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * @typedef {{ suite: string, name: string, outcome: 'passed' | 'failed' | 'skipped', milliseconds: number, reason?: string }} TestResult
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

const MARKS = { passed: '✔', failed: '✖', skipped: '○' };

/** Prints one result per line under the name of its suite, and keeps the results. */
export class Results {
  /** @type {TestResult[]} */
  all = [];

  add(/** @type {TestResult} */ result) {
    if (this.all.at(-1)?.suite !== result.suite) console.log(`  ${result.suite}`);
    console.log(
      `    ${MARKS[result.outcome]} ${result.name} (${result.milliseconds} ms)${result.outcome === 'skipped' ? ` SKIPPED: ${result.reason}` : ''}`,
    );
    if (result.outcome === 'failed') console.log((result.reason ?? '').replaceAll(/^/gm, '        '));
    this.all.push(result);
  }

  /** @returns {Counts} */
  counts() {
    const count = (/** @type {TestResult['outcome']} */ outcome) =>
      this.all.filter((result) => result.outcome === outcome).length;
    return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  }

  async save(/** @type {string} */ path) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(this.all, undefined, 2)}\n`);
  }
}

/** @param {readonly Counts[]} parts @returns {Counts} */
export function sum(parts) {
  return parts.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The last line of a run. */
export function summary(/** @type {Counts} */ { passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
