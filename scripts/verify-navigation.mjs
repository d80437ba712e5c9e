// `npm run verify:navigation`: checks references and renames on all files of google-proto-files, and measures them.
//   --references <n>  names whose references are compared with the oracle (default: 600)
//   --renames <n>     declarations that are renamed (default: 300)
//   --seed <n>        the seed of both choices (default: 1)
// It lists every difference. The exit code is 1 if there is a difference.
import { load } from './lib/typescript.mjs';
import { checkNode, ensureDependencies, seconds } from './lib/setup.mjs';

function parseArguments(/** @type {readonly string[]} */ args) {
  const options = { references: 600, renames: 300, seed: 1 };
  for (let i = 0; i < args.length; i++) {
    const name = /** @type {'references' | 'renames' | 'seed'} */ (args[i]?.slice(2));
    if (!Object.hasOwn(options, name)) throw new Error(`Unknown argument: ${args[i]}`);
    options[name] = Number(args[++i]);
    if (!Number.isInteger(options[name])) throw new Error(`--${name} wants a number.`);
  }
  return options;
}

/** The declarations whose searches are measured, with their files. */
const MEASURED = [
  ['google/rpc/status.proto', 'Status'],
  ['google/longrunning/operations.proto', 'Operation'],
  ['google/type/date.proto', 'Date'],
];

checkNode();
const { references, renames, seed } = parseArguments(process.argv.slice(2));
await ensureDependencies();
const oracles = await load('test/support/navigationOracle.ts');
const started = performance.now();
const corpus = oracles.corpusOf(['']);
console.log(`${corpus.texts.size} files are read in ${seconds(started)}`);
for (const [file, name] of MEASURED) {
  for (const round of ['first', 'again']) {
    const { ms, places } = oracles.timeReferences(corpus, file, name);
    console.log(`references to ${name}, ${round}: ${places} in ${ms.toFixed(0)} ms of CPU time`);
  }
  const { ms, files } = oracles.timeRename(corpus, file, name);
  console.log(`rename of ${name}: ${files} files in ${ms.toFixed(0)} ms of CPU time`);
}
const oracle = oracles.makeOracle(corpus);
console.log(`the oracle knows ${oracle.size} names after ${seconds(started)}`);
const found = oracles.checkReferences(corpus, oracle, references, seed);
console.log(`references of ${found.subjects} names, ${found.places} places: ${found.wrong.length} differ`);
const renamed = oracles.checkRenames(corpus, oracle, renames, seed);
console.log(
  `${renamed.renamed} renames in ${renamed.files} files, ${renamed.refused} taken names refused: ${renamed.wrong.length} wrong`,
);
for (const one of [...found.wrong, ...renamed.wrong]) console.log(`  ${one}`);
console.log(`done in ${seconds(started)}`);
process.exitCode = found.wrong.length + renamed.wrong.length > 0 ? 1 : 0;
