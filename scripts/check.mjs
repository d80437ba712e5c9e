// `npm run check`: all checks of the sources that do not run them. It skips files that have not changed since they
// passed.
//   --changed    lints only the files that differ from the main branch, and the files that import them
//   --fresh      forgets earlier results, as CI=true does
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { changedFiles } from './lib/changes.mjs';
import { Inputs } from './lib/inputs.mjs';
import { lintProjects } from './lib/lint-projects.mjs';
import { run } from './lib/processes.mjs';
import { checkNode, ensureDependencies, root, seconds, strict } from './lib/setup.mjs';
import { checkCache, Verdicts } from './lib/verdicts.mjs';

const LOCK_FILES = [
  'package-lock.json',
  'test/vscode/package-lock.json',
  'test/vscode/browser/package-lock.json',
  'bench/buf/package-lock.json',
];
/** Windows accepts some 32,000 characters per command, so a longer list of files is replaced by its folders. */
const LONGEST_COMMAND = 20_000;

/**
 * @typedef {{ code: number, output: string, note?: string }} Outcome
 * @typedef {{ readonly changed?: boolean, readonly fresh?: boolean }} Options
 * @typedef {{ readonly inputs: Inputs, readonly verdicts: Verdicts, readonly changed: ReadonlySet<string> | undefined }} Run
 * @typedef {{ readonly name: string, readonly when?: 'changed' | 'whole', readonly run: (run: Run) => Promise<Outcome> }} Check
 */

/** The files that are linted besides src/. */
const TOOLS = ['test', 'bench', 'scripts', 'vitest.config.mts', 'eslint.config.mjs'];
const EVERYTHING = ['src', ...TOOLS];

/** The longest checks come first, because two run at a time. @type {readonly Check[]} */
const CHECKS = [
  { name: 'lint', when: 'changed', run: (run) => lint(run, EVERYTHING) },
  // Two processes are faster if every file is linted, and slower for only a few files.
  { name: 'lint of src', when: 'whole', run: (run) => lint(run, ['src']) },
  remembered('types', EVERYTHING, () => typescript('.')),
  { name: 'lint of tests, benches and scripts', when: 'whole', run: (run) => lint(run, TOOLS) },
  remembered('types of the webview', ['src/webview'], () => typescript('src/webview')),
  remembered('import rules', ['src'], () =>
    // The long form also prints the reason of a rule.
    program('dependency-cruiser', 'depcruise', [
      'src',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
    ]),
  ),
  remembered('unused code and dependencies', EVERYTHING, () => program('knip', 'knip', ['--no-progress'])),
  { name: 'format', run: () => program('@biomejs/biome', 'biome', ['format']) },
  { name: 'lock files name no registry', run: checkLocks },
];

/** Makes a check that runs again only after a change below its folders. @returns {Check} */
function remembered(
  /** @type {string} */ name,
  /** @type {readonly string[]} */ folders,
  /** @type {() => Promise<Outcome>} */ look,
) {
  return {
    name,
    run: async ({ inputs, verdicts }) => {
      const key = inputs.key(inputs.below(folders));
      if (verdicts.passed(name, key)) return { code: 0, output: '', note: 'nothing changed' };
      const outcome = await look();
      if (outcome.code === 0) verdicts.remember(name, key);
      return outcome;
    },
  };
}

/** The native compiler needs a fifth of the time of the one that ESLint uses (docs/decisions/two-compilers.md). */
function typescript(/** @type {string} */ project) {
  const buildInfo = join(checkCache, `${project.replaceAll(/\W/g, '-')}.tsbuildinfo`);
  return program('typescript-7', 'tsc', ['-p', project, '--incremental', '--tsBuildInfoFile', buildInfo]);
}

/**
 * Rules use types, so the verdict on a file depends on the declarations of everything that the file imports. It skips
 * files whose inputs have not changed since they passed. With --changed, it also skips importers of importers:
 * `npm test` lints them.
 * @returns {Promise<Outcome>}
 */
