// `npm run verify:editions`: converts all files of google-proto-files, and protobuf's own files, to each edition, and
// has protoc judge the result.
//   --singles <n>     files that are converted alone, while their importers keep their syntax (default: 60)
//   --root <folder>   the files below this folder instead; may be given more than once
// It lists every difference. The exit code is 1 if a count is below its bar.
import { load } from './lib/typescript.mjs';
import { checkNode, ensureDependencies, seconds } from './lib/setup.mjs';

function parseArguments(/** @type {readonly string[]} */ args) {
  const options = { singles: 60, roots: /** @type {string[]} */ ([]) };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--root') options.roots.push(args[++i] ?? '');
    else if (args[i] === '--singles') options.singles = Number(args[++i]);
    else throw new Error(`Unknown argument: ${args[i]}`);
  }
  if (!Number.isInteger(options.singles)) throw new Error('--singles wants a number.');
  return options;
}

checkNode();
const { singles, roots } = parseArguments(process.argv.slice(2));
await ensureDependencies();
const checks = await load('test/support/editions.ts');
const { failed, partText } = await load('test/support/report.ts');
const given = roots.map((root) => checks.folderCorpus(root));
const corpora = given.length > 0 ? given : [checks.wellKnownCorpus(), checks.googleCorpus()];
let hasFailed = false;
for (const corpus of corpora) {
  for (const target of checks.EDITION_TARGETS) {
    const started = performance.now();
    const part = checks.checkEditions(corpus, target, singles);
    console.log(`${partText(part)}\n\n(${seconds(started)})\n`);
    hasFailed ||= part.checks.some(failed);
  }
}
process.exitCode = hasFailed ? 1 : 0;
