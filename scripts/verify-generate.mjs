// `npm run verify:generate`: checks what Go generation promises against the official plugins and Go's own tools. A run
// of all rows writes docs/generation.md.
//   --only <row>    bytes, builds, runs, edits, complaints, speed or kills; may be given more than once
//   --files <n>     for bytes and builds: about this many files of google-proto-files, instead of all and of 200
// It lists every failure. The exit code is 1 if a row misses its bar.
import { join } from 'node:path';
import { findStaticcheck, moduleSources, nativePlugins, toolVersions } from './lib/go-tools.mjs';
import { runTests } from './lib/named-tests.mjs';
import { writePage } from './lib/page.mjs';
import { checkNode, ensureBuilt, ensureDependencies, root, seconds } from './lib/setup.mjs';
import { load } from './lib/typescript.mjs';

/** @typedef {import('../test/codegen/verify/rows.ts').Row} Row */
/** @typedef {import('../test/codegen/verify/rows.ts').NamedRow} NamedRow */

const BUILT_FILES = 200;
const EDITS = 500;
const COMPLAINTS = 20;
const KILLS = 20;
const dist = join(root, 'dist');

const INTRODUCTION = `This page lists the promises of Go generation. We check each one with the official plugins as native programs, with Go's
own tools, and with the generated programs as they build and run. A bar is the goal that we set before we measured. We
measured the times on the machine above.`;

checkNode();
const { only, files } = parseArguments(process.argv.slice(2));
await ensureDependencies();
await ensureBuilt();
const made = await load('test/codegen/verify/rows.ts');

/** @type {readonly { readonly name: string, readonly run: () => Promise<Row> }[]} In the order of the page. */
const ROWS = [
  { name: 'bytes', run: bytes },
  {
    name: 'builds',
    run: async () =>
      made.checkBuilds({
        dist,
        staticcheck: (await findStaticcheck()).program,
        native: await nativePlugins(),
        files: files ?? BUILT_FILES,
      }),
  },
  { name: 'runs', run: runs },
  { name: 'edits', run: () => made.checkEdits(EDITS) },
  { name: 'complaints', run: complaints },
  { name: 'speed', run: () => made.checkSpeed({ dist }) },
  { name: 'kills', run: kills },
];

/** How to find the tests of a row, and their names. */
function tested(/** @type {string} */ file, /** @type {readonly string[]} */ passed) {
  return {
    method: [
      `The tests of \`${file}\`, which \`npm test\` also runs. A test that \`npm test\` skips because a tool is missing fails here.`,
    ],
    lists: [{ title: 'Tests that passed', items: passed }],
  };
}

function parseArguments(/** @type {readonly string[]} */ args) {
  /** @type {string[]} */
  const only = [];
  /** @type {number | undefined} */
  let files;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--only') only.push(args[++i] ?? '');
    else if (args[i] === '--files') files = Number(args[++i]);
    else throw new Error(`Unknown argument: ${args[i]}`);
  }
  if (files !== undefined && !(Number.isInteger(files) && files > 0))
    throw new Error('--files wants a number above 0.');
  return { only, files };
}

async function bytes() {
  const sources = await moduleSources(['google.golang.org/protobuf', 'google.golang.org/grpc']);
  const modules = sources.map(({ path, version, folder }) => made.moduleProtos(`${path} ${version}`, folder));
  return made.compareBytes({
    dist,
    native: await nativePlugins(),
    collections: [...modules, made.googleFolders(files ?? Number.POSITIVE_INFINITY)],
  });
}

/** @returns {Promise<Row>} */
async function runs() {
  const { passed, failures } = await runTests('test/codegen/goRun.test.ts');
  return {
    what: 'run server and client with every method kind; reflection and health; SIGTERM with an open bidirectional stream',
    bar: '100 %',
    figure: made.counted(passed.length, passed.length + failures.length, 'tests'),
    ...tested('test/codegen/goRun.test.ts', passed),
    failures,
  };
}

/** @returns {Promise<Row>} The name of a test begins with the numbers of its complaints: `4, 13: of …`. */
async function complaints() {
  const { passed, failures } = await runTests('test/codegen/complaints.test.ts');
  const numbers = new Set(passed.flatMap((name) => /\b(\d+(?:, \d+)*): /.exec(name)?.[1]?.split(', ') ?? []));
  const missing = Array.from({ length: COMPLAINTS }, (_, i) => String(i + 1)).filter((number) => !numbers.has(number));
  return {
    what: 'the twenty complaints that users file most often',
    bar: 'each has a named test that ends in success, or in an error at its place with a fix',
    figure: made.counted(numbers.size, COMPLAINTS, 'complaints'),
    ...tested('test/codegen/complaints.test.ts', passed),
    failures: [...failures, ...missing.map((number) => `no test passes for complaint ${number}`)],
  };
}

/** @returns {Promise<Row>} */
async function kills() {
  const { passed, failures } = await runTests('test/processes/cli/generateKilled.test.ts', {
    KILLED_RUNS: String(KILLS),
    KILLED_SEED: '20',
  });
  return {
    what: `killed at ${KILLS} random moments`,
    bar: `no torn file, and in ${KILLS} of ${KILLS} cases the next run completes the killed run or rolls it back`,
    figure: passed.length > 0 && failures.length === 0 ? `${KILLS} of ${KILLS}` : 'failed',
    method: [
      `The test in \`test/processes/cli/generateKilled.test.ts\`, which \`npm test\` also runs, kills the command line ${KILLS} times with SIGKILL. The kills are at calls to the file system, spread over the whole writing step.`,
    ],
    failures,
  };
}

const unknown = only.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0)
  throw new Error(`There are no rows called ${unknown.join(', ')}: ${ROWS.map(({ name }) => name).join(', ')}`);
const started = performance.now();
/** @type {NamedRow[]} */
const rows = [];
for (const { name, run } of ROWS.filter((row) => only.length === 0 || only.includes(row.name))) {
  const began = performance.now();
  const row = { ...(await run()), name, took: seconds(began) };
  rows.push(row);
  console.log(`${made.rowText(row)}\n`);
}
console.log(made.rowsTable(rows));
if (only.length === 0 && files === undefined) {
  await writePage({
    name: 'generation',
    title: 'Go generation',
    command: 'npm run verify:generate',
    packages: ['google-proto-files'],
    also: (await toolVersions()).join(', '),
    body: [
      INTRODUCTION,
      made.rowsTable(rows),
      `${Math.round((performance.now() - started) / 60_000)} minutes in total. A single row: \`npm run verify:generate -- --only builds\`.`,
      ...rows.map(made.rowText),
    ].join('\n\n'),
  });
}
process.exitCode = rows.some(({ failures }) => failures.length > 0) ? 1 : 0;