async function lint(/** @type {Run} */ { inputs, verdicts, changed }, /** @type {readonly string[]} */ folders) {
  const linted = inputs.below(folders).filter(isLinted);
  const keys = new Map(linted.map((file) => [file, inputs.keyOfDeclarations(file)]));
  const stale = linted.filter((file) => !verdicts.passed(`lint ${file}`, keys.get(file) ?? ''));
  const wanted = changed === undefined ? stale : stale.filter((file) => changed.has(file));
  if (wanted.length === 0) return { code: 0, output: '', note: `0 of ${linted.length} files` };
  const isShort = wanted.join(' ').length < LONGEST_COMMAND;
  const named = isShort ? wanted : folders;
  const projects = isShort ? await lintProjects(checkCache, wanted, inputs.ambient) : {};
  const args = [...named, '--max-warnings', '0', '--format', 'json'];
  const { code, output } = await program('eslint', 'eslint', args, { ...process.env, ...projects });
  const note = `${wanted.length} of ${linted.length} files`;
  /** @type {readonly LintResult[]} */
  let results;
  try {
    results = JSON.parse(output);
  } catch {
    // The program failed to start and says why.
    return { code: code === 0 ? 1 : code, output, note };
  }
  const faulty = new Set(results.flatMap((result) => (result.messages.length > 0 ? [result.filePath] : [])));
  for (const file of wanted) {
    if (!faulty.has(join(root, file))) verdicts.remember(`lint ${file}`, keys.get(file) ?? '');
  }
  return { code, output: results.map(lintText).join(''), note };
}

function isLinted(/** @type {string} */ file) {
  return !file.startsWith('test/fixtures/');
}

/** @typedef {{ readonly filePath: string, readonly messages: readonly { readonly line?: number, readonly column?: number, readonly severity: number, readonly message: string, readonly ruleId: string | null }[] }} LintResult */

/** The output format of eslint, which editors can read. */
function lintText(/** @type {LintResult} */ { filePath, messages }) {
  if (messages.length === 0) return '';
  const lines = messages.map(
    ({ line = 0, column = 0, severity, message, ruleId }) =>
      `  ${line}:${column}  ${severity === 2 ? 'error' : 'warning'}  ${message}  ${ruleId ?? ''}\n`,
  );
  return `${filePath}\n${lines.join('')}`;
}

/** Runs a package's program with this Node, as npx would start it, but without a shell. */
async function program(
  /** @type {string} */ pkg,
  /** @type {string} */ name,
  /** @type {readonly string[]} */ args,
  env = process.env,
) {
  // Not every package exports its package.json, so we read the file where npm put it.
  const folder = join(root, 'node_modules', pkg);
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return run(process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[name]), ...args], {
    cwd: root,
    env,
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

/** The files that differ from the main branch, and those that import them. */
async function changedAndImporters(/** @type {Inputs} */ inputs) {
  const changed = new Set(await changedFiles());
  return new Set([...changed, ...inputs.importersOf(changed)]);
}

/** Runs all checks, two at a time, prints each with its time, and returns how many passed and failed. */
export async function check(/** @type {Options} */ { changed = false, fresh = strict } = {}) {
  const verdicts = await Verdicts.open({ fresh });
  const inputs = await Inputs.read(join(checkCache, 'sources.json'));
  /** @type {Run} */
  const current = { inputs, verdicts, changed: changed ? await changedAndImporters(inputs) : undefined };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const other = changed ? 'whole' : 'changed';
  const waiting = CHECKS.filter(({ when }) => when !== other);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const started = performance.now();
      const { code, output, note } = await next.run(current);
      counts[code === 0 ? 'passed' : 'failed'] += 1;
      const about = [seconds(started), note].filter((part) => part !== undefined).join(', ');
      console.log(`${code === 0 ? '✔' : '✖'} ${next.name} (${about})`);
      if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
      await verdicts.save();
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode();
  const started = performance.now();
  const { values } = parseArgs({ options: { changed: { type: 'boolean' }, fresh: { type: 'boolean' } } });
  await ensureDependencies();
  const { failed } = await check(values);
  console.log(`${failed === 0 ? 'All is well' : `${failed} failed`} (${seconds(started)})`);
  process.exitCode = failed > 0 ? 1 : 0;
}
