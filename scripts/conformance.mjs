// Compares our compiler with protoc. `node scripts/conformance.mjs [--cases <dir>] [--corpus [count]]`
//   --cases <dir>     JSON files of cases with protoc's verdicts
//   --corpus [count]  google-proto-files, whole or a seeded sample, byte for byte with live protoc
// Every difference is listed; the exit code is 1 if there is one.
import { load } from './lib/typescript.mjs';
import { root } from './lib/setup.mjs';

function parseArguments(args) {
  const options = { cases: [], corpus: undefined };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--cases') options.cases.push(args[++i]);
    else if (args[i] === '--corpus') options.corpus = /^\d+$/.test(args[i + 1] ?? '') ? Number(args[++i]) : Number.POSITIVE_INFINITY;
    else throw new Error(`Unknown argument: ${args[i]}`);
  }
  return options;
}

const options = parseArguments(process.argv.slice(2));
const { checkCases, checkCorpus } = await load('test/support/conformance.ts');
let differences = 0;
for (const folder of options.cases) differences += await checkCases(folder, console.log);
if (options.corpus !== undefined) differences += await checkCorpus(root, options.corpus, console.log);
process.exitCode = differences > 0 ? 1 : 0;
