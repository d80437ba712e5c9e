// `npm run fuzz`: gives the compiler broken texts until q or Ctrl+C is pressed. The compiler must not throw, hang, or
// lose a character. A failing text is made small and written to artifacts/fuzz/, which git ignores; the exit code is
// then 1.
//   --seed <n>      the first seed; each text has the next seed (default: from the clock)
//   --runs <n>      stops after this many texts; `--seed <n> --runs 1` gives one text again
//   --minutes <n>   stops after this many minutes
//   --protoc        also compares verdict and first diagnostic with protoc, which takes longer
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from './lib/typescript.mjs';
import { checkNode, ensureDependencies, root, seconds } from './lib/setup.mjs';

function parseArguments(/** @type {readonly string[]} */ args) {
  const options = {
    seed: Date.now() % 1_000_000_000,
    runs: Number.POSITIVE_INFINITY,
    minutes: Number.POSITIVE_INFINITY,
    protoc: false,
  };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--protoc') options.protoc = true;
    else if (args[i] === '--seed' || args[i] === '--runs' || args[i] === '--minutes') {
      const name = /** @type {'seed' | 'runs' | 'minutes'} */ (args[i]?.slice(2));
      options[name] = Number(args[++i]);
      if (!Number.isFinite(options[name])) throw new Error(`--${name} wants a number.`);
    } else throw new Error(`Unknown argument: ${args[i]}`);
  }
  return options;
}

checkNode();
const { seed, runs, minutes, protoc } = parseArguments(process.argv.slice(2));
await ensureDependencies();
const { fuzz } = await load('test/support/fuzz.ts');
const folder = join(root, 'artifacts', 'fuzz');
const started = performance.now();
let stopped = false;
let findings = 0;

process.once('SIGINT', () => (stopped = true));
if (process.stdin.isTTY) {
  process.stdin.setRawMode(true);
  process.stdin.on('data', (keys) => (stopped ||= ['q', '\u0003'].includes(keys.toString())));
}

/** @type {Promise<unknown>[]} */
const written = [];
console.log(`seed ${seed}; q stops`);
const examined = await fuzz({
  seed,
  runs,
  protoc,
  stopped: () => stopped || performance.now() - started > minutes * 60_000,
  found: (
    /** @type {{ seed: number, kind: string, detail: string, file: { path: string, text: string } }} */ finding,
  ) => {
    findings++;
    const name = join(folder, `${finding.seed} ${finding.kind}`.replaceAll(/[^\w]+/g, '-'));
    console.log(
      `\n${finding.kind} (seed ${finding.seed}, ${finding.file.text.length} characters of ${finding.file.path})\n${finding.detail.split('\n').slice(0, 3).join('\n')}`,
    );
    written.push(
      mkdir(folder, { recursive: true }).then(() =>
        Promise.all([
          writeFile(`${name}.proto`, finding.file.text),
          writeFile(`${name}.txt`, `${finding.file.path}\n${finding.detail}\n`),
        ]),
      ),
    );
  },
  progress: (/** @type {number} */ count) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${count} texts, ${findings} findings, ${seconds(started)} `);
  },
});
await Promise.all(written);
console.log(
  `\n${examined} texts from seed ${seed} in ${seconds(started)}: ${findings} findings${findings > 0 ? `, in ${folder}` : ''}`,
);
process.stdin.destroy();
process.exitCode = findings > 0 ? 1 : 0;
