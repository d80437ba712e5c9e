// Compares our formatter with `buf format` for awkward files and for google-proto-files, and checks that formatting
// keeps descriptors and comments. It writes docs/formatting.md.
//   --awkward   only the awkward files
//   --update    also writes buf's text of the awkward files to test/fixtures/formatting, which the tests read
// The exit code is 1 if a count is below its bar.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findBuf } from '../bench/lib/buf.mjs';
import { writePage } from './lib/page.mjs';
import { checkNode, ensureDependencies, root, seconds } from './lib/setup.mjs';
import { load } from './lib/typescript.mjs';

const run = promisify(execFile);

checkNode();
await ensureDependencies();
const onlyAwkward = process.argv.includes('--awkward');
const buf = await findBuf();
if (buf === undefined) throw new Error('buf is the judge here, and it cannot be installed.');
const checks = await load('test/support/formatting.ts');
const { failed, partText } = await load('test/support/report.ts');

/** @typedef {{ readonly name: string, readonly text: string }} NamedText */

/**
 * The texts that buf writes for the given files. Names become paths; buf formats all of them in one run.
 * @param {readonly NamedText[]} files @param {(name: string, at: number) => string} pathOf
 * @returns {Promise<ReadonlyMap<string, string>>}
 */
async function formattedByBuf(files, pathOf) {
  const folder = await mkdtemp(join(tmpdir(), 'verify-format-'));
  try {
    await writeFile(join(await made(join(folder, 'in')), 'buf.yaml'), 'version: v2\n');
    for (const [at, { name, text }] of files.entries()) {
      const path = join(folder, 'in', pathOf(name, at));
      await made(dirname(path));
      await writeFile(path, text);
    }
    await run(buf?.command ?? '', ['format', '.', '-o', '../out'], { cwd: join(folder, 'in') });
    const texts = await Promise.all(
      files.map(async ({ name }, at) => [name, await readFile(join(folder, 'out', pathOf(name, at)), 'utf8')]),
    );
    return new Map(/** @type {[string, string][]} */ (texts));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function made(/** @type {string} */ folder) {
  await mkdir(folder, { recursive: true });
  return folder;
}

async function awkward() {
  const files = checks.awkwardFiles();
  const theirs = await formattedByBuf(files, (_, at) => `${at}.proto`);
  if (process.argv.includes('--update')) {
    const texts = [...theirs].map(([name, text]) => ({ name, text: text.replaceAll('\r', '') }));
    await writeFile(join(root, 'test', 'fixtures', 'formatting', 'awkward.buf.txt'), checks.listOf(texts));
  }
  return checks.compareWithBuf('Awkward files', files, theirs, checks.KNOWN_DIFFERENCES, checks.AWKWARD_BAR);
}

async function corpus() {
  const files = checks.corpusFiles();
  const theirs = await formattedByBuf(files, (name) => name);
  return [checks.compareWithBuf('google-proto-files', files, theirs), checks.compareDescriptors(files)];
}

const parts = [];
for (const work of onlyAwkward ? [awkward] : [awkward, corpus]) {
  const started = performance.now();
  for (const part of [await work()].flat()) {
    parts.push(part);
    console.log(`${partText(part)}\n`);
  }
  console.log(`(${seconds(started)})\n`);
}
if (!onlyAwkward) {
  await writePage({
    name: 'formatting',
    title: 'Formatting',
    command: 'npm run verify:format',
    packages: ['google-proto-files'],
    also: `buf ${buf.version}`,
    body: parts.map(partText).join('\n\n'),
  });
}
process.exitCode = parts.some((part) => part.checks.some(failed)) ? 1 : 0;
