// `npm run check`: everything that can be said about the sources without running them.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { run } from './lib/processes.mjs';
import { checkNode, ensureDependencies, root, seconds } from './lib/setup.mjs';

const LOCK_FILES = [
  'package-lock.json',
  'test/vscode/package-lock.json',
  'test/vscode/browser/package-lock.json',
  'bench/buf/package-lock.json',
];

/** @typedef {{ code: number, output: string }} Outcome */

/** @type {readonly { name: string, run: () => Promise<Outcome> }[]} */
const CHECKS = [
  { name: 'format', run: () => program('@biomejs/biome', 'biome', ['format']) },
  { name: 'types', run: () => program('typescript', 'tsc', ['-p', '.']) },
  { name: 'types of the webview', run: () => program('typescript', 'tsc', ['-p', 'src/webview']) },
  { name: 'lint', run: () => program('eslint', 'eslint', ['.', '--max-warnings', '0']) },
  {
    name: 'import rules',
    run: () => program('dependency-cruiser', 'depcruise', ['src', '--config', '.dependency-cruiser.cjs']),
  },
  { name: 'unused code and dependencies', run: () => program('knip', 'knip', ['--no-progress']) },
  { name: 'lock files name no registry', run: checkLocks },
];

/** A package's program, run with this Node: what npx would start, without a shell. */
async function program(/** @type {string} */ pkg, /** @type {string} */ name, /** @type {readonly string[]} */ args) {
  // Not every package exports its package.json, so it is read where npm put it.
  const folder = join(root, 'node_modules', pkg);
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return run(process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[name]), ...args], {
    cwd: root,
    quiet: true,
  });
}

/** @returns {Promise<Outcome>} */
async function checkLocks() {
  const bad = await Promise.all(
    LOCK_FILES.map(async (file) =>
      (await readFile(join(root, file), 'utf8'))
        .split('\n')
        .flatMap((line, index) =>
          /"resolved": "(https?|git)/.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
    ),
  );
  const lines = bad.flat();
  return { code: lines.length === 0 ? 0 : 1, output: lines.map((line) => `${line}\n`).join('') };
}

/** Runs all checks, two at a time, prints each with its time, and answers how many passed and failed. */
export async function check() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...CHECKS];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const started = performance.now();
      const { code, output } = await next.run();
      counts[code === 0 ? 'passed' : 'failed'] += 1;
      console.log(`${code === 0 ? '✔' : '✖'} ${next.name} (${seconds(started)})`);
      if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode();
  await ensureDependencies();
  const { failed } = await check();
  process.exitCode = failed > 0 ? 1 : 0;
}
