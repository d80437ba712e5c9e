// `npm run conformance`: compares our compiler with protoc, and checks how it handles broken texts. A run of all parts
// writes docs/conformance.md.
//   --only <part>     own, well-known, corpus or robustness; may be given more than once
//   --corpus [count]  as --only corpus, on a seeded sample if a count is given
//   --cases <dir>     JSON files of cases with protoc's verdicts, instead of the parts above
// It lists every difference. The exit code is 1 if a count is below its bar.
import { load } from './lib/typescript.mjs';
import { writePage } from './lib/page.mjs';
import { checkNode, ensureDependencies, seconds } from './lib/setup.mjs';

const PARTS = ['own', 'well-known', 'corpus', 'robustness'];

function parseArguments(/** @type {readonly string[]} */ args) {
  const options = {
    only: /** @type {string[]} */ ([]),
    cases: /** @type {string[]} */ ([]),
    corpus: Number.POSITIVE_INFINITY,
  };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--cases') options.cases.push(args[++i] ?? '');
    else if (args[i] === '--only') options.only.push(args[++i] ?? '');
    else if (args[i] === '--corpus') {
      options.only.push('corpus');
      if (/^\d+$/.test(args[i + 1] ?? '')) options.corpus = Number(args[++i]);
    } else throw new Error(`Unknown argument: ${args[i]}`);
  }
  const unknown = options.only.filter((name) => !PARTS.includes(name));
  if (unknown.length > 0) throw new Error(`There are no parts called ${unknown.join(', ')}: ${PARTS.join(', ')}`);
  return options;
}

checkNode();
const { only, cases, corpus } = parseArguments(process.argv.slice(2));
await ensureDependencies();
const checks = await load('test/support/conformance.ts');
const { checkBrokenFiles, checkExtremes, FULL } = await load('test/support/robustness.ts');
const { failed, partText } = await load('test/support/report.ts');
const wanted = (/** @type {string} */ name) => (only.length === 0 ? cases.length === 0 : only.includes(name));

/** @type {readonly { readonly name: string, readonly run: () => any }[]} Each run gives one part or several. */
const RUNS = [
  { name: 'own', run: checks.checkOwn },
  { name: 'well-known', run: () => checks.checkDescriptors(checks.wellKnownCorpus()) },
  { name: 'corpus', run: () => checks.checkDescriptors(checks.googleCorpus(corpus)) },
  { name: 'robustness', run: checkExtremes },
  { name: 'robustness', run: () => checkBrokenFiles(FULL) },
];

const parts = [];
for (const run of [
  ...cases.map((folder) => () => checks.checkCases(folder)),
  ...RUNS.flatMap(({ name, run }) => (wanted(name) ? [run] : [])),
]) {
  const started = performance.now();
  for (const part of [await run()].flat()) {
    parts.push(part);
    console.log(`${partText(part)}\n`);
  }
  console.log(`(${seconds(started)})\n`);
}
if (only.length === 0 && cases.length === 0) {
  await writePage({
    name: 'conformance',
    title: 'Conformance',
    command: 'npm run conformance',
    packages: ['protoc', 'google-proto-files'],
    body: parts.map(partText).join('\n\n'),
  });
}
process.exitCode = parts.some((part) => part.checks.some(failed)) ? 1 : 0;
