// Compares our compiler with protoc. `node scripts/conformance.mjs [--cases <dir>] [--corpus [count]]`
//   --cases <dir>     JSON files of cases with protoc's verdicts
//   --corpus [count]  google-proto-files, whole or a seeded sample, byte for byte with live protoc
// Every difference is listed; the exit code is 1 if there is one.
import { build } from 'esbuild';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node 20 does not run TypeScript: the checks are bundled on the fly, where they find this project's packages. */
async function load(entry) {
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'conformance-'));
  const outfile = join(folder, 'checks.mjs');
  try {
    await build({ absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

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
