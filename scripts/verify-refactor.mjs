// `npm run verify:refactor`: applies random refactorings to the files of google-proto-files, and judges the results.
//   --count <n>  refactorings that are done; refused ones do not count (default: 300)
//   --seed <n>   the seed of the choice (default: 1)
// It lists every wrong result. The exit code is 1 if there is a wrong result.
import { load } from './lib/typescript.mjs';
import { checkNode, ensureDependencies, seconds } from './lib/setup.mjs';

function parseArguments(/** @type {readonly string[]} */ args) {
  const options = { count: 300, seed: 1 };
  for (let i = 0; i < args.length; i++) {
    const name = /** @type {'count' | 'seed'} */ (args[i]?.slice(2));
    if (!Object.hasOwn(options, name)) throw new Error(`Unknown argument: ${args[i]}`);
    options[name] = Number(args[++i]);
    if (!Number.isInteger(options[name])) throw new Error(`--${name} wants a number.`);
  }
  return options;
}

checkNode();
const { count, seed } = parseArguments(process.argv.slice(2));
await ensureDependencies();
const { corpusOf } = await load('test/support/navigationOracle.ts');
const { checkRefactorings, timeOffers } = await load('test/support/refactoringOracle.ts');
const started = performance.now();
const corpus = corpusOf(['']);
console.log(`${corpus.texts.size} files are read in ${seconds(started)}`);
const { median, longest } = timeOffers(corpus, 200);
console.log(`offers in the largest file: ${median.toFixed(2)} ms in the middle, ${longest.toFixed(1)} ms at most`);
const found = checkRefactorings(corpus, count, seed);
for (const [kind, times] of [...found.kinds].sort(([, a], [, b]) => b - a)) console.log(`  ${times} × ${kind}`);
console.log(`${found.refused} were refused:`);
for (const [reason, times] of [...found.reasons].sort(([, a], [, b]) => b - a)) console.log(`  ${times} × ${reason}`);
console.log(
  `${found.done} refactorings with ${found.files} files: ${found.wrong.length} wrong; 99 of 100 offers took less than ${found.slowOffer.toFixed(1)} ms, the work at most ${found.slowestWork.toFixed(0)} ms of CPU time`,
);
for (const one of found.wrong) console.log(`  ${one}`);
console.log(`done in ${seconds(started)}`);
process.exitCode = found.wrong.length > 0 ? 1 : 0;
